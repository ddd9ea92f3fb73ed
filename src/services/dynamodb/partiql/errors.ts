/**
 * What is said of PartiQL statements that are written well: their conditions, keys, writes and
 * company. Where the texts are from says `syntax-errors.ts`; `local` means the same here.
 */
import { DuplicateItemException } from '../../../generated/dynamodb.ts'
import { type AwsError, awsError } from '../../../kernel/errors.ts'
import { invalidValues, validation } from '../errors.ts'
import type { Position } from './syntax.ts'
import { placed } from './syntax-errors.ts'

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
