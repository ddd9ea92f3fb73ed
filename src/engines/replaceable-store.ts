/** A store whose place another one can take, while the process goes on. */
import type { BaseStore, Store } from '../kernel/store/store.ts'

/** Where a store lies, and how it is made the one that counts. */
export interface StorePlace {
  readonly name: string
  /** @throws StorageError */
  open(): Promise<BaseStore>
  /** It is the one that the next start opens. @throws Error, having changed nothing. */
  choose(): void
  /** Deletes its files. */
  remove(): Promise<void>
}

/** @param next a place for another one; none twice */
export function replaceableStore(first: Placed, next: () => StorePlace): Store {
  let current = new Tenant(first)
  return {
    get: (key) => current.store.get(key),
    range: (range) => current.store.range(range),
    count: (range) => current.store.count(range),
    commit: (batch) => current.store.commit(batch),
    flush: () => current.store.flush(),
    frozen: () => current.frozen(),
    clear: (kept) => current.store.clear(kept),
    close: () => current.store.close(),
    async successor() {
      const place = next()
      const tenant = new Tenant({ place, store: await openAnew(place) })
      return {
        name: place.name,
        commit: (batch) => tenant.store.commit(batch),
        flush: () => tenant.store.flush(),
        takePlace() {
          place.choose()
          const old = current
          current = tenant
          old.leave()
        },
        drop: () => tenant.remove(),
      }
    },
  }
}

interface Placed {
  readonly place: Pick<StorePlace, 'remove'>
  readonly store: BaseStore
}

async function openAnew(place: StorePlace): Promise<BaseStore> {
  await place.remove()
  try {
    return await place.open()
  } catch (error) {
    await place.remove()
    throw error
  }
}

/** A store, and who still reads it. */
class Tenant {
  readonly store: BaseStore
  readonly #place: Placed['place']
  #readers = 0
  #hasLeft = false

  constructor({ place, store }: Placed) {
    this.#place = place
    this.store = store
  }

  frozen() {
    const frozen = this.store.frozen()
    let isReleased = false
    this.#readers++
    return {
      [Symbol.iterator]: () => frozen[Symbol.iterator](),
      release: () => {
        if (isReleased) return
        isReleased = true
        frozen.release()
        this.#readers--
        this.#removeWhenUnread()
      },
    }
  }

  leave(): void {
    this.#hasLeft = true
    this.#removeWhenUnread()
  }

  async remove(): Promise<void> {
    await this.store.close().catch(() => undefined)
    await this.#place.remove()
  }

  /** What can't be removed is, at the next start. */
  #removeWhenUnread(): void {
    if (this.#hasLeft && this.#readers === 0) this.remove().catch(() => undefined)
  }
}
