/**
 * Collections' versions. A collection of version 1 needs no record; when a service is first used,
 * what it has stored in an older version is brought to the present one, a thousand entities a
 * batch. First all old entities are set aside, then each is put in its new form, so that a start
 * that dies on the way leaves clear what is old, and the next goes on.
 */
import { ownerOf } from './cells.ts'
import { type AnyCollectionSpec, CollectionView } from './collection.ts'
import type { ServiceDefinition } from './service.ts'
import { afterPrefix, type Key, keyOf, leadingTexts } from './store/key.ts'
import { Overlay } from './store/overlay.ts'
import { StorageError } from './store/storage-error.ts'
import { type Entity, type Entry, everything, type Range, type Store } from './store/store.ts'

interface VersionRecord {
  readonly version: number
  /** All old entities are set aside, on their way to this version. */
  readonly upgradesTo?: number
}

type Collection = readonly [service: string, name: string]

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
    const owner = ownerOf(service)
    for (const [name, spec] of Object.entries(service.state)) {
      const record = this.#recordOf(owner, name)
      if (record.version === spec.version) continue
      if (record.version > spec.version) throw writtenByNewer(owner, name, record, spec)
      new Upgrade(this.#store, [owner, name], spec, record).run()
    }
  }

  #recordOf(service: string, name: string): VersionRecord {
    const record = this.#store.get(recordKey([service, name])) as VersionRecord | undefined
    return record ?? { version: 1 }
  }
}

class Upgrade {
  readonly #store: Store
  readonly #collection: Collection
  readonly #spec: AnyCollectionSpec
  readonly #record: VersionRecord

  constructor(
    store: Store,
    collection: Collection,
    spec: AnyCollectionSpec,
    record: VersionRecord,
  ) {
    this.#store = store
    this.#collection = collection
    this.#spec = spec
    this.#record = record
  }

  run(): void {
    const { version, upgradesTo } = this.#record
    const prefixes = [...collectionPrefixes(this.#store, this.#collection)]
    if (upgradesTo === undefined) {
      for (const prefix of prefixes) this.#setAside(prefix)
      this.#keep({ version, upgradesTo: this.#spec.version })
    } else if (upgradesTo !== this.#spec.version) {
      throw brokenOff(this.#collection, upgradesTo)
    }
    for (const prefix of prefixes) this.#takeOver(prefix)
    this.#keep({ version: this.#spec.version })
  }

  /** Indexes are dropped: their keys were made by functions that are no more. */
  #setAside(prefix: Key): void {
    const entities = prefix + keyOf('=')
    const aside = prefix + keyOf('-')
    this.#inBatches({ start: entities, end: afterPrefix(entities) }, (overlay, [key, entity]) => {
      overlay.delete(key)
      overlay.put(aside + key.slice(entities.length), entity)
    })
    const indexes = [
      { start: prefix, end: aside },
      { start: afterPrefix(aside), end: entities },
      { start: afterPrefix(entities), end: afterPrefix(prefix) },
    ]
    for (const range of indexes) this.#inBatches(range, (overlay, [key]) => overlay.delete(key))
  }

  #takeOver(prefix: Key): void {
    const aside = prefix + keyOf('-')
    const { upgrade } = this.#spec
    this.#inBatches({ start: aside, end: afterPrefix(aside) }, (overlay, [key, entity]) => {
      if (!upgrade) throw withoutWay(this.#collection, this.#record.version)
      const view = new CollectionView<Entity>(overlay, prefix, this.#spec, false)
      view.put(upgrade(entity, this.#record.version))
      overlay.delete(key)
    })
  }

  /** `work` takes each entry out of the range. */
  #inBatches(range: Range, work: (overlay: Overlay, entry: Entry) => void): void {
    for (;;) {
      const entries = [...this.#store.range({ ...range, limit: entitiesPerBatchMax })]
      if (entries.length === 0) return
      const overlay = new Overlay(this.#store)
      for (const entry of entries) work(overlay, entry)
      this.#commit(overlay)
    }
  }

  #keep(record: VersionRecord): void {
    const overlay = new Overlay(this.#store)
    overlay.put(recordKey(this.#collection), record)
    this.#commit(overlay)
  }

  #commit(overlay: Overlay): void {
    const flushed = this.#store.commit([...overlay.writes()])
    // A fault shows at the next commit, too, and the store tells how far this came.
    flushed?.catch(() => undefined)
  }
}

function recordKey(collection: Collection): Key {
  return keyOf('kernel', 'versions', ...collection)
}

/** In every cell that holds anything; found by leaping from cell to cell. */
function* collectionPrefixes(store: Store, collection: Collection): Generator<Key> {
  for (let start = everything.start; ;) {
    const next = [...store.range({ ...everything, start, limit: 1 })][0]
    const cell = next && leadingTexts(next[0], 2)
    if (!cell) return
    const prefix = keyOf(...cell)
    yield prefix + keyOf(...collection)
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

function withoutWay([service, name]: Collection, version: number): StorageError {
  return new StorageError(
    'damaged',
    `Nothing reads version ${version} of ${service}'s ${name} any more.`,
  )
}

function brokenOff([service, name]: Collection, version: number): StorageError {
  return new StorageError(
    'damaged',
    `Bringing ${service}'s ${name} to version ${version} was broken off. Start the version of Kasane that began it once more.`,
  )
}
