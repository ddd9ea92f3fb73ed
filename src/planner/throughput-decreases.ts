/**
 * How often provisioned throughput may be lowered.
 *
 * AWS: four times at any time of a UTC day, then once every 3,600 seconds, counted from the last one
 * that was accepted; a table and each of its indexes count for themselves, both dimensions in one
 * call are one decrease. So at most 27 a day.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
 */
const freeDecreasesPerDay = 4
const waitMs = 3_600_000
const dayMs = 86_400_000

/** What a table or index remembers of its decreases; empty for one that had none. */
export interface Decreases {
  /** On the UTC day of the last one. */
  readonly count: number
  readonly lastAtMs: number | undefined
}

/** Instants are milliseconds since 1970. */
export type DecreaseJudgement =
  | { readonly isAllowed: true; readonly after: Decreases }
  | {
      readonly isAllowed: false
      readonly decreasesToday: number
      readonly lastAtMs: number
      readonly allowedAtMs: number
    }

export const noDecreases: Decreases = { count: 0, lastAtMs: undefined }

/** Decreases that were made on the UTC day of an instant. */
export function decreasesOnDay({ count, lastAtMs }: Decreases, nowMs: number): number {
  return lastAtMs !== undefined && dayOf(lastAtMs) === dayOf(nowMs) ? count : 0
}

/** Whether throughput may be lowered now; where not, when it may. */
export function judgeDecrease(decreases: Decreases, nowMs: number): DecreaseJudgement {
  const today = decreasesOnDay(decreases, nowMs)
  const { lastAtMs } = decreases
  const isFree = today < freeDecreasesPerDay || lastAtMs === undefined
  if (isFree || nowMs >= lastAtMs + waitMs) {
    return { isAllowed: true, after: { count: today + 1, lastAtMs: nowMs } }
  }
  // The next day begins with four free ones again.
  const allowedAtMs = Math.min(lastAtMs + waitMs, (dayOf(nowMs) + 1) * dayMs)
  return {
    isAllowed: false,
    decreasesToday: today,
    lastAtMs,
    allowedAtMs,
  }
}

function dayOf(ms: number): number {
  return Math.floor(ms / dayMs)
}
