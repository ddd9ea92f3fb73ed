/** A metric's points, added up to periods: what is in the store and what is pending, as one. */
import { blockLengthMs, blockStartMs, floorTo, resolutions } from './block.ts'
import { minuteMs, retentionMs } from './limits.ts'
import { metricId } from './metric.ts'
import type { Pending } from './measurements.ts'
import type { Pieces } from './pieces.ts'
import { Sum } from './point.ts'
import { afterRow } from './rows.ts'
import type { Block, CloudWatchReading, MetricIdentity, Resolution } from './state.ts'

/** `endMs` is exclusive; periods are counted from `startMs` on. */
export interface Span {
  readonly startMs: number
  readonly endMs: number
}

export interface Wanted extends Span {
  readonly metric: MetricIdentity
  readonly periodMs: number
  /** Absent: whatever unit it was measured in. */
  readonly unit?: string
  /** For statistics that need the single values, which cost the most. */
  readonly keepsValues: boolean
}

/** By the starts of periods, in no order; periods without points are absent. */
export type Periods = Map<number, Sum>

/**
 * AWS: a point is seen by periods that are multiples of what its age has left of it: a minute for
 * 15 days, five minutes for 63, an hour for 455.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
 */
export function keptSinceMs(periodMs: number, nowMs: number): number {
  if (periodMs % 3_600_000 === 0) return nowMs - retentionMs[3_600]
  if (periodMs % 300_000 === 0) return nowMs - retentionMs[300]
  return nowMs - (periodMs % 60_000 === 0 ? retentionMs[60] : retentionMs[1])
}

/** A metric's periods, all of its units together. */
export function* readPeriods(
  reading: CloudWatchReading,
  wanted: Wanted,
  pending: Pending,
): Pieces<Periods> {
  const periods: Periods = new Map()
  for (const unit of unitsOf(reading, wanted, pending)) {
    yield* readUnit(reading, { ...wanted, unit }, pending, periods)
  }
  return periods
}

/** The same, apart by unit. */
export function* readByUnit(
  reading: CloudWatchReading,
  wanted: Wanted,
  pending: Pending,
): Pieces<ReadonlyMap<string, Periods>> {
  const byUnit = new Map<string, Periods>()
  for (const unit of unitsOf(reading, wanted, pending)) {
    const periods: Periods = new Map()
    yield* readUnit(reading, { ...wanted, unit }, pending, periods)
    byUnit.set(unit, periods)
  }
  return byUnit
}

function unitsOf({ state }: CloudWatchReading, wanted: Wanted, pending: Pending): string[] {
  if (wanted.unit !== undefined) return [wanted.unit]
  const id = metricId(wanted.metric)
  const stored = state.metrics.get(id)?.units ?? []
  const open = pending.points(wanted.metric, id).map(({ unit }) => unit)
  return [...new Set([...stored, ...open])]
}

function* readUnit(
  reading: CloudWatchReading,
  wanted: Wanted & { readonly unit: string },
  pending: Pending,
  periods: Periods,
): Pieces<void> {
  const id = metricId(wanted.metric)
  const nowMs = reading.clock.now()
  const { periodMs, startMs, endMs, unit } = wanted
  const fromMs = Math.max(startMs, keptSinceMs(periodMs, nowMs))
  const sumAt = (atMs: number) => {
    const period = startMs + floorTo(atMs - startMs, periodMs)
    let sum = periods.get(period)
    if (!sum) periods.set(period, (sum = new Sum(wanted.keepsValues)))
    return sum
  }
  for (const resolution of resolutions) {
    if (!isSeen(resolution, periodMs) || fromMs >= endMs) continue
    const span = { id, unit, resolution, fromMs, endMs }
    yield* readBlocks(reading, span, { periodMs, startMs, sumAt })
  }
  for (const point of pending.points(wanted.metric, id)) {
    const isIn = point.atMs >= fromMs && point.atMs < endMs
    if (isIn && point.unit === unit && periodMs >= 60_000) sumAt(point.atMs).add(point)
  }
}

/**
 * What has become coarser with age can't be told apart any more, and is older than what is asked for
 * here; so points of five minutes that a period of a minute finds were measured so, and belong to
 * the minute at which they stand.
 */
function isSeen(resolution: Resolution, periodMs: number): boolean {
  return resolution * 1_000 <= periodMs || (resolution === 300 && periodMs >= minuteMs)
}

interface BlockSpan {
  readonly id: string
  readonly unit: string
  readonly resolution: Resolution
  readonly fromMs: number
  readonly endMs: number
}

interface Summing {
  readonly periodMs: number
  readonly startMs: number
  sumAt(atMs: number): Sum
}

/** Read at once: nothing may be read on over a yield. */
const blocksReadMax = 4

function* readBlocks(
  { state }: CloudWatchReading,
  span: BlockSpan,
  summing: Summing,
): Pieces<void> {
  const { id, unit, resolution, fromMs, endMs } = span
  const within = { prefix: [id, resolution, unit], to: [endMs], limit: blocksReadMax }
  let from = blockStartMs(resolution, fromMs)
  for (;;) {
    const blocks = [...state.blocks.range({ ...within, from: [from] })]
    for (const block of blocks) yield addBlock(block, span, summing)
    const last = blocks.at(-1)
    if (!last || blocks.length < blocksReadMax) return
    from = last.startMs + blockLengthMs(resolution)
  }
}

/** Answers about how many points' worth of work it was. */
function addBlock(block: Block, span: BlockSpan, summing: Summing): number {
  const { rows } = block
  let points = rows.length / numbersPerPoint
  for (let at = 0; at < rows.length; at = afterRow(rows, at)) {
    points += addRow(block, at, span, summing)
  }
  return points
}

/** Of a point of one value, as rows have it. */
const numbersPerPoint = 5

/** Points that are alike are added to each of their periods at once; answers to how many. */
function addRow(
  { rows, startMs: blockMs }: Block,
  at: number,
  { resolution, fromMs, endMs }: BlockSpan,
  { periodMs, startMs, sumAt }: Summing,
): number {
  const stepMs = resolution * 1_000
  const rowMs = blockMs + (rows[at] ?? 0) * stepMs
  const untilMs = Math.min(endMs, rowMs + (rows[at + 1] ?? 0) * stepMs)
  const skipped = Math.max(0, Math.ceil((fromMs - rowMs) / stepMs))
  let periods = 0
  for (let atMs = rowMs + skipped * stepMs; atMs < untilMs;) {
    const periodEndMs = startMs + floorTo(atMs - startMs, periodMs) + periodMs
    const times = Math.ceil((Math.min(untilMs, periodEndMs) - atMs) / stepMs)
    sumAt(atMs).addRow(rows, at, times)
    atMs += times * stepMs
    periods++
  }
  return periods
}
