/** Entries of lists, requests and refusals, as lines. */

/** Its words with blanks between; those that an entry hasn't got are left out. */
export function lineOf(words: readonly unknown[]): string {
  return words.filter((word) => word !== undefined && word !== '').join(' ')
}

/** `12:00:00.000`, in UTC; with its date where that isn't the one at `nowMs`, of real time. */
export function shownTime(atMs: number, nowMs: number): string {
  const [date, time] = partsOf(atMs)
  return date === partsOf(nowMs)[0] ? time : `${date} ${time}`
}

function partsOf(ms: number): readonly [date: string, time: string] {
  const text = new Date(ms).toISOString()
  return [text.slice(0, 10), text.slice(11, 23)]
}
