/** Backups: made, found, told of, deleted. */
import type { BackupDescription, BackupDetails } from '../../../generated/dynamodb.ts'
import type { Place } from '../../../kernel/place.ts'
import { tableArn } from '../arns.ts'
import { describeEncryption } from '../encryption.ts'
import type { DynamodbChange, DynamodbReading, Index, Table } from '../state.ts'
import { accessDenied } from '../table-errors.ts'
import { describeKeys, describeMaxima, describeProjection } from '../table-description.ts'
import type { Backup } from './backup-state.ts'
import { systemBackupMs } from './backup-limits.ts'
import { abandonCopy, copyTable, dropItems } from './copies.ts'
import {
  backupBeingRestored,
  backupNotFound,
  invalidBackupArn,
  notABackupArn,
  systemBackup,
} from './errors.ts'

export function createBackup(call: DynamodbChange, table: Table, name: string): Backup {
  const { state, clock, random, newId } = call
  const nowMs = clock.now()
  const id = `${String(nowMs).padStart(14, '0')}-${Buffer.from(random.bytes(4)).toString('hex')}`
  const space = newId()
  const backup = { id, name, type: 'USER' as const, createdAtMs: nowMs, table: recorded(table) }
  state.backups.put({ ...backup, space })
  copyTable(call, table, { target: space })
  return { ...backup, space }
}

/** AWS: what was in a table that could be restored to an instant can be restored after its end. */
export function keepDeletedTable(call: DynamodbChange, table: Table): void {
  const { state, clock, at } = call
  const nowMs = clock.now()
  const backup: Backup = {
    id: `${String(nowMs).padStart(14, '0')}-00000000`,
    name: `${table.name}$DeletedTableBackup`,
    type: 'SYSTEM',
    createdAtMs: nowMs,
    expiresAtMs: nowMs + systemBackupMs,
    table: recorded(table),
    space: table.id,
  }
  state.backups.put(backup)
  at(nowMs + systemBackupMs, 'expireBackup', backup.id, table.name)
  at(nowMs, 'trimHistory', table.id, '')
}

/** @throws AwsError ValidationException, BackupInUseException */
export function deleteBackup(call: DynamodbChange, backup: Backup, arn: string): void {
  const { expiresAtMs } = backup
  if (expiresAtMs !== undefined) throw systemBackup(arn, expiresAtMs)
  if (isBeingRestored(call, backup)) throw backupBeingRestored(arn)
  forgetBackup(call, backup)
}

export function forgetBackup(call: DynamodbChange, { table, id, space }: Backup): void {
  call.state.backups.delete(table.name, id)
  abandonCopy(call, space)
  dropItems(call, space)
}

export function isBeingRestored({ state, place }: DynamodbReading, backup: Backup): boolean {
  const arn = backupArn(place, backup)
  for (const { restoration } of state.tables.range())
    if (restoration?.backupArn === arn) return true
  return false
}

/**
 * AWS: by the table's name and the id; which region the ARN says doesn't count.
 * @throws AwsError BackupNotFoundException, ValidationException, AccessDeniedException
 */
export function requireBackup({ state, place }: DynamodbReading, arn: string): Backup {
  const { table, id, account } = readBackupArn(arn)
  if (account !== place.account) throw accessDenied(arn)
  const backup = state.backups.get(table, id)
  if (!backup) throw backupNotFound(arn)
  return backup
}

/** @throws AwsError ValidationException */
export function readBackupArn(arn: string) {
  const match = /^arn:([^:]+):([^:]+):([^:]*):([^:]*):table\/([^/]+)\/backup\/([^/]+)$/.exec(arn)
  if (!match) throw invalidBackupArn()
  const [, partition = '', service, region = '', account = '', table = '', id = ''] = match
  if (service !== 'dynamodb' || !partition.startsWith('aws')) throw notABackupArn(arn)
  return { region, account, table, id }
}

export function backupArn(place: Place, { table, id }: Backup): string {
  return `${tableArn(place, table.name)}/backup/${id}`
}

export function describeDetails(
  { state, place }: DynamodbReading,
  backup: Backup,
  arn = backupArn(place, backup),
): BackupDetails {
  const { name, type, createdAtMs, expiresAtMs, table, space } = backup
  return {
    BackupArn: arn,
    BackupName: name,
    BackupSizeBytes: table.counted.bytes,
    BackupStatus: state.copies.get(space) ? 'CREATING' : 'AVAILABLE',
    BackupType: type,
    BackupCreationDateTime: new Date(createdAtMs),
    ...(expiresAtMs !== undefined && { BackupExpiryDateTime: new Date(expiresAtMs) }),
  }
}

export function describeBackup(
  call: DynamodbReading,
  backup: Backup,
  arn: string,
): BackupDescription {
  const { table } = backup
  const { throughput, maxima, counted } = table
  return {
    BackupDetails: describeDetails(call, backup, arn),
    SourceTableDetails: {
      TableName: table.name,
      TableId: table.id,
      TableArn: tableArn(call.place, table.name),
      TableSizeBytes: counted.bytes,
      KeySchema: describeKeys(table.keys),
      TableCreationDateTime: new Date(table.createdAtMs),
      ProvisionedThroughput: unitsOf(throughput),
      ...(maxima && { OnDemandThroughput: describeMaxima(maxima) }),
      ItemCount: counted.items,
      BillingMode: table.billingMode,
    },
    SourceTableFeatureDetails: describeFeatures(table),
  }
}

/** What a backup remembers of its table. */
function recorded(table: Table): Table {
  const {
    policy: _policy,
    recovery: _recovery,
    insights: _insights,
    replicas: _replicas,
    keepsHistory: _keepsHistory,
    tableClass: _tableClass,
    tableClassSinceMs: _tableClassSinceMs,
    tableClassChangesMs: _tableClassChangesMs,
    coming: _coming,
    ...kept
  } = table
  return { ...kept, isProtected: false, tags: {}, status: 'ACTIVE' }
}

function describeFeatures(table: Table) {
  const { indexes, stream, timeToLive } = table
  const local = indexes.filter(({ kind }) => kind === 'local')
  const global = indexes.filter(({ kind }) => kind === 'global')
  const encryption = describeEncryption(table)
  return {
    ...(local.length > 0 && { LocalSecondaryIndexes: local.map(describeIndex) }),
    ...(global.length > 0 && {
      GlobalSecondaryIndexes: global.map((index) => ({
        ...describeIndex(index),
        ProvisionedThroughput: unitsOf(index.throughput),
      })),
    }),
    ...(stream?.viewType && {
      StreamDescription: { StreamEnabled: true, StreamViewType: stream.viewType },
    }),
    ...(timeToLive?.attribute !== undefined && {
      TimeToLiveDescription: {
        TimeToLiveStatus: 'ENABLED' as const,
        AttributeName: timeToLive.attribute,
      },
    }),
    ...(encryption && { SSEDescription: encryption }),
  }
}

function describeIndex(index: Index) {
  return {
    IndexName: index.name,
    KeySchema: describeKeys(index.keys),
    Projection: describeProjection(index),
  }
}

function unitsOf(throughput: Table['throughput'] | undefined) {
  const { readUnits = 0, writeUnits = 0 } = throughput ?? {}
  return { ReadCapacityUnits: readUnits, WriteCapacityUnits: writeUnits }
}
