/** What both drawings of a chart measure by. */
import type { Chart, ChartSeries } from '../labs/chart.ts'

/** What a chart shows of one step; 0 where a series has nothing. */
export type Column = Readonly<Record<ChartSeries['kind'], number>>

export function columnsOf({ series }: Chart): readonly Column[] {
  const count = Math.max(0, ...series.map(({ values }) => values.length))
  const valueAt = (kind: ChartSeries['kind'], at: number) =>
    series.find((one) => one.kind === kind)?.values[at] ?? 0
  return Array.from({ length: count }, (_, at) => ({
    limit: valueAt('limit', at),
    taken: valueAt('taken', at),
    refused: valueAt('refused', at),
  }))
}

/** The upper end of the values' axis: a round number that nothing rises above. */
export function topOf(chart: Chart): number {
  const heights = columnsOf(chart).map(({ limit, taken, refused }) =>
    Math.max(limit, taken + refused),
  )
  return roundedUp(Math.max(1, ...heights))
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

/** To a number that is easy to halve and quarter, with zeros behind it: 119 becomes 120. */
function roundedUp(value: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(value))
  const step = [1, 1.2, 1.5, 2, 3, 4, 5, 6, 8, 10].find((one) => one * magnitude >= value) ?? 10
  return step * magnitude
}
