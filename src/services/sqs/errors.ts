/**
 * What SQS says of requests and queues, and the forms that all its refusals have. Every error that
 * SQS raises is in AWS's words: stops, quotes and misspellings are AWS's own. Where no public source
 * shows AWS's words, a comment says so.
 */
import {
  InvalidAddress,
  OverLimit,
  PurgeQueueInProgress,
  QueueDeletedRecently,
  QueueDoesNotExist,
  QueueNameExists,
  UnsupportedOperation,
} from '../../generated/sqs.ts'
import { type AwsError, awsError, type Cause, unmodelledError } from '../../kernel/errors.ts'

export const validation = (facts: Readonly<Record<string, unknown>>): Cause => ({
  kind: 'validation',
  ...facts,
})

// Forms

/** The code of most refusals; its message is whole as it stands. */
export function invalidParameter(
  message: string,
  facts: Readonly<Record<string, unknown>> = {},
): AwsError {
  return unmodelledError('InvalidParameterValue', 400, message, validation(facts))
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

/** A policy, or a number of things, beyond what SQS takes; 403, not 400. */
export function overLimit(message: string, facts: Readonly<Record<string, unknown>>): AwsError {
  return awsError(OverLimit, message, { why: { kind: 'quota', ...facts } })
}

// Requests

export function missingParameter(parameter: string): AwsError {
  const message = `The request must contain the parameter ${parameter}.`
  return unmodelledError('MissingParameter', 400, message, validation({ parameter }))
}

/**
 * The developer guide names the code; the words are those of other services' ThrottlingException.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/troubleshooting-fifo-throttling-issues.html
 */
export function throttled(facts: Readonly<Record<string, unknown>>): AwsError {
  const why: Cause = { kind: 'throughput', ...facts }
  return unmodelledError('ThrottlingException', 400, 'Rate exceeded', why)
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

export function queueNameMissing(): AwsError {
  return invalidReason('QueueName', 'Must specify a queue name.')
}

export function emptyQueueName(): AwsError {
  return invalidParameter('Queue name cannot be empty')
}

export function invalidQueueName(name: string): AwsError {
  const message =
    'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length'
  return invalidParameter(message, { name })
}

export function invalidFifoName(name: string): AwsError {
  const message =
    'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.'
  return invalidParameter(message, { name })
}

// Lists of queues

export function invalidListMax(): AwsError {
  return invalidReason('MaxResults', 'MaxResults must be an integer between 1 and 1000.')
}

export function tokenWithoutMax(): AwsError {
  const message = 'MaxResults is a mandatory parameter when you provide a value for NextToken.'
  return invalidParameter(message, { parameter: 'MaxResults' })
}

export function invalidToken(token: string): AwsError {
  return invalidParameter('Invalid or expired next token.', { token })
}

export function tokenOfAnotherList(token: string): AwsError {
  const message =
    'Invalid NextToken value. If you are passing in NextToken, you must not change the other request parameters.'
  return invalidParameter(message, { token })
}

// Tags

/**
 * AWS's words are not public. Yandex's Message Queue, which takes SQS's clients, says as much but for
 * the queue's name, which is judgement: https://github.com/ydb-platform/ydb/pull/12872
 */
export function tooManyTags(queue: string, count: number, limit: number): AwsError {
  const message = `Too many tags added for queue ${queue}.`
  const why: Cause = { kind: 'quota', quota: 'Tags per Queue', limit, value: count, queue }
  return unmodelledError('InvalidParameterValue', 400, message, why)
}

export function tagKeyLength(key: string): AwsError {
  return invalidParameter('Tag keys must be between 1 and 128 characters in length.', { key })
}

export function tagKeyCharacters(key: string): AwsError {
  return invalidParameter(tagCharacters('keys'), { key })
}

/** The rule is AWS's, its words are not public. */
export function tagKeyReserved(key: string): AwsError {
  return invalidParameter("Tag keys can't start with 'aws:'. This prefix is reserved.", { key })
}

export function tagValueLength(key: string): AwsError {
  return invalidParameter('Tag values must be between 0 and 256 characters in length.', { key })
}

export function tagValueCharacters(key: string, value: string): AwsError {
  return invalidParameter(tagCharacters('values'), { key, value })
}

function tagCharacters(what: 'keys' | 'values'): string {
  return `Tag ${what} may only contain unicode letters, digits, whitespace, or one of these symbols: _ . : / = + - @`
}
