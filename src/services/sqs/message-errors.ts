/** What SQS says of messages that are sent, of their attributes and of batches. */
import {
  BatchEntryIdsNotDistinct,
  BatchRequestTooLong,
  EmptyBatchRequest,
  InvalidBatchEntryId,
  InvalidMessageContents,
  TooManyEntriesInBatchRequest,
} from '../../generated/sqs.ts'
import { type AwsError, awsError, type Cause, unmodelledError } from '../../kernel/errors.ts'
import { invalidParameter, invalidValue, unsupported, validation } from './errors.ts'

// Messages

export function invalidCharacter(codePoint: number, where: string): AwsError {
  const character = `#x${codePoint.toString(16).toUpperCase()}`
  const message =
    `Invalid binary character '${character}' was found in the ${where}, the set of allowed characters is ` +
    '#x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF].'
  return awsError(InvalidMessageContents, message, { why: validation({ character }) })
}

export function messageTooLong(sizeBytes: number, limitBytes: number): AwsError {
  const message = `One or more parameters are invalid. Reason: Message must be shorter than ${limitBytes} bytes.`
  const why: Cause = {
    kind: 'quota',
    quota: 'MaximumMessageSize',
    limit: limitBytes,
    value: sizeBytes,
  }
  return unmodelledError('InvalidParameterValue', 400, message, why)
}

/** An empty body within a batch. The code is AWS's; the words are unconfirmed. */
export function emptyValue(parameter: string): AwsError {
  const message = `The request must contain the parameter ${parameter}.`
  return unmodelledError('EmptyValue', 400, message, validation({ parameter }))
}

export function invalidDelay(delaySeconds: number, limit: number): AwsError {
  const reason = `DelaySeconds must be >= 0 and <= ${limit}.`
  return invalidValue('DelaySeconds', delaySeconds, reason)
}

/** A message of a FIFO queue has no delay of its own. */
export function delayNotAllowed(delaySeconds: number): AwsError {
  const reason = 'The request include parameter that is not valid for this queue type.'
  return invalidValue('DelaySeconds', delaySeconds, reason)
}

export type IdParameter = 'MessageGroupId' | 'MessageDeduplicationId' | 'ReceiveRequestAttemptId'

/** The words are AWS's for the first two; that the third is refused in the same is judgement. */
export function invalidId(parameter: IdParameter, value: string): AwsError {
  const rule = 'can only include alphanumeric and punctuation characters. 1 to 128 in length.'
  return invalidValue(parameter, value, `${parameter} ${rule}`)
}

export function deduplicationIdMissing(): AwsError {
  const message =
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly'
  return invalidParameter(message, { parameter: 'MessageDeduplicationId' })
}

export function deduplicationIdNotAllowed(): AwsError {
  const message =
    'The request include parameter MessageDeduplicationId which is not valid for this queue type'
  return invalidParameter(message, { parameter: 'MessageDeduplicationId' })
}

export function deduplicationIdNotAllowedInBatch(): AwsError {
  const message = 'The request include parameter that is not valid for this queue type'
  return invalidParameter(message, { parameter: 'MessageDeduplicationId' })
}

// Message attributes

/** As AWS's words have it: those that users make, or SQS's own. */
export type AttributeKind = 'user' | 'system'

export function tooManyAttributes(count: number, limit: number): AwsError {
  const message = `Number of message attributes [${count}] exceeds the allowed maximum [${limit}].`
  return invalidParameter(message, { limit, value: count })
}

export function unknownSystemAttribute(name: string): AwsError {
  return invalidParameter(`Message system attribute name '${name}' is invalid.`, { name })
}

export function emptyAttributeName(name: string): AwsError {
  const message = 'The request must contain non-empty message (user) attribute names.'
  return invalidParameter(message, { name })
}

export function attributeNameTooLong(name: string): AwsError {
  const message = 'Message (user) attribute name must be shorter than 256 bytes.'
  return invalidParameter(message, { name })
}

export function attributeNameReserved(name: string): AwsError {
  const message =
    "You can't use message attribute names beginning with 'AWS.' or 'Amazon'. These strings are reserved for internal use."
  return invalidParameter(message, { name })
}

export function attributeNameStartsWithDot(name: string): AwsError {
  const message = "Message (user) attribute name must not begin with character '.'."
  return invalidParameter(message, { name })
}

export function attributeNameEndsWithDot(name: string): AwsError {
  const message = "Message (user) attribute name must not end with character '.'."
  return invalidParameter(message, { name })
}

export function attributeNameHasDots(name: string): AwsError {
  const message = "Message (user) attribute name must not have successive '.' characters."
  return invalidParameter(message, { name })
}

/** The rule is AWS's, its words are not public. */
export function attributeNameCharacters(name: string): AwsError {
  const message = `Message (user) attribute name '${name}' contains invalid characters.`
  return invalidParameter(message, { name })
}

export function attributeLacks(
  what: 'type' | 'value',
  kind: AttributeKind,
  attribute: string,
): AwsError {
  const message = `The message (${kind}) attribute '${attribute}' must contain a non-empty message attribute ${what}.`
  return invalidParameter(message, { attribute })
}

export function invalidAttributeType(
  kind: AttributeKind,
  attribute: string,
  type: string,
): AwsError {
  const message = `The type of message (${kind}) attribute '${attribute}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`
  return invalidParameter(message, { attribute, type })
}

export function emptyAttributeValue(
  kind: AttributeKind,
  attribute: string,
  type: string,
): AwsError {
  const message = `Message (${kind}) attribute '${attribute}' must contain a non-empty value of type '${type}'.`
  return invalidParameter(message, { attribute, type })
}

export function attributeNoNumber(
  kind: AttributeKind,
  attribute: string,
  value: unknown,
): AwsError {
  const message = `Can't cast the value of message (${kind}) attribute '${attribute}' to a number.`
  return invalidParameter(message, { attribute, value })
}

export function attributeListsUnsupported(attribute: string): AwsError {
  const message = 'Message attribute list values in SendMessage operation are not supported.'
  return unsupported(message, { attribute })
}

// Batches

export function emptyBatch(entry: string): AwsError {
  const message = `There should be at least one ${entry} in the request.`
  return awsError(EmptyBatchRequest, message, { why: validation({ entries: 0 }) })
}

export function tooManyEntries(count: number, limit: number): AwsError {
  const message = `Maximum number of entries per request are ${limit}. You have sent ${count}.`
  return awsError(TooManyEntriesInBatchRequest, message, {
    why: { kind: 'quota', quota: 'Messages per Batch', limit, value: count },
  })
}

export function repeatedEntry(id: string): AwsError {
  return awsError(BatchEntryIdsNotDistinct, `Id ${id} repeated.`, { why: validation({ id }) })
}

export function invalidEntryId(id: string): AwsError {
  const message =
    'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.'
  return awsError(InvalidBatchEntryId, message, { why: validation({ id }) })
}

export function batchTooLong(sizeBytes: number, limitBytes: number): AwsError {
  const message = `Batch requests cannot be longer than ${limitBytes} bytes. You have sent ${sizeBytes} bytes.`
  return awsError(BatchRequestTooLong, message, {
    why: { kind: 'quota', quota: 'Message Size', limit: limitBytes, value: sizeBytes },
  })
}
