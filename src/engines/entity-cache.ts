/**
 * Entities read lately, decoded: what each call asks for (a queue, a user, a policy) costs no read.
 * One process owns the data directory, so only its own writes make an entry stale.
 */
import type { Key } from '../kernel/store/key.ts'
import type { Entity, Write } from '../kernel/store/store.ts'

/** Between this many and twice as many are kept: what is read once goes, what is asked for stays. */
const entriesMax = 1_000

export class EntityCache {
  #entities = new Map<Key, Entity>()
  /** Those of before: one that is asked for again is taken over. */
  #older = new Map<Key, Entity>()

  get(key: Key, read: (key: Key) => Entity | undefined): Entity | undefined {
    const cached = this.#entities.get(key)
    if (cached !== undefined) return cached
    const entity = this.#older.get(key) ?? read(key)
    if (entity !== undefined && !isLong(entity)) this.#keep(key, entity)
    return entity
  }

  forget(batch: readonly Write[]): void {
    for (const { key } of batch) {
      this.#entities.delete(key)
      this.#older.delete(key)
    }
  }

  clear(): void {
    this.#entities = new Map()
    this.#older = new Map()
  }

  #keep(key: Key, entity: Entity): void {
    if (this.#entities.size >= entriesMax) {
      this.#older = this.#entities
      this.#entities = new Map()
    }
    this.#entities.set(key, entity)
  }
}

/** Long texts and bytes lie at the top of what holds them: bodies, items, code. */
function isLong(entity: Entity): boolean {
  if (typeof entity === 'string') return entity.length > lengthMax
  if (typeof entity !== 'object' || entity === null) return false
  for (const value of Object.values(entity)) {
    if (typeof value === 'string' && value.length > lengthMax) return true
    if (value instanceof Uint8Array && value.length > lengthMax) return true
  }
  return false
}

const lengthMax = 4_096
