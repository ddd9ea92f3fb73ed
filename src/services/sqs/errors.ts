/**
 * Every error that SQS raises, in AWS's words: stops, quotes and misspellings are AWS's own. Where
 * no public source shows AWS's words, a comment says so.
 */
import {
  BatchEntryIdsNotDistinct,
  BatchRequestTooLong,
  EmptyBatchRequest,
  InvalidAddress,
  InvalidAttributeName,
  InvalidAttributeValue,
  InvalidBatchEntryId,
  InvalidMessageContents,
  OverLimit,
  PurgeQueueInProgress,
  QueueDeletedRecently,
  QueueDoesNotExist,
  QueueNameExists,
  ReceiptHandleIsInvalid,
  ResourceNotFoundException,
  TooManyEntriesInBatchRequest,
  UnsupportedOperation,
} from '../../generated/sqs.ts'
import { type AwsError, awsError, type Cause, unmodelledError } from '../../kernel/errors.ts'
import type { Quota } from '../../kernel/limits.ts'

const validation = (facts: Readonly<Record<string, unknown>>): Cause => ({
  kind: 'validation',
  ...facts,
})

// Requests

export function missingParameter(parameter: string): AwsError {
  const message = `The request must contain the parameter ${parameter}.`
  return unmodelledError('MissingParameter', 400, message, validation({ parameter }))
}

/** The code of most refusals; its message is whole as it stands. */
export function invalidParameter(
  message: string,
  facts: Readonly<Record<string, unknown>> = {},
): AwsError {
  return unmodelledError('InvalidParameterValue', 400, message, validation(facts))
}

/** The words are those that moto has of AWS. */
export function tooManyTags(queue: string, count: number, limit: number): AwsError {
  const message = `Too many tags added for queue ${queue}.`
  const why: Cause = { kind: 'quota', quota: 'Tags per Queue', limit, value: count, queue }
  return unmodelledError('InvalidParameterValue', 400, message, why)
}

/** The form of most refused parameters. */
export function invalidValue(parameter: string, value: unknown, reason: string): AwsError {
  const message = `Value ${value} for parameter ${parameter} is invalid. Reason: ${reason}`
  return invalidParameter(message, { parameter, value })
}

/** The form of refused parameters that doesn't repeat the value. */
export function invalidReason(parameter: string, reason: string): AwsError {
  const message = `Value for parameter ${parameter} is invalid. Reason: ${reason}`
  return invalidParameter(message, { parameter })
}

export function unsupported(message: string, facts: Readonly<Record<string, unknown>>): AwsError {
  return awsError(UnsupportedOperation, message, { why: validation(facts) })
}

/** Actions that a queue's policy can't open to other accounts. */
export function foreignCaller(caller: string, action: string, resource: string): AwsError {
  const asked = `sqs:${action.toLowerCase()}`
  const message =
    `User: ${caller} is not authorized to perform: ${asked} on resource: ${resource} ` +
    `because no resource-based policy allows the ${asked} action`
  const why: Cause = {
    kind: 'access',
    caller,
    action: asked,
    resource,
    missing: 'an identity of the account that owns the queue',
  }
  return unmodelledError('AccessDenied', 403, message, why)
}

// Queues

export function queueDoesNotExist(queue: string): AwsError {
  return awsError(QueueDoesNotExist, 'The specified queue does not exist.', {
    why: { kind: 'not-found', queue },
  })
}

/** What GetQueueUrl tells who may not know. */
export function queueNotAccessible(queue: string, denied: AwsError): AwsError {
  const message = 'The specified queue does not exist or you do not have access to it.'
  return awsError(QueueDoesNotExist, message, {
    why: denied.why ?? { kind: 'not-found', queue },
  })
}

export function invalidAddress(url: string, region: string): AwsError {
  const [origin = url] = /^[^/]*\/\/[^/]*/.exec(url) ?? []
  const message = `The address ${origin}/ is not valid for this endpoint.`
  return awsError(InvalidAddress, message, { why: validation({ url, region }) })
}

export function queueExists(queue: string, difference: string, used: unknown): AwsError {
  const message = `A queue already exists with the same name and a different value for ${difference}`
  return awsError(QueueNameExists, message, {
    why: { kind: 'state', queue, difference, value: used },
  })
}

export function queueDeletedRecently(queue: string, untilMs: number): AwsError {
  const message =
    'You must wait 60 seconds after deleting a queue before you can create another with the same name.'
  return awsError(QueueDeletedRecently, message, { why: { kind: 'state', queue, untilMs } })
}

export function purgeInProgress(queue: string, untilMs: number): AwsError {
  const message = `Only one PurgeQueue operation on ${queue} is allowed every 60 seconds.`
  return awsError(PurgeQueueInProgress, message, { why: { kind: 'state', queue, untilMs } })
}

export function unknownAttribute(attribute: string): AwsError {
  return awsError(InvalidAttributeName, `Unknown Attribute ${attribute}.`, {
    why: validation({ attribute }),
  })
}

export function invalidAttribute(attribute: string, value: string, reason?: string): AwsError {
  const message = `Invalid value for the parameter ${attribute}.${reason ? ` Reason: ${reason}` : ''}`
  return awsError(InvalidAttributeValue, message, { why: validation({ attribute, value }) })
}

/** `detail`: what is wrong with it, which AWS's words don't say. */
export function invalidPolicy(policy: string, detail: string): AwsError {
  return awsError(InvalidAttributeValue, 'Invalid value for the parameter Policy.', {
    why: validation({ attribute: 'Policy', value: policy, detail }),
  })
}

/** The code is unconfirmed; the words are AWS's. */
export function twoEncryptions(): AwsError {
  const message =
    'You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.'
  return awsError(InvalidAttributeValue, message, {
    why: validation({ attributes: ['KmsMasterKeyId', 'SqsManagedSseEnabled'] }),
  })
}

/** A policy, or a number of things, beyond what SQS takes; 403, not 400. */
export function overLimit(message: string, facts: Readonly<Record<string, unknown>>): AwsError {
  return awsError(OverLimit, message, { why: { kind: 'quota', ...facts } })
}

/** The words are of 2014; newer ones are not public. */
export function tooManyInFlight(queue: string, quota: Quota, limit: number): AwsError {
  const message =
    'Too many messages have been received without being deleted.\n' +
    'Please delete your received messages or let them timeout before receiving more.'
  return overLimit(message, { quota: quota.name, limit, used: limit, queue })
}

/**
 * The developer guide names the code; the words are those of other services' ThrottlingException.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/troubleshooting-fifo-throttling-issues.html
 */
export function throttled(facts: Readonly<Record<string, unknown>>): AwsError {
  const why: Cause = { kind: 'throughput', ...facts }
  return unmodelledError('ThrottlingException', 400, 'Rate exceeded', why)
}

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

// Receipt handles

export function invalidHandle(handle: string): AwsError {
  const message = `The input receipt handle "${handle}" is not a valid receipt handle.`
  return awsError(ReceiptHandleIsInvalid, message, { why: validation({ handle }) })
}

export function handleOfAnotherQueue(handle: string, queue: string): AwsError {
  const message = `The receipt handle "${handle}" is not valid for this queue.`
  return awsError(ReceiptHandleIsInvalid, message, { why: validation({ handle, queue }) })
}

export function expiredHandle(handle: string, why: Cause): AwsError {
  const message = `Value ${handle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`
  return unmodelledError('InvalidParameterValue', 400, message, why)
}

export function notInFlight(handle: string, why: Cause): AwsError {
  const message =
    `Value ${handle} for parameter ReceiptHandle is invalid. ` +
    'Reason: Message does not exist or is not available for visibility timeout change.'
  return unmodelledError('InvalidParameterValue', 400, message, why)
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

// Move tasks

export function resourceNotFound(message: string, resource: string): AwsError {
  return awsError(ResourceNotFoundException, message, { why: { kind: 'not-found', resource } })
}
