/** Changes of units and of billing mode: what they wait for, and what they end in. */
import type { UpdateTableInput } from '../../../generated/dynamodb.ts'
import { noThroughput } from '../table-settings.ts'
import { stillInUse } from '../table-errors.ts'
import type { Index, Table, Throughput } from '../state.ts'
import { countPartitions } from './key-ranges.ts'
import { keptWarm } from './warmth.ts'

/**
 * @throws AwsError ResourceInUseException when something is under way that they would meet with
 */
export function refuseWhileUnitsChange(table: Table, input: UpdateTableInput): void {
  const { name } = table
  const isChanging = table.status === 'UPDATING' && table.coming?.throughput !== undefined
  const changesUnits = input.ProvisionedThroughput !== undefined || input.BillingMode !== undefined
  const actions = input.GlobalSecondaryIndexUpdates ?? []
  refuseEarlyDeletion(table, input)
  if (isChanging && actions.some(({ Update: update }) => !update)) {
    throw stillInUse(
      `Can't create or delete indexes while table IOPS are being updated. Table: ${name}`,
      name,
    )
  }
  if (isChanging && changesUnits) {
    throw stillInUse(`Table IOPS are currently being updated. Table: ${name}`, name)
  }
  const going = namesOf(table, 'DELETING')
  const isNamed = actions.some(({ Update: one }) => one && going.includes(one.IndexName))
  if (going.length > 0 && changesUnits && !isNamed) {
    throw stillInUse(
      `Can't change table IOPS when an index is being deleted. Table: ${name} Indexes: [${going.join(', ')}]`,
      name,
    )
  }
  if (input.OnDemandThroughput) refuseWhileIndexesChange(table)
}

/** AWS: on-demand mode asked of a table in on-demand mode changes nothing, even while it is leaving it. */
export function isAskedAgain(table: Table, input: UpdateTableInput): boolean {
  const isThere = table.status === 'ACTIVE' || table.status === 'UPDATING'
  if (!isThere || input.BillingMode !== 'PAY_PER_REQUEST') return false
  if (table.billingMode !== input.BillingMode) return false
  const { TableName: _, AttributeDefinitions: __, BillingMode: ___, ...rest } = input
  return Object.values(rest).every((member) => member === undefined)
}

/** A table whose coming units, mode and class have come; it keeps its key ranges and its warmth. */
export function settledUnits({ coming, ...table }: Table): Table {
  const mode = coming?.billingMode
  const isCounted = coming?.throughput !== undefined
  const old = isCounted ? keptWarm({ ...table, ...keptPartitions(table, undefined) }) : table
  // AWS: a change of mode drops what was set for on-demand mode.
  const { maxima, ...unbound } = old
  const kept = maxima && mode !== 'PROVISIONED' ? { ...unbound, maxima } : unbound
  const indexes = old.indexes.map((index) => settledIndexUnits(table, index, mode))
  const settled: Table = { ...kept, ...coming, indexes }
  return isCounted || indexes.some((index, at) => index !== old.indexes[at])
    ? keptWarm(settled)
    : settled
}

/** Units of none, with the instants of those before. */
export function noneAfter(old: Throughput | undefined): Throughput {
  return { ...old, ...noThroughput }
}

function settledIndexUnits(
  table: Omit<Table, 'coming'>,
  index: Index,
  mode: Table['billingMode'] | undefined,
): Index {
  if (!index.coming && mode !== 'PROVISIONED') return index
  const { coming, maxima, ...rest } = index
  const kept = maxima && mode !== 'PROVISIONED' ? { ...rest, maxima } : rest
  return { ...kept, ...keptPartitions(table, index), ...coming }
}

function keptPartitions(table: Omit<Table, 'coming'>, index: Index | undefined) {
  return { partitions: countPartitions(table, index) }
}

/** AWS: an index that is made may be deleted once it is being filled. */
function refuseEarlyDeletion({ name, status, indexes }: Table, input: UpdateTableInput): void {
  const gone = new Set(input.GlobalSecondaryIndexUpdates?.map(({ Delete: one }) => one?.IndexName))
  const early = indexes.find(
    (index) => index.status === 'CREATING' && !index.isBackfilling && gone.has(index.name),
  )
  if (!early || status !== 'UPDATING') return
  throw stillInUse(
    'Index creation is in resource allocation phase. Retry deletion during backfilling phase or ' +
      `when the index is active. Table: ${name} Index: ${early.name}`,
    name,
  )
}

function refuseWhileIndexesChange(table: Table): void {
  const coming = namesOf(table, 'CREATING')
  const going = namesOf(table, 'DELETING')
  const [names, what] = coming.length > 0 ? [coming, 'creation'] : [going, 'deletion']
  if (names.length === 0) return
  throw stillInUse(
    `OnDemandThroughput cannot be updated while index ${what} is in progress for indexes: [${names.join(', ')}]`,
    table.name,
  )
}

function namesOf({ indexes }: Table, status: Index['status']): readonly string[] {
  return indexes.flatMap((index) => (index.status === status ? index.name : []))
}
