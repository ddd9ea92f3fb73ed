import { describe, expect, it } from 'vitest'
import { testStartMs } from '../../../test/support/world.ts'
import { seededRandom } from '../../kernel/random.ts'
import { type Pending, pendingOf } from './measurements.ts'
import { identityOf, metricId } from './metric.ts'
import { readPeriods } from './periods.ts'
import { inOneGo } from './pieces.ts'
import { ofValue } from './point.ts'
import type { CloudWatchReading } from './state.ts'
import { addAll } from './storing.ts'
import { hour, metricWorld, minute, namespace } from './testing/metric-world.ts'

const day = 24 * hour

interface Given {
  readonly atMs: number
  readonly steps: number
  readonly value: number
}

/** Numbers that look random and are the same in every run. */
function draws(seed: string) {
  const random = seededRandom(seed)
  return (below: number) => random.bytes(4).reduce((sum, byte) => sum * 256 + byte, 0) % below
}

/** What periods should hold, worked out the plain way. */
function expectedSums(all: readonly Given[], periodMs: number) {
  const periods = new Map<number, { count: number; sum: number; values: number[] }>()
  for (const { atMs, steps, value } of all) {
    for (let at = 0; at < steps; at++) {
      const start = Math.floor((atMs + at * minute) / periodMs) * periodMs
      const period = periods.get(start) ?? { count: 0, sum: 0, values: [] }
      periods.set(start, period)
      period.count++
      period.sum += value
      period.values.push(value)
    }
  }
  return periods
}

function found(reading: CloudWatchReading, pending: Pending, periodMs: number) {
  const metric = identityOf(namespace, 'm')
  const span = { startMs: testStartMs - day, endMs: testStartMs + 3 * day }
  const wanted = { metric, periodMs, keepsValues: true, ...span }
  const periods = inOneGo(readPeriods(reading, wanted, pending))
  return new Map(
    [...periods].map(([atMs, { count, sum, values }]) => {
      const list = [...(values ?? [])].flatMap(([value, times]) =>
        Array.from({ length: times }, () => value),
      )
      return [atMs, { count, sum, values: list }] as const
    }),
  )
}

function sorted(periods: ReadonlyMap<number, { count: number; sum: number; values: number[] }>) {
  return [...periods]
    .map(([atMs, { count, sum, values }]) => [atMs, count, sum, values.toSorted((a, b) => a - b)])
    .sort(([left], [right]) => Number(left) - Number(right))
}

describe('points in the store', () => {
  it.each(['a', 'b', 'c', 'd', 'e'])(
    'are what was put, in whatever order and however long ago: %s',
    async (seed) => {
      const { reading, kernel, advance, now } = metricWorld()
      const draw = draws(seed)
      const all: Given[] = []
      const metric = identityOf(namespace, 'm')
      const put = (batch: readonly Given[]) => {
        all.push(...batch)
        const stretches = batch.map(({ atMs, steps, value }) => ({
          atMs,
          steps,
          measured: ofValue(value),
        }))
        const added = { metric, unit: 'Count', resolution: 60 as const, stretches }
        kernel.change(() => addAll(reading.state, [added], now()))
      }
      for (let turn = 0; turn < 60; turn++) {
        put(
          Array.from({ length: 1 + draw(4) }, () => ({
            atMs: testStartMs + draw(2 * 24 * 60) * minute,
            steps: draw(3) === 0 ? 1 + draw(150) : 1,
            value: draw(5),
          })),
        )
      }
      const check = (periods: readonly number[]) => {
        for (const periodMs of periods) {
          const wanted = sorted(expectedSums(all, periodMs))
          expect(sorted(found(reading, pendingOf(reading), periodMs))).toEqual(wanted)
        }
      }
      check([minute, 5 * minute, hour, day])
      // New blocks have the old ones made coarser, a few at a time.
      for (const days of [16, 50]) {
        await advance(days * day)
        for (let at = 0; at < 60; at++) {
          const one = { metric, unit: 'Count', resolution: 60 as const }
          const stretches = [{ atMs: now() + at * hour, steps: 1, measured: ofValue(1) }]
          kernel.change(() => addAll(reading.state, [{ ...one, stretches }], now()))
        }
        const resolution = days === 16 ? 300 : 3_600
        const coarse = reading.state.blocks.count({ prefix: [metricId(metric), resolution] })
        expect(coarse).toBeGreaterThan(0)
        check(days === 16 ? [5 * minute, hour] : [hour])
      }
    },
  )
})
