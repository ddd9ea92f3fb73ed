import type { Database } from './lmdb-reader.ts'
import { storageErrorOf } from './storage-faults.ts'

/** A flush begins this long after the first write that it covers. */
const flushDelayMs = 500

/** Brings to the disk what was committed, in a thread of LMDB's, one flush at a time. */
export class BackgroundFlush {
  readonly #db: Database
  readonly #path: string
  #timer: NodeJS.Timeout | undefined
  #isDirty = false
  #running: Promise<void> | undefined

  constructor(db: Database, path: string) {
    this.#db = db
    this.#path = path
  }

  soon(): void {
    this.#isDirty = true
    if (this.#timer) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      // Who must know waits for `flush`; the next one tries again.
      this.now().catch(() => this.soon())
    }, flushDelayMs)
    this.#timer.unref()
  }

  async now(): Promise<void> {
    while (this.#running) await this.#running
    if (!this.#isDirty) return
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#isDirty = false
    this.#running = this.#sync().finally(() => (this.#running = undefined))
    await this.#running
  }

  #sync(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#db.sync((error) => {
        if (!error) return resolve()
        this.#isDirty = true
        reject(storageErrorOf(error, this.#path, 'write'))
      })
    })
  }
}
