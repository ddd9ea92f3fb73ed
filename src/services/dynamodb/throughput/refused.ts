/** What limits have refused. */
import type { Place } from '../../../kernel/place.ts'
import { indexArn, tableArn } from '../arns.ts'
import type { Demand } from '../capacity.ts'
import type { DynamodbReading, Table } from '../state.ts'
import type { Flow } from './flow.ts'
import type { Limit } from './limit.ts'

/** A demand that a limit has refused. */
export interface Refused {
  readonly table: Table
  readonly demand: Demand
  readonly flow: Flow
  readonly limit: Limit
}

/** A request, or a part of one, that was not let through: at least one refusal. */
export interface Throttling {
  /** Whose it is. */
  readonly call: DynamodbReading
  readonly nowMs: number
  readonly refused: readonly [Refused, ...Refused[]]
}

export function isOfGlobalIndex({ demand }: Pick<Refused, 'demand'>): boolean {
  return demand.index?.kind === 'global'
}

/** The ARN of what a limit is of. */
export function resourceOf(place: Place, one: Refused): string {
  const { table, demand } = one
  if (!isOfGlobalIndex(one)) return tableArn(place, table.name)
  return indexArn(place, table.name, demand.index?.name ?? '')
}
