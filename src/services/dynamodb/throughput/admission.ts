/**
 * Lets requests through as far as tables, indexes and key ranges give units, and counts what they
 * take. Whoever reads or writes items asks here first: what is refused takes nothing, and what is
 * let through has paid, whatever becomes of it (AWS: failed conditions consume, too).
 *
 * - `admit`: one request, let through or thrown;
 * - `admitPage`: a query or scan, whose units are known once it was read;
 * - `tryAdmit`: a part of a batch, which may be left undone;
 * - `tryAdmitAll`: a transaction, of which every item must get through;
 * - `charge`: what happens anyway, such as writes of other replicas.
 */
import type { AwsError } from '../../../kernel/errors.ts'
import type { Consumption, Demand } from '../capacity.ts'
import type { DynamodbReading, Table } from '../state.ts'
import type { Limit } from './limit.ts'
import { countConsumed, countThrottles, operationMeasures } from './measures.ts'
import { flowOf } from './supply.ts'
import { Takings } from './takings.ts'
import type { Flow } from './flow.ts'
import type { Refused, Throttling } from './refused.ts'
import { throttlingError } from './throttling.ts'

/** As CloudWatch's dimension Operation has them. */
export type ItemOperation =
  | 'PutItem'
  | 'DeleteItem'
  | 'UpdateItem'
  | 'GetItem'
  | 'BatchGetItem'
  | 'Scan'
  | 'Query'
  | 'BatchWriteItem'
  | 'TransactWriteItems'
  | 'TransactGetItems'
  | 'ExecuteTransaction'
  | 'BatchExecuteStatement'
  | 'ExecuteStatement'

/**
 * @throws AwsError ProvisionedThroughputExceededException, ThrottlingException,
 * RequestLimitExceeded
 */
export function admit(
  call: DynamodbReading,
  operation: ItemOperation,
  consumption: Consumption,
): void {
  const throttling = tryAdmit(call, operation, consumption)
  if (throttling) throw throttled(call, operation, throttling)
}

/**
 * Of reads that are carried out already: the limits may come to owe for them, and refuse where they
 * hold nothing.
 * @throws AwsError as `admit`
 */
export function admitPage(
  call: DynamodbReading,
  operation: ItemOperation,
  consumption: Consumption,
): void {
  const passes = passesOf(call, consumption)
  const throttling = take(call, passes, leastOf)
  if (throttling) throw throttled(call, operation, throttling)
  const nowMs = call.clock.now()
  for (const { demand, limits } of passes) {
    const more = demand.units - leastOf(demand)
    for (const limit of limits) {
      limit.hotKeys?.ask(demand.partition, more, nowMs)
      limit.charge(more, nowMs)
    }
  }
  count(call, operation, passes)
}

/**
 * Of what is carried out whatever the limits hold: they may come to owe for it.
 * @param operation as explanations name it
 */
export function charge(call: DynamodbReading, operation: string, consumption: Consumption): void {
  const nowMs = call.clock.now()
  const passes = passesOf(call, consumption)
  for (const { demand, limits } of passes) {
    for (const limit of limits) {
      limit.hotKeys?.ask(demand.partition, demand.units, nowMs)
      limit.charge(demand.units, nowMs)
    }
  }
  count(call, operation, passes)
}

/** `undefined`: it is let through. */
export function tryAdmit(
  call: DynamodbReading,
  operation: ItemOperation,
  consumption: Consumption,
): Throttling | undefined {
  const passes = passesOf(call, consumption)
  const throttling = take(call, passes, unitsOf)
  if (!throttling) count(call, operation, passes)
  return throttling
}

/** `undefined`: all are let through; else what refused each of them, and nothing is taken. */
export function tryAdmitAll(
  call: DynamodbReading,
  operation: ItemOperation,
  consumptions: readonly Consumption[],
): readonly (Throttling | undefined)[] | undefined {
  const all = consumptions.map((one) => passesOf(call, one))
  const taken = new Takings()
  const throttlings = all.map((passes) => take(call, passes, unitsOf, taken))
  if (throttlings.some((one) => one !== undefined)) {
    taken.undo()
    return throttlings
  }
  for (const passes of all) count(call, operation, passes)
  return undefined
}

/** The error of a whole request that was throttled, and counts as such. */
export function throttled(
  call: DynamodbReading,
  operation: ItemOperation,
  throttling: Throttling,
): AwsError {
  const [{ table }] = throttling.refused
  operationMeasures(call, operation, table.name).count('ThrottledRequests')
  return throttlingError(throttling)
}

/** A demand, and the limits that it must pass. */
interface Pass {
  readonly table: Table
  readonly demand: Demand
  readonly flow: Flow
  readonly limits: readonly Limit[]
}

function passesOf(call: DynamodbReading, { table, demands }: Consumption): readonly Pass[] {
  const nowMs = call.clock.now()
  return demands.map((demand) => {
    const flow = flowOf(call, table, demand)
    return { table, demand, flow, limits: flow.limitsFor(demand.partition, nowMs) }
  })
}

/** Takes all of it, or nothing. */
function take(
  call: DynamodbReading,
  passes: readonly Pass[],
  units: (demand: Demand) => number,
  taken = new Takings(),
): Throttling | undefined {
  const nowMs = call.clock.now()
  const begin = taken.count
  let refused: [Refused, ...Refused[]] | undefined
  for (const { table, demand, flow, limits } of passes) {
    for (const limit of limits) {
      limit.hotKeys?.ask(demand.partition, units(demand), nowMs)
      if (taken.take(limit, units(demand), nowMs)) continue
      const one = { table, demand, flow, limit }
      if (refused) refused.push(one)
      else refused = [one]
    }
  }
  if (!refused) return undefined
  taken.undo(begin)
  for (const { limit } of refused) limit.noteRefusal(nowMs)
  countThrottles(refused)
  return { call, nowMs, refused }
}

function count(call: DynamodbReading, operation: string, passes: readonly Pass[]): void {
  const nowMs = call.clock.now()
  for (const { demand, flow, limits } of passes) {
    flow.note(demand.units)
    for (const limit of limits) limit.usage.take(operation, demand.units, nowMs)
    countConsumed(demand, flow)
  }
}

function unitsOf({ units }: Demand): number {
  return units
}

/** What a read takes at least; a page that evaluated nothing takes that. */
function leastOf({ units }: Demand): number {
  return Math.min(units, 0.5)
}
