/** A journal as a stream of JSON lines, for as long as the client reads. */
import type { WireResponse } from '../wire/message.ts'
import type { Journal } from './resource.ts'

/** Lines kept for a client that reads slowly; those beyond are counted instead. */
export const waitingLinesMax = 1_000

export function follow(
  journal: Journal,
  first: readonly object[],
  followers: Set<Lines>,
): WireResponse {
  const headers = { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' }
  const stopListening = journal.onRecord((entry) => lines.add(entry))
  const lines = new Lines(first, () => {
    stopListening()
    followers.delete(lines)
  })
  followers.add(lines)
  return { status: 200, headers, body: lines }
}

/**
 * Not a generator: a generator that waits for its next line can't be ended from outside, and the
 * client may go at any time.
 */
export class Lines implements AsyncIterableIterator<Uint8Array> {
  #waiting: string[]
  #missed = 0
  #isOver = false
  #wake: (() => void) | undefined
  readonly #onEnd: () => void

  constructor(first: readonly object[], onEnd: () => void) {
    this.#waiting = first.map(lineOf)
    this.#onEnd = onEnd
  }

  add(entry: object): void {
    if (this.#waiting.length < waitingLinesMax) this.#waiting.push(lineOf(entry))
    else this.#missed++
    this.#wake?.()
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    while (this.#waiting.length === 0 && !this.#isOver) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    if (this.#isOver) return { done: true, value: undefined }
    return { done: false, value: Buffer.from(this.#take()) }
  }

  return(): Promise<IteratorResult<Uint8Array>> {
    this.#isOver = true
    this.#onEnd()
    this.#wake?.()
    return Promise.resolve({ done: true, value: undefined })
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  #take(): string {
    const missed = this.#missed > 0 ? [lineOf({ missed: this.#missed })] : []
    const text = [...this.#waiting, ...missed].join('')
    this.#waiting = []
    this.#missed = 0
    return text
  }
}

function lineOf(entry: object): string {
  return `${JSON.stringify(entry)}\n`
}
