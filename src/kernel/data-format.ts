/**
 * Collections' versions. A collection of version 1 needs no record; when a service is first used,
 * what it has stored in an older version is brought to the present one, a thousand entities a
 * batch, so that a start that dies on the way goes on where it stopped.
 */
import { type AnyCollectionSpec, CollectionView } from './collection.ts'
import type { ServiceDefinition } from './service.ts'
import { afterKey, afterPrefix, type Key, keyOf, leadingTexts } from './store/key.ts'
import { Overlay } from './store/overlay.ts'
import { StorageError } from './store/storage-error.ts'
import { type Entity, everything, type Store } from './store/store.ts'

interface VersionRecord {
  readonly version: number
  /** While an upgrade is under way: the version that it leads to, and the last key that is done. */
  readonly upgrade?: { readonly version: number; readonly doneKey: Key }
}

const entitiesPerBatchMax = 1_000

export class DataVersions {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /**
   * Brings all that a service has stored to the version its specification has.
   * @throws StorageError `newer` when a later Kasane wrote it, `damaged` when no way leads from there.
   */
  upgrade(service: ServiceDefinition): void {
    for (const [name, spec] of Object.entries(service.state)) {
      const record = this.#recordOf(service.name, name)
      if (record.version === spec.version) continue
      if (record.version > spec.version) throw writtenByNewer(service.name, name, record, spec)
      new Upgrade(this.#store, service.name, name, spec, record).run()
    }
  }

  #recordOf(service: string, name: string): VersionRecord {
    const record = this.#store.get(recordKey(service, name)) as VersionRecord | undefined
    return record ?? { version: 1 }
  }
}

class Upgrade {
  readonly #store: Store
  readonly #service: string
  readonly #name: string
  readonly #spec: AnyCollectionSpec
  readonly #from: number
  #doneKey: Key

  constructor(
    store: Store,
    service: string,
    name: string,
    spec: AnyCollectionSpec,
    record: VersionRecord,
  ) {
    this.#store = store
    this.#service = service
    this.#name = name
    this.#spec = spec
    this.#from = record.version
    this.#doneKey = record.upgrade?.version === spec.version ? record.upgrade.doneKey : ''
  }

  run(): void {
    for (const prefix of collectionPrefixes(this.#store, this.#service, this.#name)) {
      if (afterPrefix(prefix) <= this.#doneKey) continue
      this.#dropIndexes(prefix)
      while (this.#upgradeSome(prefix));
    }
    const record: VersionRecord = { version: this.#spec.version }
    this.#commit(new Overlay(this.#store), record)
  }

  /** Their keys were made by functions that are no more. */
  #dropIndexes(prefix: Key): void {
    const entities = prefix + keyOf('=')
    const ranges = [
      { start: prefix, end: entities },
      { start: afterPrefix(entities), end: afterPrefix(prefix) },
    ]
    // Upgraded entities have their new indexes already when an upgrade goes on.
    if (this.#doneKey > prefix) return
    for (const range of ranges) {
      for (let more = true; more;) {
        const overlay = new Overlay(this.#store)
        for (const [key] of this.#store.range({ ...range, limit: entitiesPerBatchMax })) {
          overlay.delete(key)
        }
        more = !overlay.isEmpty
        if (more) this.#commit(overlay)
      }
    }
  }

  /** `false`: there are no more. */
  #upgradeSome(prefix: Key): boolean {
    const { upgrade } = this.#spec
    const entities = prefix + keyOf('=')
    const start = this.#doneKey > entities ? afterKey(this.#doneKey) : entities
    const range = { start, end: afterPrefix(entities), limit: entitiesPerBatchMax }
    const old = [...this.#store.range(range)]
    const last = old.at(-1)
    if (!last) return false
    if (!upgrade) throw withoutUpgrade(this.#service, this.#name, this.#from)
    const overlay = new Overlay(this.#store)
    const view = new CollectionView<Entity>(overlay, prefix, this.#spec, false)
    for (const [key, entity] of old) {
      // Without a key to compare with, no index is looked up in the old form.
      overlay.delete(key)
      view.put(upgrade(entity, this.#from))
    }
    this.#doneKey = last[0]
    this.#commit(overlay, {
      version: this.#from,
      upgrade: { version: this.#spec.version, doneKey: this.#doneKey },
    })
    return true
  }

  #commit(overlay: Overlay, record?: VersionRecord): void {
    if (record) overlay.put(recordKey(this.#service, this.#name), record)
    const flushed = this.#store.commit([...overlay.writes()])
    // A fault shows at the next commit, too, and the record tells how far this came.
    flushed?.catch(() => undefined)
  }
}

function recordKey(service: string, name: string): Key {
  return keyOf('kernel', 'versions', service, name)
}

/** In every cell that holds anything; found by leaping from cell to cell. */
function* collectionPrefixes(store: Store, service: string, name: string): Generator<Key> {
  for (let start = everything.start; ;) {
    const next = [...store.range({ ...everything, start, limit: 1 })][0]
    const cell = next && leadingTexts(next[0], 2)
    if (!cell) return
    const prefix = keyOf(...cell)
    yield prefix + keyOf(service, name)
    start = afterPrefix(prefix)
  }
}

function writtenByNewer(
  service: string,
  name: string,
  record: VersionRecord,
  spec: AnyCollectionSpec,
): StorageError {
  return new StorageError(
    'newer',
    `What is stored of ${service} was written by a newer version of Kasane (${name} has version ` +
      `${record.version}, this one reads up to ${spec.version}). Nothing was changed.`,
  )
}

function withoutUpgrade(service: string, name: string, version: number): StorageError {
  return new StorageError(
    'damaged',
    `Nothing reads version ${version} of ${service}'s ${name} any more.`,
  )
}
