/**
 * What AWS publishes every five minutes: units that are provisioned, bounds, and what of its limits
 * an account has reserved. Here a table publishes when it is asked something in five minutes, or has
 * changed; idle ones publish nothing, so that months pass over them in no time.
 */
import { memory } from '../../../kernel/memory.ts'
import type { Kind } from '../capacity.ts'
import { accountReadUnits, accountWriteUnits, tableReadUnits, tableWriteUnits } from '../limits.ts'
import type { DynamodbReading, Index, Table } from '../state.ts'
import { unitsOf } from './capacity-limits.ts'
import { accountMeasures, type Measures } from './measures.ts'

const periodMs = 5 * 60_000

export function periodOf(nowMs: number): number {
  return Math.floor(nowMs / periodMs)
}

/** Of a table, or of a global index. */
export function publishUnits(measures: Measures, table: Table, index: Index | undefined): void {
  const { throughput, maxima } = index ?? table
  if (table.billingMode === 'PROVISIONED') {
    measures.count('ProvisionedReadCapacityUnits', throughput?.readUnits ?? 0)
    measures.count('ProvisionedWriteCapacityUnits', throughput?.writeUnits ?? 0)
    return
  }
  const { readUnits, writeUnits } = maxima ?? {}
  if (readUnits !== undefined) measures.count('OnDemandMaxReadRequestUnits', readUnits)
  if (writeUnits !== undefined) measures.count('OnDemandMaxWriteRequestUnits', writeUnits)
}

const published = memory(() => ({ period: -1 }))

/** Once in five minutes, whichever table it is that is asked something. */
export function publishAccount(call: DynamodbReading): void {
  const latest = call.memory(published)
  const period = periodOf(call.clock.now())
  if (latest.period === period) return
  latest.period = period
  publishKind(call, 'read')
  publishKind(call, 'write')
}

function publishKind(call: DynamodbReading, kind: Kind): void {
  const [quotas, plural, singular] =
    kind === 'read'
      ? ([{ account: accountReadUnits, table: tableReadUnits }, 'Reads', 'Read'] as const)
      : ([{ account: accountWriteUnits, table: tableWriteUnits }, 'Writes', 'Write'] as const)
  const max = call.limits.valueOf(quotas.account)
  const maxOfTable = call.limits.valueOf(quotas.table)
  const units = [...call.state.tables.range()].map((table) => unitsOf(table, kind))
  const sum = units.reduce((all, one) => all + one, 0)
  const measures = accountMeasures(call)
  measures.count(`AccountMax${plural}`, max)
  measures.count(`AccountMaxTableLevel${plural}`, maxOfTable)
  const account = `AccountProvisioned${singular}CapacityUtilization`
  measures.count(account, (100 * sum) / max, 'Percent')
  const highest = `MaxProvisionedTable${singular}CapacityUtilization`
  measures.count(highest, (100 * Math.max(0, ...units)) / maxOfTable, 'Percent')
}
