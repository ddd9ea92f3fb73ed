/** What DynamoDB Streams says, in AWS's words where they are known. */
import {
  ExpiredIteratorException,
  LimitExceededException,
  ResourceNotFoundException,
  TrimmedDataAccessException,
} from '../../../generated/dynamodb-streams.ts'
import type { TooManyCalls } from '../../../kernel/call-rates.ts'
import { type AwsError, awsError, unmodelledError } from '../../../kernel/errors.ts'
import { validation } from '../errors.ts'

export function streamNotFound(stream: string): AwsError {
  const message = `Requested resource not found: Stream: ${stream} not found`
  return awsError(ResourceNotFoundException, message, { why: { kind: 'not-found', stream } })
}

export function alreadyOn(table: string): AwsError {
  return validation(`Table already has an enabled stream: TableName: ${table}`, { table })
}

export function alreadyOff(table: string): AwsError {
  return validation(`Table has no stream to disable: TableName: ${table}`, { table })
}

/** https://github.com/ironSource/node-dynamodb-stream/issues/16 */
export function shardNotFound(shard: string): AwsError {
  return awsError(ResourceNotFoundException, 'Requested resource not found: Shard does not exist', {
    why: { kind: 'not-found', shard },
  })
}

/** https://github.com/ironSource/node-dynamodb-stream/issues/13 */
export function trimmed(facts: Readonly<Record<string, unknown>>): AwsError {
  const message = 'The data you are trying to access has been trimmed'
  return awsError(TrimmedDataAccessException, message, { why: { kind: 'state', ...facts } })
}

/** AWS's words are not public; these are the documentation's description. */
export function iteratorExpired(issuedAtMs: number, expiredAtMs: number): AwsError {
  return awsError(
    ExpiredIteratorException,
    'The shard iterator has expired and can no longer be used to retrieve stream records. ' +
      'A shard iterator expires 15 minutes after it is retrieved using the GetShardIterator action.',
    { why: { kind: 'state', issuedAtMs, expiredAtMs } },
  )
}

/** AWS's words are not public. */
export function invalidIterator(): AwsError {
  return validation('Invalid ShardIterator')
}

/** AWS's words are not public. */
export function positionMissing(member: string, type: string): AwsError {
  return validation(`${member} must be specified when ShardIteratorType is ${type}`)
}

/** AWS's words are not public. */
export function parentMissing(type: string): AwsError {
  return validation(`ShardId must be specified when the Type of ShardFilter is ${type}`)
}

/** AWS's words are not public. */
export function sequenceOutside(sequence: string, shard: string): AwsError {
  return validation(`SequenceNumber ${sequence} is not in the range of shard ${shard}`, {
    sequence,
    shard,
  })
}

/** How fast a shard was read, and by which limit that was too fast. */
export interface ShardRate {
  readonly quota: string
  readonly limit: number
  readonly per: 'second'
  readonly shard: string
  readonly untilMs?: number
}

/** GetRecords alone has an error of its own for it. https://github.com/aws/aws-sdk-java-v2/issues/470 */
export function readTooFast(rate: ShardRate): AwsError {
  const why = { kind: 'throughput', ...rate } as const
  return awsError(LimitExceededException, 'Rate exceeded', { why })
}

export function calledTooFast(why: TooManyCalls): AwsError {
  return unmodelledError('ThrottlingException', 400, 'Rate exceeded', why)
}
