/**
 * How long a change of status takes: a moment, so that nobody waits and whoever looks at once still
 * sees the state in between, or as long as it was seen to take on AWS (`--real-durations`).
 */
export interface Duration {
  readonly briefMs: number
  readonly awsMs: number
}

export interface Durations {
  msOf(duration: Duration): number
}

const momentMs = 200

/** @param awsMs what is usual on AWS; what was seen there varies by half and more */
export function duration(awsMs: number): Duration {
  return { briefMs: Math.min(momentMs, awsMs), awsMs }
}

export const briefDurations: Durations = { msOf: ({ briefMs }) => briefMs }

export const realDurations: Durations = { msOf: ({ awsMs }) => awsMs }
