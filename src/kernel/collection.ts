/**
 * Typed collections over the store: what a service's `state.ts` declares and its operations read
 * and write. Indexes are kept by the collection itself, in the same batch as the entity.
 *
 * ```ts
 * export const state = defineState({
 *   queues: collection({ version: 1, key: (queue: Queue) => [queue.name] }),
 *   messages: collection({
 *     version: 1,
 *     key: (message: Message) => [message.queueId, message.sequence],
 *     indexes: { due: (message: Message) => [message.queueId, message.visibleAtMs] },
 *   }),
 * })
 * ```
 */
import type { BlobReferences } from './blob-references.ts'
import type { Revision } from './revisions.ts'
import type { Overlay } from './store/overlay.ts'
import { afterPrefix, type Key, keyBytesMax, keyOf, type KeyPart } from './store/key.ts'
import type { Entity, Entry, Range } from './store/store.ts'

export interface CollectionSpec<T, K extends readonly KeyPart[], I extends string> {
  /** Rises when the entity's shape changes; `upgrade` then makes new of old. */
  readonly version: number
  readonly key: (entity: T) => K
  /** An index leaves out an entity for which it answers `undefined`. */
  readonly indexes?: Readonly<Record<I, (entity: T) => readonly KeyPart[] | undefined>>
  readonly upgrade?: (old: unknown, version: number) => T
  /** Ids of the blobs that an entity refers to; one that nothing refers to any more is deleted. */
  readonly blobs?: (entity: T) => readonly string[]
  /** How an entity is kept, where that isn't as it is. */
  readonly form?: EntityForm<T>
}

/** For what there is so much of that it is kept small, and read no further than is asked for. */
export interface EntityForm<T> {
  keep(entity: T): Entity
  /** @param key the entity's own; `partsOf` gives what the specification made it of */
  open(kept: Entity, key: Key): T
}

export type AnyCollectionSpec = CollectionSpec<any, any, any> // any: any entity's specification

export function collection<T, const K extends readonly KeyPart[], I extends string = never>(
  spec: CollectionSpec<T, K, I>,
): CollectionSpec<T, K, I> {
  return spec
}

export type StateSpec = Readonly<Record<string, AnyCollectionSpec>>

export function defineState<S extends StateSpec>(spec: S): S {
  return spec
}

/** A service's state as an operation sees it: its collections in one cell. */
export type State<S extends StateSpec> = {
  readonly [Name in keyof S]: S[Name] extends CollectionSpec<infer T, infer K, infer I>
    ? Collection<T, K, I>
    : never
}

/** Which part of an order to read; `prefix` alone is all that starts with those parts. */
export interface Span {
  readonly prefix?: readonly KeyPart[]
  /** From this place on, inclusive; parts after the prefix's. */
  readonly from?: readonly KeyPart[]
  /** Behind this place, and behind all that starts with it. */
  readonly after?: readonly KeyPart[]
  /** Up to this place, exclusive. */
  readonly to?: readonly KeyPart[]
  /** Up to this place and all that starts with it. */
  readonly through?: readonly KeyPart[]
  readonly reverse?: boolean
  readonly limit?: number
}

export interface Ordered<T> {
  /** Read it to its end, or stop, before the next write to the collection. */
  range(span?: Span): Iterable<T>
  /** The first of a span, or `undefined`. */
  first(span?: Span): T | undefined
  count(span?: Span): number
}

export interface Collection<
  T,
  K extends readonly KeyPart[] = readonly KeyPart[],
  I extends string = string,
> extends Ordered<T> {
  get(...key: K): T | undefined
  /** Adds or replaces. */
  put(entity: T): void
  /** Adds one whose key nobody can have yet: what `put` would look for isn't looked for. */
  add(entity: T): void
  /** `false`: there was none. */
  delete(...key: K): boolean
  index(name: I): Ordered<T>
  /** Rises with every put and delete: what was worked out of the collection is good as long as it stays. */
  readonly revision: number
  /** Nothing is written, here or elsewhere, that could still be dropped: what is read now is so. */
  readonly isSettled: boolean
}

/** What the kernel keeps of all collections together. */
export interface Bookkeeping {
  readonly blobs?: BlobReferences
  /** Shared by all who look at the same collection. */
  readonly revision?: Revision
}

/** A collection in a cell, over the overlay of whatever operation is running. */
export class CollectionView<T> implements Collection<T> {
  readonly #overlay: Overlay
  readonly #prefix: Key
  readonly #spec: AnyCollectionSpec
  readonly #freeze: boolean
  readonly #indexes: readonly IndexView<T>[]
  readonly #blobs: BlobReferences | undefined
  readonly #revision: Revision
  /** The entity that was read last: a call asks for its queue or table several times. */
  #latest: { readonly key: Key; readonly revision: number; readonly entity: T } | undefined

  constructor(
    overlay: Overlay,
    prefix: Key,
    spec: AnyCollectionSpec,
    freeze: boolean,
    { blobs, revision = { count: 0 } }: Bookkeeping = {},
  ) {
    if (spec.blobs) this.#blobs = blobs
    this.#revision = revision
    this.#overlay = overlay
    this.#prefix = entitiesOf(prefix)
    this.#spec = spec
    this.#freeze = freeze
    this.#indexes = Object.entries(spec.indexes ?? {}).map(
      ([name, keyOfEntity]) =>
        new IndexView<T>(overlay, name, prefix, keyOfEntity as IndexView<T>['keyOf'], spec.form),
    )
  }

  get revision(): number {
    return this.#revision.count
  }

  get isSettled(): boolean {
    return this.#overlay.isEmpty
  }

  get(...key: readonly KeyPart[]): T | undefined {
    const name = this.#prefix + keyOf(...key)
    const latest = this.#latest
    if (latest?.revision === this.#revision.count && latest.key === name) return latest.entity
    const entity = this.#read(name)
    // What an operation has written may be dropped again, and is remembered by nobody.
    if (entity !== undefined && this.#overlay.isEmpty) {
      this.#latest = { key: name, revision: this.#revision.count, entity }
    }
    return entity
  }

  put(entity: T): void {
    const key = this.#keyFor(entity)
    if (this.#indexes.length > 0 || this.#blobs) {
      this.#replace(key, this.#read(key), entity)
    }
    this.#write(key, entity)
  }

  add(entity: T): void {
    const key = this.#keyFor(entity)
    this.#replace(key, undefined, entity)
    this.#write(key, entity)
  }

  delete(...parts: readonly KeyPart[]): boolean {
    const key = this.#prefix + keyOf(...parts)
    const old = this.#read(key)
    if (old === undefined) return false
    this.#revision.count++
    this.#replace(key, old, undefined)
    this.#overlay.delete(key)
    return true
  }

  #read(key: Key): T | undefined {
    const kept = this.#overlay.get(key)
    return kept === undefined ? undefined : this.#opened(key, kept)
  }

  #opened(key: Key, kept: Entity): T {
    const { form } = this.#spec
    return form ? (form.open(kept, key.slice(this.#prefix.length)) as T) : (kept as T)
  }

  #keyFor(entity: T): Key {
    return checkedKey(this.#prefix + keyOf(...this.#spec.key(entity)))
  }

  #write(key: Key, entity: T): void {
    const kept: Entity = this.#spec.form ? this.#spec.form.keep(entity) : entity
    if (this.#freeze) deepFreeze(kept)
    this.#revision.count++
    this.#overlay.put(key, kept)
  }

  /** What is kept beside an entity. */
  #replace(key: Key, old: T | undefined, next: T | undefined): void {
    for (const index of this.#indexes) index.replace(key, old, next)
    this.#blobs?.replace(key, this.#blobsOf(old), this.#blobsOf(next))
  }

  #blobsOf(entity: T | undefined): readonly string[] {
    return entity === undefined ? [] : (this.#spec.blobs?.(entity) ?? [])
  }

  *range(span: Span = {}): Generator<T> {
    for (const [key, kept] of this.#overlay.range(rangeOf(this.#prefix, span))) {
      yield this.#opened(key, kept)
    }
  }

  first(span: Span = {}): T | undefined {
    for (const [key, kept] of this.#overlay.range(rangeOf(this.#prefix, span, 1))) {
      return this.#opened(key, kept)
    }
    return undefined
  }

  count(span: Span = {}): number {
    return this.#overlay.count(rangeOf(this.#prefix, span))
  }

  index(name: string): Ordered<T> {
    const index = this.#indexes.find((one) => one.name === name)
    if (!index) throw new Error(`no index ${name}`)
    return index
  }
}

/** An index's entries: its key, then the entity's own, of which the value tells the length. */
class IndexView<T> implements Ordered<T> {
  readonly name: string
  readonly keyOf: (entity: T) => readonly KeyPart[] | undefined
  readonly #overlay: Overlay
  readonly #prefix: Key
  readonly #entities: Key
  readonly #form: EntityForm<T> | undefined

  /** `prefix` is the collection's. */
  constructor(
    overlay: Overlay,
    name: string,
    prefix: Key,
    keyOfEntity: IndexView<T>['keyOf'],
    form: EntityForm<T> | undefined,
  ) {
    this.#form = form
    this.#overlay = overlay
    this.name = name
    this.#prefix = prefix + keyOf(name)
    this.#entities = entitiesOf(prefix)
    this.keyOf = keyOfEntity
  }

  replace(entityKey: Key, old: T | undefined, next: T | undefined): void {
    const oldKey = old === undefined ? undefined : this.#keyFor(old, entityKey)
    const nextKey = next === undefined ? undefined : this.#keyFor(next, entityKey)
    if (oldKey === nextKey) return
    if (oldKey !== undefined) this.#overlay.delete(oldKey)
    if (nextKey === undefined) return
    this.#overlay.put(checkedKey(nextKey), entityKey.length - this.#entities.length)
  }

  *range(span: Span = {}): Generator<T> {
    for (const entry of this.#overlay.range(rangeOf(this.#prefix, span)))
      yield this.#entityOf(entry)
  }

  first(span: Span = {}): T | undefined {
    for (const entry of this.#overlay.range(rangeOf(this.#prefix, span, 1))) {
      return this.#entityOf(entry)
    }
    return undefined
  }

  count(span: Span = {}): number {
    return this.#overlay.count(rangeOf(this.#prefix, span))
  }

  #keyFor(entity: T, entityKey: Key): Key | undefined {
    const parts = this.keyOf(entity)
    return parts && this.#prefix + keyOf(...parts) + entityKey.slice(this.#entities.length)
  }

  #entityOf([key, ownLength]: Entry): T {
    const own = key.slice(key.length - (ownLength as number))
    const kept = this.#overlay.get(this.#entities + own)
    return this.#form ? this.#form.open(kept, own) : (kept as T)
  }
}

/** Where a collection keeps its entities; its indexes lie beside, by their names. */
function entitiesOf(prefix: Key): Key {
  return prefix + keyOf('=')
}

function rangeOf(base: Key, span: Span, limit = span.limit): Range {
  const prefix = span.prefix ? base + keyOf(...span.prefix) : base
  let start = prefix
  if (span.from) start = prefix + keyOf(...span.from)
  if (span.after) start = afterPrefix(prefix + keyOf(...span.after))
  let end = afterPrefix(prefix)
  if (span.to) end = prefix + keyOf(...span.to)
  if (span.through) end = afterPrefix(prefix + keyOf(...span.through))
  return { start, end, reverse: span.reverse, limit }
}

function checkedKey(key: Key): Key {
  if (key.length > keyBytesMax)
    throw new Error(`key of ${key.length} bytes; at most ${keyBytesMax}`)
  return key
}

/** Under test, whoever changes what he was handed is told at once. */
function deepFreeze(value: Entity): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return
  if (value instanceof Uint8Array) return
  const prototype: unknown = Object.getPrototypeOf(value)
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) {
    throw new Error(`a stored entity holds a ${value.constructor.name}; use plain data`)
  }
  Object.freeze(value)
  for (const item of Object.values(value)) deepFreeze(item)
}
