/** UpdateTable: what becomes of a table’s indexes. */
import type { GlobalSecondaryIndexUpdate, UpdateTableInput } from '../../generated/dynamodb.ts'
import { invalidValues, notFound, validation } from './errors.ts'
import { globalIndexesPerTable } from './limits.ts'
import type { DynamodbChange, Index, Table, Throughput } from './state.ts'
import { limitExceeded, stillInUse } from './table-errors.ts'
import { readDefinitions, readGlobal } from './table-schema.ts'
import { noThroughput, throughputOf } from './table-settings.ts'
import { newMaxima, updatedMaxima } from './throughput/maxima.ts'
import { changedThroughput, stampedWith } from './throughput/provisioning.ts'
import { newWarmth, raisedWarmth } from './throughput/warmth.ts'
import { oneIndexAtATime, updatesOf } from './update-request.ts'

interface Updating {
  readonly call: DynamodbChange
  readonly table: Table
  readonly input: UpdateTableInput
}

/** The indexes as the updates leave them. */
export function updatedIndexes({ call, table, input }: Updating): readonly Index[] {
  const indexes = [...table.indexes]
  const mode = input.BillingMode ?? table.billingMode
  for (const { Create: create, Delete: gone, Update: update } of updatesOf(input)) {
    if (create) indexes.push(createdIndex({ call, table, input }, create, mode))
    if (gone) {
      const old = requireGlobal(table, gone.IndexName, { mayBackfill: true })
      const { isBackfilling: _, ...left } = old
      indexes[table.indexes.indexOf(old)] = { ...left, status: 'DELETING' }
    }
    if (update) {
      const old = requireGlobal(table, update.IndexName)
      indexes[table.indexes.indexOf(old)] = updatedIndex({ call, table, input }, update, old)
    }
  }
  return indexes
}

type Update = NonNullable<GlobalSecondaryIndexUpdate['Update']>

/** AWS: other units than before show once the index is active again; what it is warm for, later. */
function updatedIndex({ call, table, input }: Updating, update: Update, old: Index): Index {
  const { IndexName: index, ProvisionedThroughput: units } = update
  const { OnDemandThroughput: bounds, WarmThroughput: warmth } = update
  const mode = input.BillingMode ?? table.billingMode
  const isBounded = bounds !== undefined && Object.keys(bounds).length > 0
  const isSwitch = mode !== table.billingMode
  const isNothing = !units && !isBounded && !warmth
  const isOnDemand = mode === 'PAY_PER_REQUEST'
  if (isOnDemand && (units ?? isNothing)) throw notForOnDemand(index)
  // AWS's words are not public.
  if (isNothing) throw unitsMissing(index)
  const { maxima, ...rest } = old
  const kept = isBounded ? updatedMaxima(call, maxima, { given: bounds, mode, index }) : maxima
  const known = old.throughput ?? noThroughput
  const next =
    units &&
    (isSwitch
      ? { ...known, ...throughputOf(units) }
      : changedThroughput(units, known, { nowMs: call.clock.now(), index }))
  return {
    ...rest,
    ...(kept && { maxima: kept }),
    ...(warmth && { warming: raisedWarmth(call, old, { given: warmth, mode, index }) }),
    ...(next && { throughput: stampedWith(known, next), coming: { throughput: next } }),
    ...((next || isBounded) && { status: 'UPDATING' as const }),
  }
}

type Creation = NonNullable<GlobalSecondaryIndexUpdate['Create']>

function createdIndex(
  { call, table, input }: Updating,
  create: Creation,
  mode: Table['billingMode'],
): Index {
  const { IndexName: name, OnDemandThroughput: bounds, WarmThroughput: warmth } = create
  if (!input.AttributeDefinitions) {
    throw invalidValues(`AttributeDefinitions is not specified for index: ${name}`)
  }
  if (table.indexes.some((one) => one.name === name)) {
    throw validation('Attempting to create an index which already exists')
  }
  const max = call.limits.valueOf(globalIndexesPerTable)
  if (table.indexes.filter(({ kind }) => kind === 'global').length >= max) {
    throw limitExceeded(`Number of global secondary indexes exceeds per-table limit of ${max}`, {
      limit: max,
    })
  }
  const known = [table.keys, ...table.indexes.map(({ keys }) => keys)]
  const attributes = known.flatMap(({ partition, sort }) => [...partition, ...sort])
  const definitions = new Map([
    ...readDefinitions(input.AttributeDefinitions),
    ...attributes.map(({ name, type }) => [name, type] as const),
  ])
  const read = readGlobal(create, definitions, new Set())
  const throughput = throughputForNew(create, mode === 'PAY_PER_REQUEST')
  const maxima = bounds && newMaxima(call, { given: bounds, mode, index: name })
  return {
    ...read,
    id: call.newId(),
    isBackfilling: false,
    throughput,
    ...(maxima && { maxima }),
    ...(warmth && { warm: newWarmth(call, { throughput }, { given: warmth, mode, index: name }) }),
  }
}

function throughputForNew(create: Creation, isOnDemand: boolean): Throughput {
  const { IndexName: name, ProvisionedThroughput: given } = create
  if (isOnDemand && given) {
    throw invalidValues(
      `ProvisionedThroughput should not be specified for index: ${name} when BillingMode is PAY_PER_REQUEST`,
    )
  }
  if (!isOnDemand && !given) throw unitsMissing(name)
  return throughputOf(given)
}

function requireGlobal(
  table: Table,
  name: string,
  { mayBackfill = false }: { readonly mayBackfill?: boolean } = {},
): Index {
  const index = table.indexes.find((one) => one.name === name)
  if (!index) throw notFound(`Index ${name} for table ${table.name}`, { index: name })
  if (index.kind === 'local') {
    throw validation(`Cannot delete an index that is not a GlobalSecondaryIndex: ${name}`)
  }
  if (index.status === 'DELETING') {
    throw stillInUse(`Index is being deleted. Table: ${table.name} Index: ${name}`, table.name)
  }
  if (index.status !== 'ACTIVE' && !(mayBackfill && index.isBackfilling)) {
    throw stillInUse(`Index is being updated. Table: ${table.name} Index: ${name}`, table.name)
  }
  return index
}

/**
 * AWS: an index that is being filled may be deleted, and nothing else while another comes or goes.
 * @throws AwsError LimitExceededException
 */
export function checkOneIndex({ indexes }: Table, input: UpdateTableInput): void {
  const changes = updatesOf(input).filter(({ Update: update }) => !update)
  if (changes.length === 0) return
  const gone = new Set(changes.map(({ Delete: one }) => one?.IndexName))
  const others = indexes.filter(({ name, isBackfilling }) => !(isBackfilling && gone.has(name)))
  if (others.some(({ status }) => status !== 'ACTIVE')) throw oneIndexAtATime()
}

function notForOnDemand(name: string) {
  return invalidValues(
    `The only Updates for index: ${name} when TableThroughputMode is PAY_PER_REQUEST can be to OnDemandThroughput, WarmThroughput`,
  )
}

function unitsMissing(index: string) {
  return invalidValues(
    `Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: ${index}`,
  )
}
