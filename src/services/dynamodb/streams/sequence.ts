/**
 * Sequence numbers: counted on from the instant in microseconds, so that they rise through all shards
 * of a stream, whatever of it is trimmed and whenever the process ends.
 */

/** The next number, of a change at an instant. */
export function nextSequence(last: number, atMs: number): number {
  return Math.max(last + 1, firstAt(atMs))
}

/** No change at or behind an instant has a lower number. */
export function firstAt(atMs: number): number {
  return atMs * 1_000
}

/** AWS: 21 to 40 digits; SDKs check that. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html */
export function shownSequence(sequence: number): string {
  return `1${String(sequence).padStart(20, '0')}`
}

/** `undefined`: no sequence number of any stream here. */
export function readSequence(text: string): number | undefined {
  if (!/^1\d{20}$/.test(text)) return undefined
  const sequence = Number(text.slice(1))
  return Number.isSafeInteger(sequence) ? sequence : undefined
}
