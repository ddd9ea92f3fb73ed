/** Sizes, rates and durations of streams. */
import { quota } from '../../../kernel/limits.ts'

/**
 * How long a change stays readable, and a stream that was switched off.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
 */
export const retentionMs = 24 * 3_600_000

/** AWS: shards roll over about every four hours; the documentation says only that they come and go. */
export const shardLifeMs = 4 * 3_600_000

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html */
export const iteratorLifeMs = 15 * 60_000

/** Of one answer of GetRecords. */
export const recordsMax = 1_000
export const recordBytesMax = 1_048_576

/** Of one answer of DescribeStream and ListStreams. */
export const listedMax = 100

/**
 * AWS documents that two processes may read a shard. What a reader may do, five calls and 2 MiB a
 * second, are the figures of Kinesis, which users were told to count with:
 * https://github.com/aws/aws-sdk-java-v2/issues/470
 */
const readersPerShard = 2
const kinesis = 'https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html'

/** Calls a second. */
export const shardCalls = quota({
  service: 'dynamodb',
  name: 'GetRecords calls of two readers on a shard',
  value: 5 * readersPerShard,
  unit: 'None',
  adjustable: false,
  source: kinesis,
})

/** Bytes a second. */
export const shardBytes = quota({
  service: 'dynamodb',
  name: 'Bytes that two readers read of a shard',
  value: 2 * 1_048_576 * readersPerShard,
  unit: 'Bytes',
  adjustable: false,
  source: kinesis,
})

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_DescribeStream.html */
export const describedStreams = quota({
  service: 'dynamodb',
  name: 'Rate of DescribeStream requests',
  value: 10,
  unit: 'None',
  adjustable: false,
  source:
    'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_DescribeStream.html',
})

/** In the documentation of AWS's SDKs. */
export const listedStreams = quota({
  service: 'dynamodb',
  name: 'Rate of ListStreams requests',
  value: 5,
  unit: 'None',
  adjustable: false,
  source:
    'https://docs.aws.amazon.com/sdkfornet/latest/apidocs/items/MDynamoDBv2DynamoDBStreamsListStreamsListStreamsRequestNET45.html',
})

export const streamQuotas = [shardCalls, shardBytes, describedStreams, listedStreams]

/** Every so many changes of a stream, so many old ones are trimmed at most. */
export const changesPerTrim = 64
export const trimmedMax = 128

/** What one turn of the job forgets that ends a stream. */
export const forgottenPerTurnMax = 1_000
