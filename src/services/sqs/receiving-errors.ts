/** What SQS says of messages that are received, and of the handles that are given out with them. */
import { ReceiptHandleIsInvalid } from '../../generated/sqs.ts'
import { type AwsError, awsError, type Cause, unmodelledError } from '../../kernel/errors.ts'
import type { Quota } from '../../kernel/limits.ts'
import { invalidValue, overLimit, validation } from './errors.ts'

/** The words are of 2014; newer ones are not public. */
export function tooManyInFlight(queue: string, quota: Quota, limit: number): AwsError {
  const message =
    'Too many messages have been received without being deleted.\n' +
    'Please delete your received messages or let them timeout before receiving more.'
  return overLimit(message, { quota: quota.name, limit, used: limit, queue })
}

export function invalidReceiveMax(max: number): AwsError {
  return invalidValue('MaxNumberOfMessages', max, 'Must be between 1 and 10, if provided.')
}

export function invalidWait(seconds: number): AwsError {
  return invalidValue('WaitTimeSeconds', seconds, 'Must be >= 0 and <= 20, if provided.')
}

// Visibility timeouts

export function invalidTimeoutOfReceive(seconds: number): AwsError {
  return invalidValue('VisibilityTimeout', seconds, 'Must be >= 0 and <= 43200, if provided.')
}

export function invalidTimeout(seconds: number): AwsError {
  return invalidValue('VisibilityTimeout', seconds, 'Must be between 0 and 43200.')
}

export function invalidTimeoutInBatch(seconds: number): AwsError {
  const reason = 'VisibilityTimeout must be an integer between 0 and 43200.'
  return invalidValue('VisibilityTimeout', seconds, reason)
}

/** All timeouts since the receive count. */
export function timeoutBeyondLimit(seconds: number, limitSeconds: number): AwsError {
  const reason = `Total VisibilityTimeout for the message is beyond the limit [${limitSeconds} seconds].`
  return invalidValue('VisibilityTimeout', seconds, reason)
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
