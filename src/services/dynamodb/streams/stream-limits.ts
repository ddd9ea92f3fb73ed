/** Sizes, rates and durations of streams. */

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
 * Calls a second. AWS documents DescribeStream's rate, and that two processes may read a shard; a
 * reader's five calls and 2 MiB a second are those of Kinesis, which users were told to count with:
 * https://github.com/aws/aws-sdk-java-v2/issues/470
 */
export const describeStreamPerSecond = 10
export const listStreamsPerSecond = 5
export const readersPerShard = 2
export const getRecordsPerSecond = 5 * readersPerShard
export const readBytesPerSecond = 2 * 1_048_576 * readersPerShard

/** Every so many changes of a stream, so many old ones are trimmed at most. */
export const changesPerTrim = 64
export const trimmedMax = 128

/** What one turn of the job forgets that ends a stream. */
export const forgottenPerTurnMax = 1_000
