/**
 * Errors that DynamoDB raises, in AWS's words: blanks, capitals and misspellings are AWS's own. The
 * texts of expressions are in `expressions/errors.ts`, those of tables and transactions in
 * `table-errors.ts` and `transaction-errors.ts`.
 */
import {
  ConditionalCheckFailedException,
  ItemCollectionSizeLimitExceededException,
  ResourceInUseException,
  ResourceNotFoundException,
  type AttributeValue,
} from '../../generated/dynamodb.ts'
import { AwsError, awsError, unmodelledError } from '../../kernel/errors.ts'
import { itemCollectionBytes } from './limits.ts'

type Facts = Readonly<Record<string, unknown>>

/** The message is whole as it stands. */
export function validation(message: string, facts: Facts = {}): AwsError {
  return unmodelledError('ValidationException', 400, message, { kind: 'validation', ...facts })
}

/** The form of most faults. */
export function invalidValues(reason: string, facts: Facts = {}): AwsError {
  return validation(`One or more parameter values were invalid: ${reason}`, facts)
}

const envelope = '1 validation error detected: '

/** AWS: the writes of single items answer faults of the request in the framework's envelope. */
export function enveloped<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!isValidation(error) || error.message.startsWith(envelope)) throw error
    throw new AwsError({ ...error, message: envelope + error.message })
  }
}

/** A fault of one of several values, told with where it stands. */
export function prefixed<T>(before: string, read: () => T, after = ''): T {
  try {
    return read()
  } catch (error) {
    if (!isValidation(error)) throw error
    throw new AwsError({ ...error, message: before + error.message + after })
  }
}

export function isValidation(error: unknown): error is AwsError {
  return error instanceof AwsError && error.code === 'ValidationException'
}

// Numbers and values

export function notANumber(text: string): AwsError {
  const shown = text === '' ? '' : `: ${text}`
  return validation(`The parameter cannot be converted to a numeric value${shown}`)
}

export function numberOverflow(): AwsError {
  return validation(
    'Number overflow. Attempting to store a number with magnitude larger than supported range',
  )
}

export function numberUnderflow(): AwsError {
  return validation(
    'Number underflow. Attempting to store a number with magnitude smaller than supported range',
  )
}

export function numberTooPrecise(): AwsError {
  return validation('Attempting to store more than 38 significant digits in a Number')
}

export function emptyValue(): AwsError {
  return validation(
    'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
  )
}

export function severalTypes(): AwsError {
  return validation(
    'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
  )
}

export function falseNull(): AwsError {
  return invalidValues('Null attribute value types must have the value of true')
}

/** The two blanks are AWS's. */
export function emptySet(type: 'SS' | 'NS' | 'BS'): AwsError {
  if (type === 'BS') return invalidValues('Binary sets should not be empty')
  return invalidValues(`An ${type === 'SS' ? 'string' : 'number'} set  may not be empty`)
}

export function duplicateStrings(texts: readonly string[]): AwsError {
  return invalidValues(`Input collection [${texts.join(', ')}] contains duplicates.`)
}

export function duplicateNumbers(): AwsError {
  return validation('Input collection contains duplicates')
}

export function duplicateBinaries(texts: readonly string[]): AwsError {
  return invalidValues(`Input collection [${texts.join(', ')}]of type BS contains duplicates.`)
}

/** AWS's text goes on; its end is not public. */
export function nestedTooDeep(): AwsError {
  return validation('Nesting Levels have exceeded supported limits')
}

export function itemTooLarge(): AwsError {
  return validation('Item size has exceeded the maximum allowed size')
}

export function updatedItemTooLarge(): AwsError {
  return validation('Item size to update has exceeded the maximum allowed size')
}

// Keys

export function keyMismatch(): AwsError {
  return validation('The provided key element does not match the schema')
}

export function missingKey(name: string): AwsError {
  return invalidValues(`Missing the key ${name} in the item`)
}

export function keyTypeMismatch(name: string, expected: string, actual: string): AwsError {
  return invalidValues(`Type mismatch for key ${name} expected: ${expected} actual: ${actual}`)
}

export function indexKeyTypeMismatch(
  name: string,
  { expected, actual, index }: { expected: string; actual: string; index: string },
): AwsError {
  return invalidValues(
    `Type mismatch for Index Key ${name} Expected: ${expected} Actual: ${actual} IndexName: ${index}`,
  )
}

/** "are not valid." is AWS's, here alone. */
export function emptyKey(name: string, type: string): AwsError {
  return validation(
    'One or more parameter values are not valid. The AttributeValue for a key attribute cannot ' +
      `contain an empty ${emptyOf(type)} value. Key: ${name}`,
  )
}

export function emptyIndexKey(name: string, type: string, index: string): AwsError {
  return validation(
    'One or more parameter values are not valid. A value specified for a secondary index key is ' +
      'not supported. The AttributeValue for a key attribute cannot contain an empty ' +
      `${emptyOf(type)} value. IndexName: ${index}, IndexKey: ${name}`,
  )
}

function emptyOf(type: string): string {
  return type === 'B' ? 'binary' : 'string'
}

/** The missing blank is AWS's. */
export function partitionKeyTooLong(): AwsError {
  return invalidValues('Size of hashkey has exceeded the maximum size limit of2048 bytes')
}

export function sortKeyTooLong(): AwsError {
  return invalidValues(
    'Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
  )
}

export function keyUpdated(name: string): AwsError {
  return invalidValues(`Cannot update attribute ${name}. This attribute is part of the key`)
}

export function keyPathUsed(name: string, of: 'Key' | 'IndexKey'): AwsError {
  return validation(
    "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: " +
      `${of}: ${name}`,
  )
}

/** Of AttributeUpdates; expressions have words of their own. */
export function updateTypeMismatch(): AwsError {
  return validation('Type mismatch for attribute to update')
}

export function indexKeyUpdatedToType(): AwsError {
  return validation(
    'The update expression attempted to update the secondary index key to unsupported type',
  )
}

export function indexKeyUpdatedTooLong(): AwsError {
  return validation(
    'The update expression attempted to update the secondary index key beyond allowed size limits',
  )
}

// Calls

/** The data plane names no table. */
export function resourceNotFound(table: string, facts: Facts = {}): AwsError {
  return awsError(ResourceNotFoundException, 'Requested resource not found', {
    why: { kind: 'not-found', table, ...facts },
  })
}

export function notFound(what: string, facts: Facts = {}): AwsError {
  return awsError(ResourceNotFoundException, `Requested resource not found: ${what}`, {
    why: { kind: 'not-found', ...facts },
  })
}

export function inUse(message: string, facts: Facts = {}): AwsError {
  return awsError(ResourceInUseException, message, { why: { kind: 'state', ...facts } })
}

/**
 * @param item the item that is there, when the caller asked for it
 * @param facts of the write
 */
export function conditionFailed(
  item: Readonly<Record<string, AttributeValue>> | undefined,
  facts: Facts,
): AwsError {
  return awsError(ConditionalCheckFailedException, 'The conditional request failed', {
    ...(item && { members: { Item: item } }),
    why: { kind: 'state', conditionFailed: true, ...facts },
  })
}

/** AWS's documentation ends it with a full stop, as it does all, which none has on the wire. */
export function collectionTooLarge({ max, ...facts }: Facts & { readonly max: number }): AwsError {
  const { name: quota } = itemCollectionBytes
  return awsError(ItemCollectionSizeLimitExceededException, 'Collection size exceeded', {
    why: { kind: 'quota', quota, limit: max, ...facts },
  })
}

export function isCollectionTooLarge(error: unknown): error is AwsError {
  return error instanceof AwsError && error.code === ItemCollectionSizeLimitExceededException.code
}

export function duplicateKeys(): AwsError {
  return validation('Provided list of item keys contains duplicates')
}

export function duplicateAttribute(name: string): AwsError {
  return invalidValues(`Duplicate value in attribute name: ${name}`)
}
