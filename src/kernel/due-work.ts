/**
 * What happens by itself as time passes, kept in the store: it survives a restart, and moving the
 * clock runs it in the order of its instants. One real timer stands for all of it.
 */
import { collection, CollectionView } from './collection.ts'
import { keyOf } from './store/key.ts'
import type { Overlay } from './store/overlay.ts'

export interface DueWork {
  readonly service: string
  readonly account: string
  readonly region: string
  readonly job: string
  /** One job of a name and key exists at a time in a cell. */
  readonly key: string
  readonly dueMs: number
  /** Order among those of one instant. */
  readonly order: number
  readonly data?: unknown
}

const dueWorkSpec = collection({
  version: 1,
  key: (work: DueWork) => [work.service, work.account, work.region, work.job, work.key],
  indexes: { due: (work: DueWork) => [work.dueMs, work.order] },
})

/**
 * Each process that schedules anything is an era of its own, so that what it schedules comes after
 * all that its predecessors did; that takes one record, and no search for the highest order.
 */
interface Era {
  readonly number: number
}

const eraSpec = collection({ version: 1, key: (_era: Era) => [] })

const worksPerEraMax = 2 ** 32

/** All due work of the cloud, over the overlay of whatever change is running. */
export class DueWorks {
  readonly #works: CollectionView<DueWork>
  readonly #eras: CollectionView<Era>
  #lastOrder = 0
  #isEraKept = false
  #hasChanged = false
  #nextMs: number | undefined
  #isNextKnown = false

  constructor(overlay: Overlay) {
    this.#works = new CollectionView(overlay, keyOf('kernel', 'due-work'), dueWorkSpec, false)
    this.#eras = new CollectionView(overlay, keyOf('kernel', 'due-work-era'), eraSpec, false)
  }

  put(work: Omit<DueWork, 'order'>): void {
    this.#works.put({ ...work, order: this.#nextOrder() })
    this.#hasChanged = true
  }

  /** `false`: there was none. */
  delete({ service, account, region, job, key }: Omit<DueWork, 'order' | 'dueMs'>): boolean {
    this.#hasChanged = true
    return this.#works.delete(service, account, region, job, key)
  }

  /** Deletes this very work, not one that took its name since. */
  end(work: DueWork): void {
    const now = this.#works.get(work.service, work.account, work.region, work.job, work.key)
    if (now?.order === work.order) this.delete(work)
  }

  count(): number {
    return this.#works.count()
  }

  /** The earliest first. */
  list(limit: number): readonly DueWork[] {
    return [...this.#works.index('due').range({ limit })]
  }

  /** The earliest work that `isUnderWay` doesn't know. */
  first(isUnderWay: ((work: DueWork) => boolean) | undefined): DueWork | undefined {
    if (!isUnderWay) return this.#works.index('due').first()
    for (const work of this.#works.index('due').range()) {
      if (!isUnderWay(work)) return work
    }
    return undefined
  }

  /** The instant of `first`, remembered until something changes. */
  firstDueMs(isUnderWay: ((work: DueWork) => boolean) | undefined): number | undefined {
    if (!this.#isNextKnown) this.#nextMs = this.first(isUnderWay)?.dueMs
    this.#isNextKnown = true
    return this.#nextMs
  }

  /** Whatever is known may be known no more. */
  invalidate(): void {
    this.#isNextKnown = false
  }

  /** The batch is in the store. `true`: due work was in it. */
  committed(): boolean {
    if (!this.#hasChanged) return false
    this.#hasChanged = false
    this.#isNextKnown = false
    return true
  }

  /** The batch was dropped, and with it what it scheduled. */
  forgotten(): void {
    if (!this.#hasChanged) return
    this.#hasChanged = false
    this.#isNextKnown = false
    // The era's record may have been part of it.
    this.#isEraKept = false
  }

  /** Another state lies below: after a restore or a reset. */
  forget(): void {
    this.#lastOrder = 0
    this.#isEraKept = false
    this.#isNextKnown = false
  }

  #nextOrder(): number {
    if (!this.#isEraKept) this.#keepEra()
    return ++this.#lastOrder
  }

  /** Part of the batch that schedules first. */
  #keepEra(): void {
    if (this.#lastOrder === 0) {
      this.#lastOrder = ((this.#eras.get()?.number ?? 0) + 1) * worksPerEraMax
    }
    this.#eras.put({ number: Math.floor(this.#lastOrder / worksPerEraMax) })
    this.#isEraKept = true
  }
}
