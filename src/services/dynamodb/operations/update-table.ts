import { UpdateTable } from '../../../generated/dynamodb.ts'
import { arnOf } from '../arns.ts'
import { encrypt } from '../encryption.ts'
import { invalidValues } from '../errors.ts'
import {
  globalIndexesPerTable,
  indexAllocationMs,
  protectionChangeMs,
  tableUpdateMs,
} from '../limits.ts'
import { dynamodbOperation } from '../operation.ts'
import type { DynamodbChange, Index, Table } from '../state.ts'
import { refuseWhileStreamChanges } from '../streams/stream-specification.ts'
import { withStream } from '../streams/stream.ts'
import { requireChangeable, requireTable } from '../table.ts'
import { checkTableClass, classChanges } from '../table-class.ts'
import { describeTable } from '../table-description.ts'
import { protectionChangedTooSoon } from '../table-errors.ts'
import { maximaOf, noThroughput, throughputOf } from '../table-settings.ts'
import {
  changedThroughput,
  checkUpdate,
  oneIndexAtATime,
  updatedIndexes,
  updatesOf,
} from '../table-update.ts'

type Given = Parameters<typeof checkUpdate>[0]

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html */
export const updateTable = dynamodbOperation(UpdateTable, {
  resource: ({ TableName }, place) => arnOf(place, TableName),

  run(call) {
    const { input, state, clock, newId, limits, at, place } = call
    checkUpdate(input)
    if (input.TableClass !== undefined) checkTableClass(input.TableClass)
    const table = requireTable(call, input.TableName)
    const nowMs = clock.now()
    refuseWhileStreamChanges(call, table, input)
    requireChangeable(table)
    const changed = changedAtOnce(call, table)
    if (changed) {
      state.tables.put(changed)
      return { TableDescription: describeTable(place, changed) }
    }
    const changesIndexes = updatesOf(input).some(({ Update: update }) => !update)
    if (changesIndexes && table.indexes.some(({ status }) => status !== 'ACTIVE')) {
      throw oneIndexAtATime()
    }
    const indexesMax = limits.valueOf(globalIndexesPerTable)
    const indexes = updatedIndexes(table, input, { nowMs, newId, indexesMax })
    const coming = comingOf(table, input, nowMs)
    const maxima = maximaOf(input.OnDemandThroughput)
    const { maxima: oldMaxima, ...rest } = table
    const keptMaxima = input.OnDemandThroughput ? maxima : oldMaxima
    const updated = withStream(call, input.StreamSpecification, {
      ...rest,
      ...(keptMaxima && { maxima: keptMaxima }),
      ...(input.TableClass && {
        tableClassChangesMs: classChanges(table, input.TableClass, nowMs),
      }),
      status: 'UPDATING',
      indexes: inMode(indexes, input, table),
      coming,
    })
    state.tables.put(updated)
    const dueMs = nowMs + (changesIndexes ? indexAllocationMs : tableUpdateMs)
    at(dueMs, 'settle', table.id, table.name)
    // AWS answers the old throughput and mode.
    return { TableDescription: describeTable(place, updated) }
  },
})

/** What is the only change of its call, and lets the table be active. */
function changedAtOnce(call: DynamodbChange & { input: Given }, table: Table): Table | undefined {
  const { DeletionProtectionEnabled: isProtected, SSESpecification: encryption } = call.input
  if (isProtected !== undefined) return protectedTable(table, isProtected, call.clock.now())
  return encryption && encrypt(call, table, encryption)
}

function protectedTable(table: Table, isProtected: boolean, nowMs: number): Table {
  if (table.isProtected === isProtected) return table
  const untilMs = (table.protectionChangedAtMs ?? -Infinity) + protectionChangeMs
  if (nowMs < untilMs) throw protectionChangedTooSoon(table.name, untilMs)
  return { ...table, isProtected, protectionChangedAtMs: nowMs }
}

/** What the table turns into once it is active again. */
function comingOf(table: Table, input: Given, nowMs: number): NonNullable<Table['coming']> {
  const { BillingMode: mode, ProvisionedThroughput: throughput, TableClass: tableClass } = input
  const billingMode = mode ?? table.billingMode
  const isSwitch = billingMode !== table.billingMode
  if (billingMode === 'PAY_PER_REQUEST') {
    if (throughput) {
      throw invalidValues(
        'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
      )
    }
    return {
      ...(isSwitch && { billingMode, throughput: noThroughput, onDemandSinceMs: nowMs }),
      ...(tableClass && { tableClass, tableClassSinceMs: nowMs }),
    }
  }
  if (isSwitch) checkProvisioned(table, input)
  return {
    ...(isSwitch && { billingMode, throughput: throughputOf(throughput) }),
    ...(!isSwitch &&
      throughput && {
        throughput: changedThroughput(throughput, table.throughput, nowMs),
      }),
    ...(tableClass && { tableClass, tableClassSinceMs: nowMs }),
  }
}

function checkProvisioned(table: Table, input: Given): void {
  if (!input.ProvisionedThroughput) {
    throw invalidValues('ProvisionedThroughput must be specified when BillingMode is PROVISIONED')
  }
  const given = new Set(updatesOf(input).map(({ Update: update }) => update?.IndexName))
  const index = table.indexes.find(({ kind, name }) => kind === 'global' && !given.has(name))
  if (index) {
    throw invalidValues(`ProvisionedThroughput must be specified for index: ${index.name}`)
  }
}

/** Indexes of on-demand tables have no throughput of their own. */
function inMode(indexes: readonly Index[], input: Given, table: Table): readonly Index[] {
  if (input.BillingMode !== 'PAY_PER_REQUEST' || table.billingMode === input.BillingMode) {
    return indexes
  }
  return indexes.map((one) => (one.kind === 'global' ? { ...one, throughput: noThroughput } : one))
}
