/** The times that a reading is asked for. */
import { floorTo } from './block.ts'
import { type Faults, given } from './faults.ts'
import { retentionMs } from './limits.ts'
import type { Span } from './periods.ts'

/**
 * AWS: the start is cut to whole minutes, five minutes or hours as its age has points of, or to the
 * period where that is below a minute.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
 */
export function roundedStart(startMs: number, periodSeconds: number, nowMs: number): number {
  return floorTo(startMs, stepMsOf(startMs, periodSeconds, nowMs))
}

function stepMsOf(startMs: number, periodSeconds: number, nowMs: number): number {
  const ageMs = nowMs - startMs
  if (ageMs >= retentionMs[300]) return 3_600_000
  if (ageMs >= retentionMs[60]) return 300_000
  return Math.min(60, periodSeconds) * 1_000
}

/** Both ends, cut alike. */
export function roundedSpan({ startMs, endMs }: Span, periodSeconds: number, nowMs: number): Span {
  const stepMs = stepMsOf(startMs, periodSeconds, nowMs)
  return { startMs: floorTo(startMs, stepMs), endMs: floorTo(endMs, stepMs) }
}

/** Both are there, which nobody has checked before. */
export function checkTimes(
  faults: Faults,
  { StartTime: start, EndTime: end }: { readonly StartTime?: Date; readonly EndTime?: Date },
): void {
  if (!given(start)) faults.missing('StartTime')
  if (!given(end)) faults.missing('EndTime')
}

export function checkOrder(faults: Faults, { startMs, endMs }: Span): void {
  if (startMs === endMs) {
    faults.value('The parameter StartTime must not equal parameter EndTime.')
  } else if (startMs > endMs) {
    // Eucalyptus's words, which repeated AWS's.
    faults.value('The parameter EndTime must be greater than StartTime.')
  }
}
