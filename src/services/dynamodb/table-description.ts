/** Tables as DescribeTable and its kin tell of them. */
import type {
  GlobalSecondaryIndexDescription,
  KeySchemaElement,
  LocalSecondaryIndexDescription,
  OnDemandThroughput,
  Projection,
  ProvisionedThroughputDescription,
  TableDescription,
} from '../../generated/dynamodb.ts'
import type { Place } from '../../kernel/place.ts'
import { decreasesOnDay } from '../../planner/throughput-decreases.ts'
import { indexArn, tableArn } from './arns.ts'
import { describeEncryption } from './encryption.ts'
import { keyAttributes } from './keys.ts'
import type { Index, KeySchema, OnDemandMaxima, Table, Throughput, Warmth } from './state.ts'
import { streamArn } from './streams/stream-arn.ts'
import { type Warmed, warmthOf } from './throughput/warmth.ts'

/** As answered by CreateTable, which doesn't tell of warm throughput yet. */
export function describeNewTable(
  place: Place,
  table: Table,
  nowMs = table.createdAtMs,
): TableDescription {
  const { name, keys, indexes, maxima, counted } = table
  const isOnDemand = table.billingMode === 'PAY_PER_REQUEST'
  const encryption = describeEncryption(table)
  const local = indexes.filter(({ kind }) => kind === 'local')
  const global = indexes.filter(({ kind }) => kind === 'global')
  return {
    AttributeDefinitions: definitionsOf(table),
    TableName: name,
    KeySchema: describeKeys(keys),
    TableStatus: table.status,
    CreationDateTime: new Date(table.createdAtMs),
    ProvisionedThroughput: describeThroughput(shownUnits(table, table), nowMs),
    TableSizeBytes: counted.bytes,
    ItemCount: counted.items,
    TableArn: tableArn(place, name),
    TableId: table.id,
    ...describeBilling(table, { isNew: table.status === 'CREATING' }),
    ...(local.length > 0 && {
      LocalSecondaryIndexes: local.map((index) => describeLocal(place, table, index)),
    }),
    ...(global.length > 0 && {
      GlobalSecondaryIndexes: global.map((index) => describeGlobal(place, table, index, nowMs)),
    }),
    ...describeStream(place, table),
    ...describeRestoration(table),
    ...describeReplicas(place, table),
    ...(encryption && { SSEDescription: encryption }),
    ...(table.tableClass !== undefined && {
      TableClassSummary: {
        TableClass: table.tableClass as 'STANDARD' | 'STANDARD_INFREQUENT_ACCESS',
        ...(table.tableClassSinceMs !== undefined && {
          LastUpdateDateTime: new Date(table.tableClassSinceMs),
        }),
      },
    }),
    ...(table.warm &&
      table.status === 'CREATING' && { WarmThroughput: describeWarmth(table, table) }),
    DeletionProtectionEnabled: table.isProtected,
    ...(isOnDemand && maxima && { OnDemandThroughput: describeMaxima(maxima) }),
  }
}

export function describeTable(place: Place, table: Table, nowMs: number): TableDescription {
  const description = describeNewTable(place, table, nowMs)
  const { GlobalSecondaryIndexes: global } = description
  return {
    ...description,
    ...describeBilling(table, { isNew: false }),
    WarmThroughput: describeWarmth(table, table),
    ...(global && {
      GlobalSecondaryIndexes: global.map((index, at) => {
        const own = table.indexes.filter(({ kind }) => kind === 'global')[at]
        return { ...index, WarmThroughput: describeWarmth(own ?? {}, table) }
      }),
    }),
  }
}

function describeReplicas(place: Place, { name, replicas }: Table) {
  if (!replicas) return {}
  return {
    GlobalTableVersion: '2019.11.21',
    Replicas: replicas.map(({ region, status }) => ({
      RegionName: region,
      ReplicaStatus: status,
      ReplicaArn: tableArn({ ...place, region }, name),
    })),
  }
}

/** AWS: only while it is under way. */
function describeRestoration({ restoration }: Table) {
  if (!restoration) return {}
  const { sourceTableArn, backupArn, atMs } = restoration
  return {
    RestoreSummary: {
      ...(backupArn !== undefined && { SourceBackupArn: backupArn }),
      SourceTableArn: sourceTableArn,
      RestoreDateTime: new Date(atMs),
      RestoreInProgress: true,
    },
  }
}

/** AWS: a change of mode shows at once, its instant when it is over; a new table's later, too. */
function describeBilling(
  { onDemandSinceMs: sinceMs, billingMode, coming }: Table,
  { isNew }: { readonly isNew: boolean },
) {
  if (sinceMs === undefined && coming?.billingMode === undefined) return {}
  return {
    BillingModeSummary: {
      BillingMode: coming?.billingMode ?? billingMode,
      ...(sinceMs !== undefined &&
        !isNew && { LastUpdateToPayPerRequestDateTime: new Date(sinceMs) }),
    },
  }
}

/** AWS: while the mode changes, the units of the coming one are told; else those that hold. */
function shownUnits(
  table: Table,
  own: { readonly throughput?: Throughput; readonly coming?: { readonly throughput?: Throughput } },
): Throughput {
  const { throughput = { readUnits: 0, writeUnits: 0 }, coming } = own
  return (table.coming?.billingMode && coming?.throughput) || throughput
}

function describeStream(place: Place, { name, stream }: Table) {
  if (!stream) return {}
  const { viewType, label } = stream
  return {
    ...(viewType && { StreamSpecification: { StreamEnabled: true, StreamViewType: viewType } }),
    LatestStreamLabel: label,
    LatestStreamArn: streamArn(place, { table: name, label }),
  }
}

function describeLocal(place: Place, table: Table, index: Index): LocalSecondaryIndexDescription {
  const figures = table.counted.indexes[index.name]
  return {
    IndexName: index.name,
    KeySchema: describeKeys(index.keys),
    Projection: describeProjection(index),
    IndexSizeBytes: figures?.bytes ?? 0,
    ItemCount: figures?.items ?? 0,
    IndexArn: indexArn(place, table.name, index.name),
  }
}

function describeGlobal(
  place: Place,
  table: Table,
  index: Index,
  nowMs: number,
): GlobalSecondaryIndexDescription {
  return {
    ...describeLocal(place, table, index),
    ...(!table.restoration && { IndexStatus: index.status }),
    ...(index.isBackfilling !== undefined && { Backfilling: index.isBackfilling }),
    ProvisionedThroughput: describeThroughput(shownUnits(table, index), nowMs),
    ...(index.maxima && { OnDemandThroughput: describeMaxima(index.maxima) }),
  }
}

function describeThroughput(
  throughput: Throughput,
  nowMs: number,
): ProvisionedThroughputDescription {
  const { increasedAtMs, decreasedAtMs, decreases = 0 } = throughput
  const known = { count: decreases, lastAtMs: decreasedAtMs }
  return {
    ...(increasedAtMs !== undefined && { LastIncreaseDateTime: new Date(increasedAtMs) }),
    ...(decreasedAtMs !== undefined && { LastDecreaseDateTime: new Date(decreasedAtMs) }),
    NumberOfDecreasesToday: decreasesOnDay(known, nowMs),
    ReadCapacityUnits: throughput.readUnits,
    WriteCapacityUnits: throughput.writeUnits,
  }
}

export function describeMaxima({ readUnits, writeUnits }: OnDemandMaxima): OnDemandThroughput {
  return {
    ...(readUnits !== undefined && { MaxReadRequestUnits: readUnits }),
    ...(writeUnits !== undefined && { MaxWriteRequestUnits: writeUnits }),
  }
}

/** AWS: what a new table or index is to be warm for shows at once, what an old one is, later. */
function describeWarmth(
  own: Warmed & { readonly warming?: Warmth; readonly status?: string },
  { billingMode }: Table,
) {
  const isNew = own.warm !== undefined && own.status === 'CREATING'
  const { readUnits, writeUnits } = warmthOf(own, billingMode)
  return {
    ReadUnitsPerSecond: readUnits,
    WriteUnitsPerSecond: writeUnits,
    Status: isNew || own.warming ? ('UPDATING' as const) : ('ACTIVE' as const),
  }
}

/** Sorted by name, of the keys that are in use. */
function definitionsOf({ keys, indexes }: Table) {
  const used = [keys, ...indexes.map((index) => index.keys)].flatMap(keyAttributes)
  const types = new Map(used.map(({ name, type }) => [name, type]))
  return [...types.keys()].sort().map((name) => ({
    AttributeName: name,
    AttributeType: types.get(name) ?? 'S',
  }))
}

export function describeKeys({ partition, sort }: KeySchema): KeySchemaElement[] {
  return [
    ...partition.map(({ name }) => ({ AttributeName: name, KeyType: 'HASH' as const })),
    ...sort.map(({ name }) => ({ AttributeName: name, KeyType: 'RANGE' as const })),
  ]
}

export function describeProjection({ projection }: Index): Projection {
  if (projection.type !== 'INCLUDE') return { ProjectionType: projection.type }
  return { ProjectionType: 'INCLUDE', NonKeyAttributes: projection.attributes }
}
