/**
 * What is said of PartiQL statements. Texts without a note are AWS's: of public logs, or of runs
 * against DynamoDB that https://github.com/floci-io/floci records beside its tests (September 2026).
 * `local` marks those known from DynamoDB Local alone. What stands behind "can't be processed:" is
 * said by the open PartiQL parser, which AWS's known texts agree with; the choice of it is ours.
 */
import { DuplicateItemException } from '../../../generated/dynamodb.ts'
import { type AwsError, awsError } from '../../../kernel/errors.ts'
import { invalidValues, validation } from '../errors.ts'
import type { Position } from './syntax.ts'

export function malformed(reason: string): AwsError {
  return validation(`Statement wasn't well formed, can't be processed: ${reason}`)
}

export function parameterCount(): AwsError {
  return validation("Number of parameters in request and statement don't match.")
}

/** Only "Expected data manipulation" and its kin are told in AWS's envelope; these aren't. */
export function unsupportedClause(name: string): AwsError {
  return validation(`Unsupported clause: ${name}`)
}

// Sources and columns

export function emptyPathComponent(): AwsError {
  return validation('Path component cannot be an empty string')
}

export function sourceTooLong(): AwsError {
  return validation('A path may contain at most 2 components in the FROM clause')
}

export function severalSources(): AwsError {
  return validation('Only select from a single table or index is supported.')
}

export function aliased(): AwsError {
  return validation('Aliasing is not supported')
}

export function insertIntoIndex(): AwsError {
  return validation('FROM clause may only contain a single table name')
}

export function writeToIndex(): AwsError {
  return validation('This operation is not supported on an index')
}

export function unknownIndex(index: string): AwsError {
  return validation('The table does not have the specified index', { index })
}

export function consistentGlobalRead(): AwsError {
  return validation('Strongly consistent read is not supported on Global Secondary Indexes')
}

export function starAndOthers(): AwsError {
  return validation("Other attributes should not be present in the projection when '*' is used.")
}

export function valueOrPivot(): AwsError {
  return validation("Select projection doesn't support value or pivot keywords")
}

export function duplicateColumn(name: string): AwsError {
  return validation(`Duplicate identifiers in select clause: ${name}`)
}

export function listIndexOutOfRange(index: string, at: Position): AwsError {
  return validation(`List index is not within the allowable range; index: [${index}]${placed(at)}`)
}

export function wildcardPath(): AwsError {
  return validation('Wildcard path component like a[*].b are not supported')
}

export function unpivotPath(): AwsError {
  return validation('Unpivot path component like a.*.b are not supported')
}

// Values

export function emptyBag(): AwsError {
  return validation('Empty bags are not supported')
}

export function mixedBag(): AwsError {
  return validation(
    'Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags',
  )
}

/** With the numbers as they are written; the exclamation mark is AWS's. */
export function duplicateNumbersInBag(texts: readonly string[], under: string): AwsError {
  return invalidValues(`Input collection [${texts.join(', ')}] contains duplicates! under ${under}`)
}

export function unsupportedValue(type: string, under: string, at: Position): AwsError {
  return validation(`Unsupported data type: ${type} under key ${under}${placed(at)}`)
}

export function nestedTooDeepUnder(under: string): AwsError {
  return validation(`Nesting Levels have exceeded supported limits under ${under}`)
}

/** local */
export function duplicateTupleKey(name: string, under: string): AwsError {
  return validation(`Duplicate keys in tuple. Key: ${name} under ${under}`)
}

/** local */
export function tupleKeyType(type: string, under: string): AwsError {
  return validation(`Tuple keys must be of type String. Actual type: ${type} under ${under}`)
}

/** local */
export function missingCompared(): AwsError {
  return validation('MISSING must be compared using IS operator')
}

/** local */
export function itemNotStruct(): AwsError {
  return validation(
    'Unsupported format in item expression. Please use struct format {...} to express item values ' +
      'for insert statement.',
  )
}

/** local */
export function severalItems(): AwsError {
  return validation(
    'Unsupported operation: Inserting multiple items in a single statement is not supported, use ' +
      '"INSERT INTO tableName VALUE item" instead',
  )
}

// Conditions; all of them `local`

export function notACondition(): AwsError {
  return validation('WHERE clause must contain an expression that resolves to a boolean')
}

export function junctionOfValues(): AwsError {
  return validation('The arguments to AND/OR must be Expressions')
}

export function negatedValue(): AwsError {
  return validation('The argument to NOT must be a Type or Expression')
}

export function typeTestOfValue(): AwsError {
  return validation(
    'The left hand side argument to IS must be a Variable Reference, Literal, or Path',
  )
}

export function unsupportedTypeTest(type: string): AwsError {
  return validation(
    `Unsupported data type for IS operator: ${type}. Supported data types are ` +
      '[MISSING, NULL, BOOLEAN, BLOB, STRING, NUMERIC, STRUCT, TUPLE, LIST]',
  )
}

export function notAmongList(): AwsError {
  return validation(
    'IN operator must have a left hand argument of type Variable Reference and right hand argument ' +
      'of type Seq with at least one member',
  )
}

export function unrecognizedFunction(name: string): AwsError {
  return validation(`Unrecognized function: ${name}`)
}

export function unsupportedOperation(operator: string): AwsError {
  return validation(`Unsupported operation: ${operator}`)
}

export function unsupportedInCondition(operator: string): AwsError {
  return validation(`Unsupported operator in Condition Expression. Operator: ${operator}`)
}

export function unsupportedInUpdate(operator: string): AwsError {
  return validation(`Unsupported operator in Update Expression. Operator: ${operator}`)
}

// Keys and plans

export function incompleteKey(): AwsError {
  return validation('Where clause does not contain a mandatory equality on all key attributes')
}

export function severalKeys(name: string): AwsError {
  return validation(
    `Multiple conditions on same key ${name}. Only single item Update/Insert/Delete are supported`,
  )
}

const keyTypeFault = "Key attribute's data type should match its data type in table's schema: Key "

export function keyTypeDiffers(name: string): AwsError {
  return validation(keyTypeFault + name, { key: name })
}

export function isKeyTypeFault(message: string): boolean {
  return message.startsWith(keyTypeFault)
}

/** local */
export function keyAbsent(name: string): AwsError {
  return validation(`Key attribute should be present in the item: Key ${name}`)
}

export function tooManyReads(): AwsError {
  return validation('Too many decomposed read operations for a given query.')
}

export function overlappingConditions(): AwsError {
  return validation('Overlapping conditions with range keys are not supported in where clause')
}

export function filterNotProjected(index: string, names: readonly string[]): AwsError {
  return invalidValues(
    `Secondary index ${index} does not project one or more filter attributes: [${names.join(', ')}]`,
  )
}

export function orderWithoutWhere(): AwsError {
  return validation('Must have WHERE clause in the statement when using ORDER BY clause.')
}

export function orderByNoKey(name: string): AwsError {
  return validation(`Attribute ${name} in ORDER BY clause must be part of the primary key`)
}

export function orderOfScan(): AwsError {
  return validation(
    'Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.',
  )
}

export function orderOfSeveralKeys(): AwsError {
  return validation(
    'Must have hash key in ORDER BY clause when more than one hash key condition specified in WHERE clause.',
  )
}

export function otherToken(): AwsError {
  return validation('NextToken does not match request')
}

/** local */
export function invalidToken(): AwsError {
  return validation('Invalid NextToken')
}

// Writes

export function duplicateItem(): AwsError {
  return awsError(DuplicateItemException, 'Duplicate primary key exists in table', {
    why: { kind: 'state', condition: 'false' },
  })
}

export function returningOfInsert(): AwsError {
  return validation('RETURNING is not supported in INSERT')
}

export function returningOfDelete(clause: string): AwsError {
  return validation(
    `Invalid returning clause: RETURNING ${clause}. ` +
      'Only RETURNING ALL OLD * is allowed in DELETE statements.',
  )
}

/** local */
export function returningWithoutStar(): AwsError {
  return validation("Expected '*' after ( MODIFIED | ALL ) ( NEW | OLD ) in RETURNING clause")
}

export function setActionOperands(name: string): AwsError {
  return validation(`${name.toUpperCase()} must have exactly two arguments`)
}

export function setActionFirst(name: string, at: Position): AwsError {
  return validation(
    `The first argument to ${name.toUpperCase()} must equal the assignment value${placed(at)}`,
  )
}

export function setActionSecond(name: string, at: Position): AwsError {
  return validation(
    `The second argument to ${name.toUpperCase()} must be a value with type SET${placed(at)}`,
  )
}

// Batches and transactions

/** local */
export function mixedBatch(): AwsError {
  return validation('Read and write requests together in the same batch is not supported.')
}

export function mixedTransaction(): AwsError {
  return validation(
    'ExecuteTransaction API does not support both read and write operations in the same request.',
  )
}

export function existsOutsideTransaction(): AwsError {
  return validation('EXISTS can only be used in ExecuteTransaction write requests.')
}

export function existsWithoutCondition(): AwsError {
  return validation('EXISTS() must contain a single item read with additional condition')
}

export function selectWithoutKey(operation: 'BatchExecuteStatement' | 'ExecuteTransaction') {
  return validation(
    `Select statements within ${operation} must specify the primary key in the where clause.`,
  )
}

export function indexReadInTransaction(): AwsError {
  return validation('Reads on indices are not supported within transactions.')
}

export function returningInTransaction(): AwsError {
  return validation('RETURNING clause is not supported in ExecuteTransaction.')
}

function placed({ line, column, length }: Position): string {
  return ` at ${line}:${column}:${length}`
}
