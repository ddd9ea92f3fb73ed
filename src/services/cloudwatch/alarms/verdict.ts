/**
 * What an alarm's points say: M out of N, and what missing points do to it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */

export type Treatment = 'missing' | 'ignore' | 'breaching' | 'notBreaching'

export interface Question {
  /** N: how many points are judged. */
  readonly evaluationPeriods: number
  /** M: how many of them must be breaching. */
  readonly datapointsToAlarm: number
  readonly treatment: Treatment
}

/** `true`: the point is breaching; `undefined`: it is missing. */
export type Slot = boolean | undefined

export interface Verdict {
  /** `undefined`: the alarm stays as it is. */
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA' | undefined
  /** Where in the range the real points that were judged are, the newest first. */
  readonly judged: readonly number[]
  /** How many missing points were taken for breaching or for fine ones. */
  readonly filled: number
}

/**
 * AWS: more points than N are looked at, so that missing ones matter only where the real ones don't
 * reach. Its example is 5 for N = 3; how many it is for others isn't public, and two more than N is
 * a judgement.
 */
export function rangeLength({ evaluationPeriods }: Pick<Question, 'evaluationPeriods'>): number {
  return evaluationPeriods + 2
}

/** @param range All points of the range, the newest first. */
export function judge(range: readonly Slot[], question: Question): Verdict {
  const { evaluationPeriods: wanted, treatment } = question
  const real = [...range.keys()].filter((at) => range[at] !== undefined)
  const judged = real.slice(0, wanted)
  if (judged.length === wanted)
    return { state: byCount(range, judged, question), judged, filled: 0 }
  const lacking = wanted - judged.length
  if (treatment === 'breaching' || treatment === 'notBreaching') {
    const more = treatment === 'breaching' ? lacking : 0
    return { state: byCount(range, judged, question, more), judged, filled: lacking }
  }
  return { state: ofFew(range, judged, question), judged, filled: 0 }
}

function byCount(
  range: readonly Slot[],
  judged: readonly number[],
  { datapointsToAlarm }: Question,
  more = 0,
): 'OK' | 'ALARM' {
  const breaching = judged.filter((at) => range[at]).length
  return breaching + more >= datapointsToAlarm ? 'ALARM' : 'OK'
}

/**
 * Fewer real points than N, and missing ones stand for nothing. AWS's prose and its tables disagree
 * about a fine point that is older than the breaching one (`0 - X - -` for 2 of 3): the tables are
 * followed, where it makes the alarm OK.
 */
function ofFew(
  range: readonly Slot[],
  judged: readonly number[],
  question: Question,
): Verdict['state'] {
  const { datapointsToAlarm, treatment } = question
  if (judged.length === 0) return treatment === 'missing' ? 'INSUFFICIENT_DATA' : undefined
  if (byCount(range, judged, question) === 'ALARM') return 'ALARM'
  if (judged.some((at) => range[at] === false)) return 'OK'
  // AWS, "avoiding premature transitions": breaching points alone, the oldest old enough.
  const oldest = judged.at(-1) ?? 0
  const isOldEnough = oldest >= datapointsToAlarm - 1
  return isOldEnough && treatment === 'missing' ? 'ALARM' : undefined
}
