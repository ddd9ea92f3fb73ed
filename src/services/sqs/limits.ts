/**
 * SQS's quotas and sizes. What AWS raises, or a test may want to, is a quota; what AWS never moves
 * is a plain constant.
 */
import { duration } from '../../kernel/durations.ts'
import { quota } from '../../kernel/limits.ts'
import type { SqsReading } from './state.ts'

const guide = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide'

export const inFlightPerStandardQueue = quota({
  service: 'sqs',
  name: 'In-Flight Messages per Standard Queue',
  code: 'L-C491D5A4',
  value: 120_000,
  unit: 'None',
  adjustable: true,
  source: `${guide}/quotas-queues.html`,
})

export const inFlightPerFifoQueue = quota({
  service: 'sqs',
  name: 'In-Flight Messages per FIFO Queue',
  value: 120_000,
  unit: 'None',
  adjustable: true,
  source: `${guide}/quotas-fifo.html`,
})

/** Calls a second of one action; a batch is one call. */
export const fifoCallsPerSecond = quota({
  service: 'sqs',
  name: 'Unbatched Message Throughput for FIFO Queues',
  value: 300,
  unit: 'None',
  adjustable: false,
  source: `${guide}/quotas-messages.html`,
})

/** Messages a second in batches of one action. */
export const fifoBatchedMessagesPerSecond = quota({
  service: 'sqs',
  name: 'Batched Message Throughput for FIFO Queues',
  value: 3_000,
  unit: 'None',
  adjustable: false,
  source: `${guide}/quotas-messages.html`,
})

/** Calls a second of one action to a queue whose throughput limit is per message group. */
export const highThroughputCallsPerSecond = quota({
  service: 'sqs',
  name: 'Unbatched Message Throughput for High Throughput FIFO Queues',
  value: 2_400,
  regionValues: {
    'us-east-1': 70_000,
    'us-west-2': 70_000,
    'eu-west-1': 70_000,
    'us-east-2': 19_000,
    'eu-central-1': 19_000,
    'ap-south-1': 9_000,
    'ap-southeast-1': 9_000,
    'ap-southeast-2': 9_000,
    'ap-northeast-1': 9_000,
    'eu-west-2': 4_500,
    'sa-east-1': 4_500,
  },
  unit: 'None',
  adjustable: true,
  source: `${guide}/quotas-messages.html`,
})

/** Messages a second in batches of one action to such a queue. */
export const highThroughputBatchedMessagesPerSecond = quota({
  service: 'sqs',
  name: 'Batched Message Throughput for High Throughput FIFO Queues',
  value: 24_000,
  regionValues: {
    'us-east-1': 700_000,
    'us-west-2': 700_000,
    'eu-west-1': 700_000,
    'us-east-2': 190_000,
    'eu-central-1': 190_000,
    'ap-south-1': 90_000,
    'ap-southeast-1': 90_000,
    'ap-southeast-2': 90_000,
    'ap-northeast-1': 90_000,
    'eu-west-2': 45_000,
    'sa-east-1': 45_000,
  },
  unit: 'None',
  adjustable: true,
  source: `${guide}/quotas-messages.html`,
})

export const activeMoveTasks = quota({
  service: 'sqs',
  name: 'Active Message Move Tasks per Account',
  value: 100,
  unit: 'None',
  adjustable: false,
  source: `${guide}/sqs-configure-dead-letter-queue-redrive.html`,
  used: ({ state }: SqsReading) => state.moveTasks.index('active').count(),
})

export const quotas = [
  inFlightPerStandardQueue,
  inFlightPerFifoQueue,
  fifoCallsPerSecond,
  fifoBatchedMessagesPerSecond,
  highThroughputCallsPerSecond,
  highThroughputBatchedMessagesPerSecond,
  activeMoveTasks,
]

/** A message's body and attributes, and all of a batch together: 1 MiB since August 2025. */
export const messageSizeBytesMax = 1_048_576
export const batchEntriesMax = 10
export const receiveMax = 10
export const messageAttributesMax = 10

export const visibilityTimeoutSecondsMax = 43_200
export const delaySecondsMax = 900
export const waitSecondsMax = 20

/** How long a message may stay invisible after a receive, however often that is prolonged. */
export const invisibleMsMax = visibilityTimeoutSecondsMax * 1_000
/** How long the receipt handle of a standard queue holds. */
export const receiptHandleMsMax = 12 * 3_600_000

/** How long a FIFO queue knows a deduplication id, or the attempt of a receive. */
export const deduplicationMs = 5 * 60_000

/** Between a queue's deletion and another of its name, and between two purges. */
export const deletedNameMs = 60_000
export const purgeIntervalMs = 60_000

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html */
export const policySizeBytesMax = 8_192
export const policyStatementsMax = 20
export const statementActionsMax = 7
export const statementPrincipalsMax = 50
export const statementConditionsMax = 10

export const maxReceiveCountMax = 1_000
export const allowedSourceQueuesMax = 10

/**
 * AWS: more "isn't recommended". That it refuses more, in one call or of what a queue comes to have, is
 * judgement: 50 is what other services take.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_TagQueue.html
 */
export const tagsMax = 50
export const tagKeyLengthMax = 128
export const tagValueLengthMax = 256

export const listQueuesMax = 1_000

/**
 * How long CloudWatch goes on showing a queue that isn't used any more.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/monitoring-using-cloudwatch.html
 */
export const activeMs = 6 * 3_600_000

/**
 * A message group is noisy that has this many messages in flight, and this share of all of them.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues-detailed.html
 */
export const noisyInFlightMin = 30
export const noisyShare = 0.1

export const moveTaskRateMax = 500
export const moveTasksListedMax = 10
/** How long a move task, or its cancellation, shows its first status; on AWS by our judgement. */
export const moveTaskStart = duration(2_000)
/** A move task goes on for at most 36 hours. */
export const moveTaskMsMax = 36 * 3_600_000

/** What one receive removes of expired messages, and one turn of `sweep` of what is left over. */
export const expiredPerReceiveMax = 1_000
export const sweptPerTurnMax = 100
