/** The one registry of quotas: their defaults, and what has been changed for whom. */
import { collection, CollectionView } from './collection.ts'
import { type Limits, type Quota, type QuotaChange, quota } from './limits.ts'
import type { Place } from './place.ts'
import { keyOf } from './store/key.ts'
import type { Overlay } from './store/overlay.ts'

interface PlacedChange extends QuotaChange {
  readonly account: string
  readonly region: string
}

const changesSpec = collection({
  version: 1,
  key: ({ account, region, service, name }: PlacedChange) => [account, region, service, name],
})

export class QuotaRegistry {
  readonly #quotas = new Map<string, Quota>()
  readonly #changes: CollectionView<PlacedChange>
  /** All changed values, by place and quota; read anew after a change, so that a call costs no read. */
  #values: ReadonlyMap<string, number> | undefined
  #isChanging = false

  constructor(overlay: Overlay) {
    this.#changes = new CollectionView(overlay, keyOf('kernel', 'quotas'), changesSpec, false)
  }

  /** A service's quotas, when it is loaded. */
  register(quotas: readonly Quota[]): void {
    for (const entry of quotas) this.#quotas.set(`${entry.service} ${entry.name}`, quota(entry))
  }

  /** All that are registered, by service and name. */
  list(): readonly Quota[] {
    return [...this.#quotas.values()].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  }

  find(service: string, name: string): Quota | undefined {
    return this.#quotas.get(`${service} ${name}`)
  }

  limitsFor(place: Place): Limits {
    return {
      valueOf: (entry) => this.#changed(place, entry) ?? this.defaultOf(entry, place.region),
    }
  }

  /** AWS's default in a region. */
  defaultOf(entry: Quota, region: string): number {
    return entry.regionValues?.[region] ?? entry.value
  }

  /** Part of a change: the caller commits it. */
  set({ account, region }: Place, { service, name, value }: QuotaChange): void {
    this.#changes.put({ account, region, service, name, value })
    this.#touch()
  }

  /** Back to the default; part of a change. */
  unset({ account, region }: Place, service: string, name: string): boolean {
    this.#touch()
    return this.#changes.delete(account, region, service, name)
  }

  /** The change that set something was committed, or dropped. */
  settled(): void {
    if (!this.#isChanging) return
    this.#isChanging = false
    this.#values = undefined
  }

  /** Other state lies below. */
  forget(): void {
    this.#values = undefined
  }

  #touch(): void {
    this.#isChanging = true
    this.#values = undefined
  }

  #changed(place: Place, { service, name }: Quota): number | undefined {
    if (this.#isChanging) return this.#read().get(keyOfValue(place, service, name))
    this.#values ??= this.#read()
    if (this.#values.size === 0) return undefined
    return this.#values.get(keyOfValue(place, service, name))
  }

  #read(): ReadonlyMap<string, number> {
    const values = new Map<string, number>()
    for (const change of this.#changes.range()) {
      values.set(keyOfValue(change, change.service, change.name), change.value)
    }
    return values
  }
}

function nameOf({ service, name }: Quota): string {
  return `${service} ${name}`
}

function keyOfValue(
  { account, region }: Pick<Place, 'account' | 'region'>,
  service: string,
  name: string,
): string {
  return `${account} ${region} ${service} ${name}`
}
