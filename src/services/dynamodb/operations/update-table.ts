import type { Duration } from '../../../kernel/durations.ts'
import { UpdateTable } from '../../../generated/dynamodb.ts'
import { arnOf } from '../arns.ts'
import { encrypt } from '../encryption.ts'
import { invalidValues } from '../errors.ts'
import { indexAllocation, modeSwitch, protectionChangeMs, tableUpdate, warming } from '../limits.ts'
import { checkMember, replicaChecks, updateReplicas } from '../global-tables/replica-updates.ts'
import { type Prospects, prospectsOf, unasked } from '../global-tables/prospects.ts'
import { tellUpdate } from '../global-tables/shared-updates.ts'
import { dynamodbOperation } from '../operation.ts'
import { mutatingRate } from '../request-rates.ts'
import type { DynamodbChange, Index, Table } from '../state.ts'
import { refuseWhileStreamChanges } from '../streams/stream-specification.ts'
import { withStream } from '../streams/stream.ts'
import { requireChangeable, requireTable } from '../table.ts'
import { checkTableClass, classChanges } from '../table-class.ts'
import { describeTable } from '../table-description.ts'
import { protectionChangedTooSoon } from '../table-errors.ts'
import { throughputOf } from '../table-settings.ts'
import { checkOneIndex, updatedIndexes } from '../table-update.ts'
import { checkUpdate, updatesOf } from '../update-request.ts'
import { checkUnits } from '../throughput/capacity-limits.ts'
import { isAskedAgain, noneAfter, refuseWhileUnitsChange } from '../throughput/changes.ts'
import { noteUnits } from '../throughput/gauges.ts'
import { liftedIn, updatedMaxima } from '../throughput/maxima.ts'
import { changedThroughput, stampedWith } from '../throughput/provisioning.ts'
import { checkSimultaneous } from '../throughput/simultaneous.ts'
import { raisedWarmth } from '../throughput/warmth.ts'

type Given = Parameters<typeof checkUpdate>[0]
type Changing = DynamodbChange & { readonly input: Given; readonly prepared?: Prospects }

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html */
export const updateTable = dynamodbOperation(UpdateTable, {
  resource: ({ TableName, ReplicaUpdates: replicas = [] }, place) => [
    { resource: arnOf(place, TableName) },
    ...replicaChecks(place, TableName, replicas),
  ],
  rates: [mutatingRate],

  before: (call) => prospectsOf(call),

  run(call) {
    const { input, state, place, clock } = call
    checkUpdate(input)
    if (input.TableClass !== undefined) checkTableClass(input.TableClass)
    const table = requireTable(call, input.TableName)
    checkMember(table, input)
    refuseWhileStreamChanges(call, table, input)
    const nowMs = clock.now()
    if (isAskedAgain(table, input)) {
      // AWS says UPDATING of what it doesn't update.
      return {
        TableDescription: { ...describeTable(place, table, nowMs), TableStatus: 'UPDATING' },
      }
    }
    refuseWhileUnitsChange(table, input)
    requireChangeable(table)
    const updated = updatedTable(call, table)
    state.tables.put(updated)
    noteUnits(call, updated.name)
    tellUpdate(call, table, input)
    const description = describeTable(place, updated, nowMs)
    const lifted = liftedIn(input.OnDemandThroughput)
    const bounds = lifted && { ...description.OnDemandThroughput, ...lifted }
    return {
      TableDescription: { ...description, ...(bounds && { OnDemandThroughput: bounds }) },
    }
  },
})

/** The table as an update leaves it, of its own region or of another that has its replica. */
export function updatedTable(call: Changing, table: Table): Table {
  return changedAtOnce(call, table) ?? changed(call, table)
}

/** The table with all that the call changes, and the jobs that end what takes time. */
function changed(call: Changing, table: Table): Table {
  const { input, clock, at, durations } = call
  const nowMs = clock.now()
  const dueMs = nowMs + durations.msOf(durationOf(table, input))
  checkOneIndex(table, input)
  const bounds = input.OnDemandThroughput
  const mode = input.BillingMode ?? table.billingMode
  const coming = comingOf(table, input, { nowMs, dueMs })
  const indexes = inMode(updatedIndexes({ call, table, input }), table, mode)
  const maxima = bounds ? updatedMaxima(call, table.maxima, { given: bounds, mode }) : table.maxima
  const { maxima: _, ...rest } = table
  const updated = withStream(call, input.StreamSpecification, {
    ...rest,
    ...(maxima && { maxima }),
    ...(input.WarmThroughput && {
      warming: raisedWarmth(call, table, { given: input.WarmThroughput, mode }),
    }),
    ...(input.TableClass && {
      tableClassChangesMs: classChanges(table, input.TableClass, nowMs),
    }),
    ...(coming?.throughput && { throughput: stampedWith(table.throughput, coming.throughput) }),
    ...(coming && { coming }),
    ...(isUpdating(input) && { status: 'UPDATING' as const }),
    indexes,
  })
  checkUnits(call, comingUnits(updated), table)
  if (updated.status === 'UPDATING') checkSimultaneous(call)
  const isPending =
    updated.status === 'UPDATING' || indexes.some((one) => one.status === 'UPDATING')
  if (isPending) at(dueMs, 'settle', table.id, table.name)
  const isWarming = [updated, ...indexes].some(({ warming }) => warming)
  if (isWarming) at(nowMs + durations.msOf(warming), 'warmUp', table.id, table.name)
  return updated
}

/** AWS: an index is allocated first, before it is filled. */
function durationOf(table: Table, input: Given): Duration {
  if (updatesOf(input).some(({ Create: create }) => create)) return indexAllocation
  const { BillingMode: mode = table.billingMode } = input
  return mode === table.billingMode ? tableUpdate : modeSwitch
}

/** AWS: bounds, warmth and changes of indexes that are there leave their table active. */
function isUpdating(input: Given): boolean {
  const { BillingMode: mode, ProvisionedThroughput: units, StreamSpecification: stream } = input
  if (mode ?? units ?? stream ?? input.TableClass) return true
  return updatesOf(input).some(({ Update: update }) => !update)
}

/** What is the only change of its call, and lets the table be active. */
function changedAtOnce(call: Changing, table: Table): Table | undefined {
  const { DeletionProtectionEnabled: isProtected, SSESpecification: encryption } = call.input
  const { ReplicaUpdates: replicas } = call.input
  if (replicas?.length) return updateReplicas(call, table, replicas, call.prepared ?? unasked)
  if (isProtected !== undefined) return protectedTable(table, isProtected, call.clock.now())
  return encryption && encrypt(call, table, encryption)
}

function protectedTable(table: Table, isProtected: boolean, nowMs: number): Table {
  if (table.isProtected === isProtected) return table
  const untilMs = (table.protectionChangedAtMs ?? -Infinity) + protectionChangeMs
  if (nowMs < untilMs) throw protectionChangedTooSoon(table.name, untilMs)
  return { ...table, isProtected, protectionChangedAtMs: nowMs }
}

/** What the table turns into once it is active again; `undefined`: it stays what it is. */
function comingOf(
  table: Table,
  input: Given,
  { nowMs, dueMs }: { readonly nowMs: number; readonly dueMs: number },
): Table['coming'] {
  const { ProvisionedThroughput: units, TableClass: tableClass } = input
  const billingMode = input.BillingMode ?? table.billingMode
  const isSwitch = billingMode !== table.billingMode
  const { throughput: old } = table
  if (billingMode === 'PAY_PER_REQUEST' && units) throw unitsOnDemand(isSwitch)
  if (billingMode === 'PROVISIONED' && input.BillingMode && !units) throw unitsMissing()
  const throughput = units
    ? isSwitch
      ? { ...old, ...throughputOf(units) }
      : changedThroughput(units, old, { nowMs })
    : noneAfter(old)
  const isOnDemand = billingMode === 'PAY_PER_REQUEST'
  if (isSwitch && !isOnDemand) checkIndexUnits(table, input)
  const coming = {
    ...((isSwitch || units) && { throughput }),
    ...(isSwitch && { billingMode }),
    ...(isSwitch && isOnDemand && { onDemandSinceMs: dueMs }),
    ...(tableClass && { tableClass, tableClassSinceMs: nowMs }),
  }
  return Object.keys(coming).length > 0 ? coming : undefined
}

function unitsOnDemand(isSwitch: boolean) {
  return invalidValues(
    isSwitch
      ? 'ProvisionedThroughput cannot be specified when BillingMode is PAY_PER_REQUEST'
      : 'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
  )
}

function unitsMissing() {
  return invalidValues('ProvisionedThroughput must be specified when BillingMode is PROVISIONED')
}

function checkIndexUnits(table: Table, input: Given): void {
  const given = new Set(updatesOf(input).map(({ Update: update }) => update?.IndexName))
  const index = table.indexes.find(({ kind, name }) => kind === 'global' && !given.has(name))
  if (index) {
    throw invalidValues(`ProvisionedThroughput must be specified for index: ${index.name}`)
  }
}

/** Indexes of on-demand tables have no throughput of their own. */
function inMode(
  indexes: readonly Index[],
  table: Table,
  mode: Table['billingMode'],
): readonly Index[] {
  if (mode !== 'PAY_PER_REQUEST' || table.billingMode === mode) return indexes
  return indexes.map((one) =>
    one.kind === 'global' ? { ...one, coming: { throughput: noneAfter(one.throughput) } } : one,
  )
}

/** A table as its change will leave it, for what it may have. */
function comingUnits({
  throughput,
  coming,
  indexes,
}: Table): Pick<Table, 'throughput' | 'indexes'> {
  return {
    throughput: coming?.throughput ?? throughput,
    indexes: indexes.map((index) => ({ ...index, ...index.coming })),
  }
}
