/** What SQS says of move tasks. */
import { ResourceNotFoundException } from '../../generated/sqs.ts'
import { type AwsError, awsError } from '../../kernel/errors.ts'
import { invalidParameter, invalidReason, overLimit, unsupported } from './errors.ts'

/** How requests name a task's queues. */
export type TaskQueue = 'SourceArn' | 'DestinationArn'

export function invalidTaskArn(parameter: TaskQueue, arn: string): AwsError {
  const format = 'arn:<partition>:<service>:<region>:<account-id>:<resource-id>'
  const message = `You must use this format to specify the ${parameter}: ${format}`
  return invalidParameter(message, { parameter, value: arn })
}

export function taskQueueDoesNotExist(parameter: TaskQueue, arn: string): AwsError {
  const message = `The resource that you specified for the ${parameter} parameter doesn't exist.`
  return resourceNotFound(message, arn)
}

// Starting

export function invalidTaskRate(max: number): AwsError {
  const reason = `You must enter a number that's between 1 and ${max}.`
  return invalidReason('MaxNumberOfMessagesPerSecond', reason)
}

export function notADeadLetterQueue(queue: string): AwsError {
  return invalidParameter('Source queue must be configured as a Dead Letter Queue.', { queue })
}

export function sourceIsDestination(queue: string): AwsError {
  const message = 'Source queue arn and destination queue arn cannot be the same.'
  return invalidParameter(message, { source: queue, destination: queue })
}

export function destinationOfOtherType(source: string, destination: string): AwsError {
  const message = 'The source queue and destination queue must be of the same queue type.'
  return invalidParameter(message, { source, destination })
}

export function taskAlreadyRunning(queue: string, task: string): AwsError {
  const message =
    'There is already a task running. Only one active task is allowed for a source queue arn at a given time.'
  return invalidParameter(message, { queue, task })
}

/** The rule is AWS's, its words are not public. */
export function tooManyActiveTasks(facts: {
  readonly quota: string
  readonly limit: number
  readonly used: number
}): AwsError {
  const message = `The maximum number of active message move tasks is ${facts.limit}.`
  return overLimit(message, facts)
}

// Cancelling

export function invalidTaskHandle(handle: string): AwsError {
  return invalidParameter('Value for parameter TaskHandle is invalid.', { handle })
}

export function taskDoesNotExist(id: string): AwsError {
  return resourceNotFound('Task does not exist.', id)
}

/** The code is AWS's, its words are not public. */
export function taskNotRunning(status: string): AwsError {
  return unsupported('Only running tasks can be cancelled.', { status })
}

// Listing

export function invalidTasksMax(): AwsError {
  return invalidReason('MaxResults', "You must enter a number that's between 1 and 10.")
}

function resourceNotFound(message: string, resource: string): AwsError {
  return awsError(ResourceNotFoundException, message, { why: { kind: 'not-found', resource } })
}
