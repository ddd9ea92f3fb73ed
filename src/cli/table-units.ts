/** Read and write units of a table and its indexes: in words, and as the command that sets them. */
import { shown } from '../planner/step.ts'
import { type AwsPlace, awsCommand } from './aws-place.ts'

export interface Units {
  readonly writeUnits: number
  readonly readUnits: number
}

/** `120 WCU, 10 RCU` */
export function unitsText({ writeUnits, readUnits }: Units): string {
  return `${shown(writeUnits)} WCU, ${shown(readUnits)} RCU`
}

export interface WantedUnits {
  readonly table: string
  /** It is on demand, and is to be provisioned. */
  readonly isOnDemand?: boolean
  readonly own: Units
  readonly indexes: readonly (Units & { readonly name: string })[]
}

export function updateTableCommand(
  place: AwsPlace,
  { table, isOnDemand = false, own, indexes }: WantedUnits,
): string {
  const { ReadCapacityUnits, WriteCapacityUnits } = throughputOf(own)
  const updates = indexes.map((index) => ({
    Update: { IndexName: index.name, ProvisionedThroughput: throughputOf(index) },
  }))
  return awsCommand(
    place,
    ...['dynamodb', 'update-table', '--table-name', table],
    ...(isOnDemand ? ['--billing-mode', 'PROVISIONED'] : []),
    '--provisioned-throughput',
    `ReadCapacityUnits=${ReadCapacityUnits},WriteCapacityUnits=${WriteCapacityUnits}`,
    ...(updates.length === 0 ? [] : ['--global-secondary-index-updates', JSON.stringify(updates)]),
  )
}

/** AWS: at least one of each. */
function throughputOf({ writeUnits, readUnits }: Units) {
  return { ReadCapacityUnits: Math.max(1, readUnits), WriteCapacityUnits: Math.max(1, writeUnits) }
}
