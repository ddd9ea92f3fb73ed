/** The one registry of quotas: their defaults, and what has been changed for whom. */
import { CollectionView } from './collection.ts'
import { type Limits, type Quota, type QuotaChange, quota } from './limits.ts'
import type { Place } from './place.ts'
import { keyOf } from './store/key.ts'
import type { Overlay } from './store/overlay.ts'

const changeSpec = {
  version: 1,
  key: (change: QuotaChange) => [change.service, change.name],
}

export class QuotaRegistry {
  readonly #overlay: Overlay
  readonly #quotas = new Map<string, Quota>()

  constructor(overlay: Overlay) {
    this.#overlay = overlay
  }

  /** A service's quotas, when it is loaded. */
  register(quotas: readonly Quota[]): void {
    for (const entry of quotas) this.#quotas.set(`${entry.service} ${entry.name}`, quota(entry))
  }

  /** All that are registered, by service and name. */
  list(): readonly Quota[] {
    return [...this.#quotas.values()]
  }

  find(service: string, name: string): Quota | undefined {
    return this.#quotas.get(`${service} ${name}`)
  }

  limitsFor(place: Place): Limits {
    const changes = this.#changesAt(place)
    return {
      valueOf: (entry) =>
        changes.get(entry.service, entry.name)?.value ??
        entry.regionValues?.[place.region] ??
        entry.value,
    }
  }

  /** Part of a change: the caller commits it. */
  set(place: Place, change: QuotaChange): void {
    this.#changesAt(place).put(change)
  }

  #changesAt(place: Place): CollectionView<QuotaChange> {
    const prefix = keyOf(place.account, place.region, 'kernel') + keyOf('quotas')
    return new CollectionView(this.#overlay, prefix, changeSpec, false)
  }
}
