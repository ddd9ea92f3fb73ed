/** The requests served, newest last: in memory, a ring that costs a call next to nothing. */

export interface JournalEntry {
  readonly requestId: string
  /** Emulated time at which the request was answered. */
  readonly atMs: number
  readonly service: string
  readonly operation: string
  readonly status: number
  /** The error's code; empty for success. */
  readonly code: string
  /** Real time from the head's arrival to the answer. */
  readonly durationMs: number
  /** The caller's ARN, or its kind where it has none. */
  readonly caller: string
  readonly account: string
  readonly region: string
  readonly protocol: string
  readonly method: string
  readonly path: string
  /** As sent; absent for streams. */
  readonly requestBytes: number | undefined
  readonly responseBytes: number | undefined
}

/** How many are kept; older ones are overwritten. */
export const journalEntriesMax = 1_000

export class Journal {
  readonly #ring: JournalEntry[] = []
  #at = 0
  readonly #listeners = new Set<(entry: JournalEntry) => void>()

  record(entry: JournalEntry): void {
    this.#ring[this.#at] = entry
    this.#at = (this.#at + 1) % journalEntriesMax
    if (this.#listeners.size === 0) return
    for (const listener of this.#listeners) listener(entry)
  }

  list(): readonly JournalEntry[] {
    return [...this.#ring.slice(this.#at), ...this.#ring.slice(0, this.#at)]
  }

  /** Follows live; answers how to stop. */
  onRecord(listener: (entry: JournalEntry) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  clear(): void {
    this.#ring.length = 0
    this.#at = 0
  }
}
