/** DynamoDB's quotas, sizes and durations. */
import { duration } from '../../kernel/durations.ts'
import { quota } from '../../kernel/limits.ts'
import type { DynamodbReading } from './state.ts'
import { reservedUnits, tablesUnderWay } from './table-counts.ts'

const guide = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide'

export const tablesPerRegion = quota({
  service: 'dynamodb',
  name: 'Maximum number of tables',
  code: 'L-F98FE922',
  value: 2_500,
  unit: 'None',
  adjustable: true,
  source: `${guide}/ServiceQuotas.html`,
  used: ({ state }: DynamodbReading) => state.tables.count(),
})

export const accountReadUnits = quota({
  service: 'dynamodb',
  name: 'Account-level read throughput limit (Provisioned mode)',
  code: 'L-34F6A552',
  value: 80_000,
  unit: 'None',
  adjustable: true,
  source: `${guide}/ServiceQuotas.html`,
  used: ({ state }: DynamodbReading) => reservedUnits(state, 'read'),
})

export const accountWriteUnits = quota({
  service: 'dynamodb',
  name: 'Account-level write throughput limit (Provisioned mode)',
  code: 'L-34F8CCC8',
  value: 80_000,
  unit: 'None',
  adjustable: true,
  source: `${guide}/ServiceQuotas.html`,
  used: ({ state }: DynamodbReading) => reservedUnits(state, 'write'),
})

export const tableReadUnits = quota({
  service: 'dynamodb',
  name: 'Table-level read throughput limit',
  code: 'L-CF0CBE56',
  value: 40_000,
  unit: 'None',
  adjustable: true,
  source: `${guide}/ServiceQuotas.html`,
})

export const tableWriteUnits = quota({
  service: 'dynamodb',
  name: 'Table-level write throughput limit',
  code: 'L-AB614373',
  value: 40_000,
  unit: 'None',
  adjustable: true,
  source: `${guide}/ServiceQuotas.html`,
})

export const globalIndexesPerTable = quota({
  service: 'dynamodb',
  name: 'Global Secondary Indexes per table',
  code: 'L-F7858A77',
  value: 20,
  unit: 'None',
  adjustable: true,
  source: `${guide}/ServiceQuotas.html`,
})

/** Tables and indexes in CREATING, UPDATING or DELETING; AWS has no code for it. */
export const simultaneousTableOperations = quota({
  service: 'dynamodb',
  name: 'Simultaneous table operations',
  value: 500,
  unit: 'None',
  adjustable: true,
  source: `${guide}/Constraints.html`,
  used: ({ state }: DynamodbReading) => tablesUnderWay(state),
})

/** AWS never moves it; here it may be lowered, since nobody writes 10 GB to see a refusal. */
export const itemCollectionBytes = quota({
  service: 'dynamodb',
  name: 'Item collection size',
  value: 10 * 1_024 ** 3,
  unit: 'Bytes',
  adjustable: false,
  source: `${guide}/LSI.html#LSI.ItemCollections`,
})

export const quotas = [
  tablesPerRegion,
  simultaneousTableOperations,
  itemCollectionBytes,
  accountReadUnits,
  accountWriteUnits,
  tableReadUnits,
  tableWriteUnits,
  globalIndexesPerTable,
]

export const localIndexesPerTableMax = 5
export const projectedAttributesMax = 100
export const indexKeyPartsMax = 4

/** Of items evaluated in one answer of Query and Scan. */
export const pageBytesMax = 1_048_576
export const batchAnswerBytesMax = 16_777_216
export const transactionBytesMax = 4_194_304
export const batchKeysMax = 100
export const batchWritesMax = 25

/** How long a transaction's token is good once the request has finished. */
export const transactionTokenMs = 10 * 60_000

/**
 * How long a table, or what is done to it, shows the state in between. AWS: medians and middles of what
 * the authors of its Controllers for Kubernetes measured in October 2026,
 * https://github.com/aws-controllers-k8s/dynamodb-controller/tree/main/docs/api-quirks
 */
export const tableCreation = duration(4_000)
export const indexedTableCreation = duration(18_000)
export const tableUpdate = duration(2_000)
/** Of the billing mode. */
export const modeSwitch = duration(90_000)
export const tableDeletion = duration(5_000)
/** AWS: four to nine minutes the first time, then seconds. */
export const warming = duration(450_000)
/** Allocation of a new index, while its table is being updated; then it is filled, even if with nothing. */
export const indexAllocation = duration(40_000)
export const indexBackfill = duration(600_000)

/** What one turn of a job does, if it has time for so much: filling an index, dropping a table's items, expiring. */
export const itemsPerTurnMax = 1_000

/**
 * Expired items are deleted at the first sweep past their instant; AWS says within a few days.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
 */
export const expirySweepMs = 60_000

/** AWS documents an hour; a second change was seen to pass after half of one. */
export const timeToLiveChangeMs = 31 * 60_000

/** Between two changes of deletion protection. */
export const protectionChangeMs = 15_000

/** How long a change of a table's key is under way. */
export const encryptionChange = duration(22_000)
/** In the 24 hours that the first one opens; then one in six hours. */
export const encryptionChangesMax = 4
export const encryptionWindowMs = 86_400_000
export const encryptionChangeIntervalMs = 21_600_000

/** In 30 days. */
export const tableClassChangesMax = 2
export const tableClassWindowMs = 30 * 86_400_000

/** Blanks count. */
export const policyBytesMax = 20_480
/** Between two changes of a resource policy. */
export const policyChangeMs = 15_000
/** How long a change of one is pending: AWS takes a second or two. */
export const policyChange = duration(1_500)

/** How old ItemCount and TableSizeBytes may be: "approximately every six hours". */
export const figuresMs = 6 * 3_600_000

export const tagsMax = 50
export const tagKeyLengthMax = 128
export const tagValueLengthMax = 256
