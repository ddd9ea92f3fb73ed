/** The lab's chart: provisioned, consumed and throttled write units over both phases. */
import { writeUnitsOf } from '../../planner/capacity-units.ts'
import type { Chart } from '../chart.ts'
import { itemSizeBytes } from './table.ts'
import type { Second } from './traffic.ts'

const stepSeconds = 10
const writeUnitsPerItem = writeUnitsOf({ sizeBytes: itemSizeBytes, consistency: 'eventual' })

/** Write units a second: those that the log says, then those that are enough. */
export interface Provisioned {
  readonly loggedWriteUnits: number
  readonly writeUnits: number
}

/** Each second of both phases, drawn as means of ten. */
export function chartOf(
  before: readonly Second[],
  after: readonly Second[],
  { loggedWriteUnits, writeUnits }: Provisioned,
): Chart {
  const seconds = [...before, ...after]
  const throttledAt = seconds.findIndex(({ throttledWrites }) => throttledWrites > 0)
  return {
    name: '08-dynamodb-capacity',
    title: {
      en: 'Write capacity of the table "readings"',
      ja: 'テーブル「readings」の書き込みキャパシティ',
    },
    unit: { en: 'units a second', ja: 'ユニット/秒' },
    stepSeconds,
    series: [
      {
        name: { en: 'provisioned', ja: 'プロビジョニング済み' },
        kind: 'limit',
        values: [
          ...steps(before).map(() => loggedWriteUnits),
          ...steps(after).map(() => writeUnits),
        ],
      },
      {
        name: { en: 'consumed', ja: '消費' },
        kind: 'taken',
        values: steps(seconds).map((step) => mean(step, (one) => one.writeUnits)),
      },
      {
        name: { en: 'throttled', ja: 'スロットリング' },
        kind: 'refused',
        values: steps(seconds).map((step) =>
          mean(step, (one) => one.throttledWrites * writeUnitsPerItem),
        ),
      },
    ],
    marks: [
      {
        // Counted from one, as the plan counts: the second that ends there.
        atSeconds: throttledAt + 1,
        text: { en: 'the burst bucket is empty', ja: 'バーストを使い切る' },
      },
      {
        atSeconds: before.length,
        text: { en: `${writeUnits} WCU are set`, ja: `${writeUnits} WCU に変更` },
      },
    ],
  }
}

function steps(seconds: readonly Second[]): readonly (readonly Second[])[] {
  const count = Math.ceil(seconds.length / stepSeconds)
  return Array.from({ length: count }, (_, at) =>
    seconds.slice(at * stepSeconds, (at + 1) * stepSeconds),
  )
}

function mean(step: readonly Second[], of: (second: Second) => number): number {
  return step.reduce((sum, second) => sum + of(second), 0) / step.length
}
