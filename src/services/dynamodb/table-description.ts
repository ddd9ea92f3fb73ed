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
import { indexArn, tableArn } from './arns.ts'
import { describeEncryption } from './encryption.ts'
import { keyAttributes } from './keys.ts'
import type { Index, KeySchema, OnDemandMaxima, Table, Throughput } from './state.ts'
import { streamArn } from './streams/stream-arn.ts'

const warmReadUnits = 12_000
const warmWriteUnits = 4_000

/** As answered by CreateTable, which doesn't tell of warm throughput yet. */
export function describeNewTable(place: Place, table: Table): TableDescription {
  const { name, keys, indexes, throughput, maxima, counted } = table
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
    ProvisionedThroughput: describeThroughput(throughput),
    TableSizeBytes: counted.bytes,
    ItemCount: counted.items,
    TableArn: tableArn(place, name),
    TableId: table.id,
    ...describeBilling(table),
    ...(local.length > 0 && {
      LocalSecondaryIndexes: local.map((index) => describeLocal(place, table, index)),
    }),
    ...(global.length > 0 && {
      GlobalSecondaryIndexes: global.map((index) => describeGlobal(place, table, index)),
    }),
    ...describeStream(place, table),
    ...describeRestoration(table),
    ...(encryption && { SSEDescription: encryption }),
    ...(table.tableClass !== undefined && {
      TableClassSummary: {
        TableClass: table.tableClass as 'STANDARD' | 'STANDARD_INFREQUENT_ACCESS',
        ...(table.tableClassSinceMs !== undefined && {
          LastUpdateDateTime: new Date(table.tableClassSinceMs),
        }),
      },
    }),
    DeletionProtectionEnabled: table.isProtected,
    ...(isOnDemand && maxima && { OnDemandThroughput: describeMaxima(maxima) }),
  }
}

export function describeTable(place: Place, table: Table): TableDescription {
  const description = describeNewTable(place, table)
  const { GlobalSecondaryIndexes: global } = description
  return {
    ...description,
    WarmThroughput: warmOf(table.throughput, table),
    ...(global && {
      GlobalSecondaryIndexes: global.map((index, at) => {
        const own = table.indexes.filter(({ kind }) => kind === 'global')[at]
        return { ...index, WarmThroughput: warmOf(own?.throughput, table) }
      }),
    }),
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

function describeBilling({ onDemandSinceMs, billingMode }: Table) {
  if (onDemandSinceMs === undefined) return {}
  return {
    BillingModeSummary: {
      BillingMode: billingMode,
      LastUpdateToPayPerRequestDateTime: new Date(onDemandSinceMs),
    },
  }
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

function describeGlobal(place: Place, table: Table, index: Index): GlobalSecondaryIndexDescription {
  return {
    ...describeLocal(place, table, index),
    ...(!table.restoration && { IndexStatus: index.status }),
    ...(index.isBackfilling !== undefined && { Backfilling: index.isBackfilling }),
    ProvisionedThroughput: describeThroughput(index.throughput ?? { readUnits: 0, writeUnits: 0 }),
    ...(index.maxima && { OnDemandThroughput: describeMaxima(index.maxima) }),
  }
}

function describeThroughput(throughput: Throughput): ProvisionedThroughputDescription {
  const { increasedAtMs, decreasedAtMs, decreases } = throughput
  return {
    ...(increasedAtMs !== undefined && { LastIncreaseDateTime: new Date(increasedAtMs) }),
    ...(decreasedAtMs !== undefined && { LastDecreaseDateTime: new Date(decreasedAtMs) }),
    NumberOfDecreasesToday: decreases ?? 0,
    ReadCapacityUnits: throughput.readUnits,
    WriteCapacityUnits: throughput.writeUnits,
  }
}

export function describeMaxima({
  readUnits = -1,
  writeUnits = -1,
}: OnDemandMaxima): OnDemandThroughput {
  return { MaxReadRequestUnits: readUnits, MaxWriteRequestUnits: writeUnits }
}

function warmOf(throughput: Throughput | undefined, { billingMode }: Table) {
  const isOnDemand = billingMode === 'PAY_PER_REQUEST'
  return {
    ReadUnitsPerSecond: isOnDemand ? warmReadUnits : (throughput?.readUnits ?? 0),
    WriteUnitsPerSecond: isOnDemand ? warmWriteUnits : (throughput?.writeUnits ?? 0),
    Status: 'ACTIVE' as const,
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
