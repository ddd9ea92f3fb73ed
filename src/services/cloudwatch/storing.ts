/** How points enter the store. */
import { blockLengthMs, blockStartMs, coarser, floorTo, resolutions } from './block.ts'
import { minuteMs, retentionMs } from './limits.ts'
import { metricId } from './metric.ts'
import { type Measured, Sum } from './point.ts'
import { appendRow, changeLast, noRows, readRows, type Rows, type Run, writeRows } from './rows.ts'
import type { Block, CloudWatchState, Metric, MetricIdentity, Resolution } from './state.ts'

/** What was measured from an instant on, alike in each of so many steps of the resolution. */
export interface Stretch {
  readonly atMs: number
  readonly steps: number
  readonly measured: Measured
}

/** A metric's points of one unit and resolution. */
export interface Added {
  readonly metric: MetricIdentity
  readonly unit: string
  readonly resolution: Resolution
  readonly stretches: readonly Stretch[]
}

/** How far a metric's note of its newest point may lie behind. */
export const newestSlackMs = 10 * minuteMs

/** Blocks that a new one of the same metric and resolution makes coarser, in turn. */
const agedPerBlockMax = 3

/** Metrics without any points left that a new one removes. */
const outdatedPerMetricMax = 2

/** Points of the same metric, unit and resolution enter together: each block is written once. */
export function addAll(state: CloudWatchState, all: readonly Added[], nowMs: number): void {
  const groups = new Map<string, Added & { readonly id: string; readonly stretches: Stretch[] }>()
  for (const added of all) {
    const { metric, unit, resolution, stretches } = added
    const id = metricId(metric)
    const key = `${id} ${unit} ${resolution}`
    const group = groups.get(key)
    if (group) for (const stretch of stretches) group.stretches.push(stretch)
    else groups.set(key, { id, metric, unit, resolution, stretches: [...stretches] })
  }
  for (const group of groups.values()) addPoints(state, group, nowMs)
}

function addPoints(
  state: CloudWatchState,
  added: Added & { readonly id: string },
  nowMs: number,
): void {
  const { id, metric, unit, resolution, stretches } = added
  noteMetric(state, { ...metric, id }, added, nowMs)
  for (const [startMs, runs] of byBlock(resolution, stretches)) {
    const block = state.blocks.get(id, resolution, unit, startMs)
    if (!block) age(state, { metricId: id, unit }, nowMs)
    const { rows, last } = mergeRows(block ?? noRows, runs)
    state.blocks.put({ metricId: id, unit, resolution, startMs, rows, last })
  }
}

/** Metrics are kept in lists and found by searches for as long as they have points. */
function noteMetric(
  state: CloudWatchState,
  metric: MetricIdentity & { readonly id: string },
  { unit, stretches, resolution }: Added,
  nowMs: number,
): void {
  const known = state.metrics.get(metric.id)
  const newestMs = stretches.reduce(
    (newest, { atMs, steps }) => Math.max(newest, atMs + (steps - 1) * resolution * 1_000),
    0,
  )
  const hasUnit = known?.units.includes(unit)
  if (known && hasUnit && newestMs < known.newestMs + newestSlackMs) return
  if (!known) dropOutdated(state, nowMs)
  const units = hasUnit ? (known?.units ?? []) : [...(known?.units ?? []), unit]
  state.metrics.put({ ...metric, units, newestMs: Math.max(newestMs, known?.newestMs ?? 0) })
}

function dropOutdated(state: CloudWatchState, nowMs: number): void {
  const to = [nowMs - retentionMs[3_600] - newestSlackMs]
  const outdated = [...state.metrics.index('newest').range({ to, limit: outdatedPerMetricMax })]
  for (const metric of outdated) dropMetric(state, metric)
}

function dropMetric(state: CloudWatchState, { id }: Metric): void {
  for (const block of [...state.blocks.range({ prefix: [id] })]) deleteBlock(state, block)
  state.metrics.delete(id)
}

function deleteBlock(state: CloudWatchState, block: Block): void {
  state.blocks.delete(block.metricId, block.resolution, block.unit, block.startMs)
}

function byBlock(resolution: Resolution, stretches: readonly Stretch[]): Map<number, Run[]> {
  const blocks = new Map<number, Run[]>()
  const stepMs = resolution * 1_000
  for (const { atMs, steps, measured } of stretches) {
    const endMs = atMs + steps * stepMs
    for (let fromMs = atMs; fromMs < endMs;) {
      const startMs = blockStartMs(resolution, fromMs)
      const toMs = Math.min(endMs, startMs + blockLengthMs(resolution))
      const offset = Math.floor((fromMs - startMs) / stepMs)
      const run = { offset, steps: Math.round((toMs - fromMs) / stepMs), measured }
      const runs = blocks.get(startMs)
      if (runs) runs.push(run)
      else blocks.set(startMs, [run])
      fromMs = toMs
    }
  }
  return blocks
}

/** What comes behind all that is there, or adds to the last of it, leaves the others untouched. */
function mergeRows(block: Rows, added: readonly Run[]): Rows {
  // What comes a step at a time is brought in order, and each step of it added up, first.
  const runs = added.every(({ steps }) => steps === 1) ? summed(added) : added
  let merged = block
  for (const [at, run] of runs.entries()) {
    const next = appendRow(merged, run) ?? addToLast(merged, run)
    if (!next) return writeRows(summed([...readRows(merged.rows), ...runs.slice(at)]))
    merged = next
  }
  return merged
}

function addToLast(rows: Rows, { offset, steps, measured }: Run): Rows | undefined {
  if (steps !== 1) return undefined
  return changeLast(rows, offset, (before) => new Sum().add(before).add(measured))
}

/** One run a step. */
function summed(runs: readonly Run[]): readonly Run[] {
  if (runs.length === 1 && runs[0]?.steps === 1) return runs
  const sums = new Map<number, Sum>()
  for (const { offset, steps, measured } of runs) {
    for (let at = offset; at < offset + steps; at++) {
      let sum = sums.get(at)
      if (!sum) sums.set(at, (sum = new Sum()))
      sum.add(measured)
    }
  }
  const inOrder = [...sums].sort(([left], [right]) => left - right)
  return inOrder.map(([offset, measured]) => ({ offset, steps: 1, measured }))
}

/** Makes a metric's oldest points coarser, a few blocks at a time, or forgets them. */
function age(
  state: CloudWatchState,
  { metricId: id, unit }: Pick<Block, 'metricId' | 'unit'>,
  nowMs: number,
): void {
  for (const resolution of resolutions) {
    const untilMs = nowMs - retentionMs[resolution] - blockLengthMs(resolution)
    const span = { prefix: [id, resolution, unit], to: [untilMs], limit: agedPerBlockMax }
    for (const block of [...state.blocks.range(span)]) {
      deleteBlock(state, block)
      const next = coarser[resolution]
      if (next) coarsen(state, block, next)
    }
  }
}

function coarsen(state: CloudWatchState, block: Block, next: Resolution): void {
  const { metricId: id, unit, resolution } = block
  const stretches = [...readRows(block.rows)].flatMap(({ offset, steps, measured }) =>
    Array.from({ length: steps }, (_, at) => ({
      atMs: floorTo(block.startMs + (offset + at) * resolution * 1_000, next * 1_000),
      steps: 1,
      measured,
    })),
  )
  for (const [startMs, runs] of byBlock(next, stretches)) {
    const { rows, last } = mergeRows(state.blocks.get(id, next, unit, startMs) ?? noRows, runs)
    state.blocks.put({ metricId: id, unit, resolution: next, startMs, rows, last })
  }
}
