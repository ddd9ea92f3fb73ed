/**
 * What a table of DynamoDB should be, told by a map: its items, what its indexes hold, what a write
 * takes, and what its buckets still give. Written from AWS's documentation, without Kasane's code.
 */
import type { AttributeValue } from '../../src/generated/dynamodb.ts'

export type Item = Readonly<Record<string, AttributeValue>>

export interface IndexModel {
  readonly name: string
  readonly kind: 'global' | 'local'
  readonly keys: readonly string[]
  readonly projects: 'ALL' | readonly string[]
  readonly bucket?: Bucket
}

/** Five minutes of unused units; what is larger gets through when it is full. */
export class Bucket {
  readonly unitsPerSecond: number
  #held: number
  #atMs = 0

  constructor(unitsPerSecond: number) {
    this.unitsPerSecond = unitsPerSecond
    this.#held = this.#capacity
  }

  /** `false`: refused, and nothing is taken. */
  take(units: number, nowMs: number): boolean {
    const held = this.#heldAt(nowMs)
    if (held < Math.min(units, this.#capacity)) return false
    this.#held = held - units
    this.#atMs = nowMs
    return true
  }

  refill(): void {
    this.#held = this.#capacity
  }

  save(): () => void {
    const [held, atMs] = [this.#held, this.#atMs]
    return () => {
      this.#held = held
      this.#atMs = atMs
    }
  }

  get #capacity(): number {
    return this.unitsPerSecond * 300
  }

  #heldAt(nowMs: number): number {
    const seconds = Math.max(0, nowMs - this.#atMs) / 1_000
    return Math.min(this.#capacity, this.#held + seconds * this.unitsPerSecond)
  }
}

/** Units by where they are taken: `''` is the table, else an index. */
export type Units = ReadonlyMap<string, number>

export class TableModel {
  readonly name: string
  readonly keys: readonly string[]
  readonly bucket: Bucket | undefined
  indexes: readonly IndexModel[]
  items = new Map<string, Item>()

  constructor(
    name: string,
    keys: readonly string[],
    { bucket, indexes = [] }: { bucket?: Bucket; indexes?: readonly IndexModel[] } = {},
  ) {
    this.name = name
    this.keys = keys
    this.bucket = bucket
    this.indexes = indexes
  }

  nameOf(item: Item): string {
    return this.keys.map((key) => JSON.stringify(item[key])).join(' ')
  }

  /** What an index holds, in no order. */
  entries(index: IndexModel): readonly Item[] {
    const entries = [...this.items.values()].map((item) => this.entry(index, item))
    return entries.filter((entry) => entry !== undefined)
  }

  entry(index: IndexModel, item: Item | undefined): Item | undefined {
    if (!item || !index.keys.every((key) => key in item)) return undefined
    if (index.projects === 'ALL') return item
    const names = new Set([...this.keys, ...index.keys, ...index.projects])
    return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)))
  }

  /** AWS: transactions take twice as much of the table; its indexes follow by writes of their own. */
  writeUnits(old: Item | undefined, next: Item | undefined, factor: 1 | 2): Units {
    const units = new Map([['', factor * blocks(Math.max(sizeOf(old), sizeOf(next)), 1_024)]])
    for (const index of this.indexes) {
      const [before, after] = [this.entry(index, old), this.entry(index, next)]
      const isSameKey = before && after && this.#isSameEntry(index, before, after)
      const sum = isSameKey
        ? isSame(before, after)
          ? 0
          : blocks(Math.max(sizeOf(before), sizeOf(after)), 1_024)
        : [before, after].reduce((all, one) => all + (one ? blocks(sizeOf(one), 1_024) : 0), 0)
      if (sum > 0) units.set(index.name, sum)
    }
    return units
  }

  /** `false`: the table or one of its indexes refuses, and nothing is taken. */
  take(units: Units, nowMs: number): boolean {
    const undo = this.buckets().map((bucket) => bucket.save())
    for (const [name, count] of units) {
      const index = this.indexes.find((one) => one.name === name)
      const bucket = index?.kind === 'global' ? index.bucket : this.bucket
      if (!bucket || bucket.take(count, nowMs)) continue
      for (const one of undo) one()
      return false
    }
    return true
  }

  buckets(): readonly Bucket[] {
    return [this.bucket, ...this.indexes.map(({ bucket }) => bucket)].filter(
      (one) => one !== undefined,
    )
  }

  #isSameEntry(index: IndexModel, one: Item, two: Item): boolean {
    return [...this.keys, ...index.keys].every((key) => isSame(one[key], two[key]))
  }
}

export function readUnits(bytes: number, isConsistent: boolean): number {
  return blocks(bytes, 4_096) * (isConsistent ? 1 : 0.5)
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
export function sizeOf(item: Item | undefined): number {
  let bytes = 0
  for (const [name, value] of Object.entries(item ?? {})) bytes += name.length + sizeOfValue(value)
  return bytes
}

function sizeOfValue({ S, N, SS, L, BOOL }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S)
  if (N !== undefined) return sizeOfInteger(N)
  if (SS) return SS.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  if (L) return 3 + L.reduce((sum, value) => sum + 1 + sizeOfValue(value), 0)
  if (BOOL !== undefined) return 1
  throw new Error('the model has no such type')
}

/** A byte for each pair of digits but zeros at the end, one more, and one for a minus. */
function sizeOfInteger(text: string): number {
  const digits = text.replace('-', '')
  if (digits === '0') return 1
  const pairs = digits.padStart(digits.length + (digits.length % 2), '0').replace(/(?:00)+$/, '')
  return 1 + pairs.length / 2 + (text.startsWith('-') ? 1 : 0)
}

function blocks(bytes: number, size: number): number {
  return Math.max(1, Math.ceil(bytes / size))
}

export function isSame(one: unknown, two: unknown): boolean {
  return shown(one) === shown(two)
}

/** Members in order of their names, sets in order of their elements. */
export function shown(value: unknown): string {
  return JSON.stringify(value, (name, held: unknown) => {
    if (name === 'SS' && Array.isArray(held)) return held.toSorted()
    if (!held || typeof held !== 'object' || Array.isArray(held)) return held
    return Object.fromEntries(Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}

export function expectSame(what: string, found: unknown, wanted: unknown): void {
  if (isSame(found, wanted)) return
  throw new Error(`${what}: ${shown(found)} for ${shown(wanted)}`)
}
