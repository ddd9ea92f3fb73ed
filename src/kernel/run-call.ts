/** The call that an operation's `run` is handed. */
import type { Call } from './call.ts'
import type { Cell } from './cells.ts'
import type { StateSpec } from './collection.ts'
import type { AwsError } from './errors.ts'
import type { Judged } from './kernel.ts'
import { Wait } from './wait.ts'

export type RunCall = Call<object, StateSpec, unknown>

/** Made member by member: a spread of the cell's would cost more than the rest of a small call. */
export function callIn(
  cell: Cell,
  execution: Judged,
  prepared: unknown,
  beganAtMs: number,
): RunCall {
  const {
    state,
    place,
    clock,
    random,
    limits,
    durations,
    ports,
    memory,
    metrics,
    newId,
    at,
    cancel,
    touch,
    deliver,
  } = cell.changing
  return {
    state,
    place,
    clock,
    random,
    limits,
    durations,
    ports,
    memory,
    metrics,
    newId,
    at,
    cancel,
    touch,
    deliver,
    input: execution.input,
    caller: execution.caller,
    request: execution.request,
    refusals: execution.refusals ?? noRefusals,
    note: execution.note ?? unnoted,
    prepared,
    beganAtMs,
    isFirstLook: true,
    isLastLook: false,
    waitUntil,
  }
}

function waitUntil(dueMs: number, topic: string, realMsMax: number): Wait {
  return new Wait(dueMs, topic, realMsMax)
}

const noRefusals: ReadonlyMap<number, AwsError> = new Map()

/** Nobody listens, where the call of a unit test ends here. */
function unnoted(): void {}
