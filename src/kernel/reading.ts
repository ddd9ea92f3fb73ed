import type { Reading } from './call.ts'
import type { StateSpec } from './collection.ts'

/** What of a call may be kept beyond it: not its input, above all. */
export function readingOf<S extends StateSpec>(call: Reading<S>): Reading<S> {
  const { state, place, clock, random, limits, durations, ports, memory, metrics } = call
  return { state, place, clock, random, limits, durations, ports, memory, metrics }
}
