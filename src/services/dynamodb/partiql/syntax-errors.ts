/**
 * What is said of how PartiQL statements are written: form, sources, columns, values. Texts without
 * a note are AWS's: of public logs, or of runs against DynamoDB that
 * https://github.com/floci-io/floci records beside its tests (September 2026). `local` marks those
 * known from DynamoDB Local alone. What stands behind "can't be processed:" is said by the open
 * PartiQL parser, which AWS's known texts agree with; the choice of it is ours.
 */
import type { AwsError } from '../../../kernel/errors.ts'
import { invalidValues, validation } from '../errors.ts'
import type { Position } from './syntax.ts'

export function malformed(reason: string): AwsError {
  return validation(`Statement wasn't well formed, can't be processed: ${reason}`)
}

export function parameterCount(): AwsError {
  return validation("Number of parameters in request and statement don't match.")
}

/** local */
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

/** As AWS tells places: the line, the column, and how long what stands there is. */
export function placed({ line, column, length }: Position): string {
  return ` at ${line}:${column}:${length}`
}
