/** The capacity that a table or an index needs, from what it has consumed minute by minute. */
import { requireNumber } from './plan-error.ts'
import { roundUp, shown, type Step, withoutDust } from './step.ts'

/** One minute of a table or an index, of one kind of units. */
export interface MeasuredMinute {
  readonly atMs: number
  readonly units: number
  /** Requests that got through. */
  readonly requests: number
  readonly throttled: number
}

export interface MeasuredNeed {
  /** Units a second that the busiest minute would have taken; 0 where nothing was asked for. */
  readonly units: number
  readonly busiestAtMs?: number
  readonly throttled: number
  readonly working: readonly Step[]
}

/**
 * Of the busiest minute, with what was refused in it. A refused request is taken for one of the
 * usual size, that of the minute's others, else of all: nobody knows what it would have taken.
 * @throws PlanError
 */
export function planMeasured(
  unit: 'WCU' | 'RCU',
  minutes: readonly MeasuredMinute[],
): MeasuredNeed {
  for (const { units, requests, throttled } of minutes) {
    for (const value of [units, requests, throttled]) {
      requireNumber(value, { input: 'measured', min: 0, max: Number.MAX_SAFE_INTEGER })
    }
  }
  const throttled = minutes.reduce((sum, minute) => sum + minute.throttled, 0)
  const usual = meanOf(minutes) ?? 1
  const asked = minutes.map((minute) => ({ minute, units: askedIn(minute, usual) }))
  const busiest = asked.reduce<(typeof asked)[number] | undefined>(
    (most, one) => (one.units > (most?.units ?? 0) ? one : most),
    undefined,
  )
  if (!busiest) return { units: 0, throttled, working: [] }
  const units = roundUp(busiest.units / 60)
  const working = workingOf(unit, { ...busiest, mean: meanOf([busiest.minute]) ?? usual })
  return { units, busiestAtMs: busiest.minute.atMs, throttled, working }
}

function askedIn(minute: MeasuredMinute, usual: number): number {
  return minute.units + minute.throttled * (meanOf([minute]) ?? usual)
}

/** Units of a request; `undefined` where none got through. */
function meanOf(minutes: readonly MeasuredMinute[]): number | undefined {
  const requests = minutes.reduce((sum, minute) => sum + minute.requests, 0)
  return requests === 0 ? undefined : minutes.reduce((sum, one) => sum + one.units, 0) / requests
}

function workingOf(
  unit: 'WCU' | 'RCU',
  { minute, units, mean }: { minute: MeasuredMinute; units: number; mean: number },
): readonly Step[] {
  const kind = unit === 'WCU' ? 'write' : 'read'
  const wanted: Step = {
    label: `${kind} units asked for in the busiest minute`,
    formula: `${shown(minute.units)} + ${shown(minute.throttled)} throttled × ${shown(mean)}`,
    value: withoutDust(units),
    unit: 'units',
  }
  const needed: Step = {
    label: `${kind} capacity`,
    formula: `⌈${shown(withoutDust(units))} ÷ 60 s⌉`,
    value: roundUp(units / 60),
    unit,
  }
  return [wanted, needed]
}
