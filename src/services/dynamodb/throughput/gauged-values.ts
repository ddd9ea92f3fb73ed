/** The gauges of tables, indexes and accounts, as they are now. */
import type { Kind } from '../capacity.ts'
import { accountReadUnits, accountWriteUnits, tableReadUnits, tableWriteUnits } from '../limits.ts'
import type { DynamodbReading, Index, Table } from '../state.ts'

export interface GaugedValues {
  readonly dimensions: Readonly<Record<string, string>>
  /** By the names of metrics. */
  readonly values: Readonly<Record<string, number>>
}

/** Of a table, and of each of its global indexes; of one that is being made, none. */
export function valuesOfTable(table: Table): readonly GaugedValues[] {
  if (table.status === 'CREATING') return []
  const { name: TableName, indexes } = table
  return [
    { dimensions: { TableName }, values: valuesOf(table, table) },
    ...indexes.flatMap((index) => {
      const dimensions = { TableName, GlobalSecondaryIndexName: index.name }
      return index.kind === 'global' ? [{ dimensions, values: valuesOf(table, index) }] : []
    }),
  ].filter(({ values }) => Object.keys(values).length > 0)
}

function valuesOf(
  { billingMode }: Table,
  { throughput, maxima }: Table | Index,
): GaugedValues['values'] {
  if (billingMode === 'PROVISIONED') {
    return {
      ProvisionedReadCapacityUnits: throughput?.readUnits ?? 0,
      ProvisionedWriteCapacityUnits: throughput?.writeUnits ?? 0,
    }
  }
  const { readUnits, writeUnits } = maxima ?? {}
  return {
    ...(readUnits !== undefined && { OnDemandMaxReadRequestUnits: readUnits }),
    ...(writeUnits !== undefined && { OnDemandMaxWriteRequestUnits: writeUnits }),
  }
}

export function valuesOfAccount(call: DynamodbReading): GaugedValues {
  const all = [...call.state.tables.range()].flatMap((table) => [table, ...table.indexes])
  const values = { ...valuesOfKind(call, 'read', all), ...valuesOfKind(call, 'write', all) }
  return { dimensions: {}, values }
}

const quotas = {
  read: { account: accountReadUnits, table: tableReadUnits, plural: 'Reads', singular: 'Read' },
  write: {
    account: accountWriteUnits,
    table: tableWriteUnits,
    plural: 'Writes',
    singular: 'Write',
  },
} as const

/** AWS: the highest is that of one table, or of one index. */
function valuesOfKind({ limits }: DynamodbReading, kind: Kind, all: readonly (Table | Index)[]) {
  const { account, table, plural, singular } = quotas[kind]
  const max = limits.valueOf(account)
  const maxOfTable = limits.valueOf(table)
  let sum = 0
  let highest = 0
  for (const { throughput } of all) {
    const units = throughput?.[kind === 'read' ? 'readUnits' : 'writeUnits'] ?? 0
    sum += units
    highest = Math.max(highest, units)
  }
  return {
    [`AccountMax${plural}`]: max,
    [`AccountMaxTableLevel${plural}`]: maxOfTable,
    [`AccountProvisioned${singular}CapacityUtilization`]: (100 * sum) / max,
    [`MaxProvisionedTable${singular}CapacityUtilization`]: (100 * highest) / maxOfTable,
  }
}
