/**
 * Which entity refers to which blob: one record each, in the batch of the entity itself. A blob whose
 * last reference a batch drops is deleted once that is committed.
 */
import type { Blobs } from './blobs.ts'
import { afterPrefix, type Key, keyOf } from './store/key.ts'
import type { Overlay } from './store/overlay.ts'
import type { Range } from './store/store.ts'

const prefix = keyOf('kernel', 'blobs')

export class BlobReferences {
  readonly #overlay: Overlay
  readonly #blobs: Blobs
  readonly #reportBug: (error: unknown, where: string) => void
  #dropped = new Set<string>()
  /** Ids that may be deleted when the last who reads all of them is done. */
  #waiting: string[] = []
  #readers = 0

  constructor(overlay: Overlay, blobs: Blobs, reportBug: (error: unknown, where: string) => void) {
    this.#overlay = overlay
    this.#blobs = blobs
    this.#reportBug = reportBug
  }

  /** Part of a change: an entity that referred to `old` refers to `next` from now on. */
  replace(entity: Key, old: readonly string[], next: readonly string[]): void {
    for (const id of old) {
      if (next.includes(id)) continue
      this.#overlay.delete(referenceKey(id, entity))
      this.#dropped.add(id)
    }
    for (const id of next) {
      if (!old.includes(id)) this.#overlay.put(referenceKey(id, entity), 1)
    }
  }

  /** Deletes what the batch has left without a reference, once it is as safe as it gets. */
  committed(flushed: void | Promise<void>): void {
    if (this.#dropped.size === 0) return
    const ids = [...this.#dropped]
    this.#dropped.clear()
    if (flushed) flushed.then(() => this.#release(ids)).catch(() => undefined)
    else this.#release(ids)
  }

  forgotten(): void {
    this.#dropped.clear()
  }

  /** All ids that are referred to. */
  *list(): Generator<string> {
    let latest: string | undefined
    for (const [key] of this.#overlay.range({ start: prefix, end: afterPrefix(prefix) })) {
      const id = idOf(key)
      if (id !== latest) yield id
      latest = id
    }
  }

  /** Nothing is deleted until the answer is called: all that is referred to now can be read. */
  hold(): () => void {
    this.#readers++
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      if (--this.#readers === 0) this.#release(this.#waiting.splice(0))
    }
  }

  /**
   * Deletes what a crash has left: staged blobs, and kept ones that nothing refers to. Before the
   * first call, whose blobs would not be referred to yet.
   */
  async sweep(): Promise<void> {
    try {
      await this.#blobs.dropStaged()
      for (const id of await this.#blobs.list()) {
        if (!this.#isReferred(id)) await this.#blobs.delete(id)
      }
    } catch (error) {
      this.#reportBug(error, 'sweep of blobs')
    }
  }

  #release(ids: readonly string[]): void {
    if (this.#readers > 0) return void this.#waiting.push(...ids)
    for (const id of ids) {
      if (this.#isReferred(id)) continue
      this.#blobs.delete(id).catch((error: unknown) => this.#reportBug(error, `blob ${id}`))
    }
  }

  #isReferred(id: string): boolean {
    const start = prefix + keyOf(id)
    const range: Range = { start, end: afterPrefix(start), limit: 1 }
    return this.#overlay.count(range) > 0
  }
}

function referenceKey(id: string, entity: Key): Key {
  return prefix + keyOf(id) + entity
}

/** Ids are plain ASCII: a tag, the id, a zero byte. */
function idOf(key: Key): string {
  return key.slice(prefix.length + 1, key.indexOf('\x00', prefix.length))
}
