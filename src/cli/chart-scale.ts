/** What both drawings of a chart measure by. */
import type { Chart } from '../labs/chart.ts'

/** The upper end of the values' axis: a round number that nothing rises above. */
export function topOf({ series }: Chart): number {
  const valueAt = (kind: string, at: number) =>
    series.find((one) => one.kind === kind)?.values[at] ?? 0
  const count = Math.max(0, ...series.map(({ values }) => values.length))
  let highest = 1
  for (let at = 0; at < count; at++) {
    const stacked = valueAt('taken', at) + valueAt('refused', at)
    highest = Math.max(highest, stacked, valueAt('limit', at))
  }
  return roundedUp(highest)
}

/** Seconds at which the time axis is labelled: whole minutes, ten at most. */
export function ticksOf(seconds: number): readonly number[] {
  const minutes = Math.floor(seconds / 60)
  const every = Math.max(1, Math.ceil(minutes / 10))
  const ticks: number[] = []
  for (let minute = 0; minute <= minutes; minute += every) ticks.push(minute * 60)
  return ticks
}

/** `1:40`. */
export function shownMinutes(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** To one, two or five in front of zeros, in twelfths where that is closer: 120 stays 120. */
function roundedUp(value: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(value))
  const step = [1, 1.2, 1.5, 2, 3, 4, 5, 6, 8, 10].find((one) => one * magnitude >= value) ?? 10
  return step * magnitude
}
