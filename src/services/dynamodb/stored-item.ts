/**
 * How items are kept: `[1024,{"pk":{"S":"a"},…}]`, the size and the attributes as answers have them. An
 * item is answered as it lies there, and is read only where somebody looks into it. Where it lies is
 * told by its key.
 */
import type { EntityForm } from '../../kernel/collection.ts'
import { type Key, type KeyPart, partsOf } from '../../kernel/store/key.ts'
import { readAttributeJson, writeSized } from './attribute-json.ts'
import type { Attributes } from './attribute-value.ts'
import type { Item } from './state.ts'

export const itemForm: EntityForm<Item> = {
  keep: ({ size, json, attributes }) =>
    inOnePiece(json === undefined ? writeSized(size, attributes) : `[${size},${json}]`),
  open: (kept, key) => new StoredItem(kept as string, key),
}

class StoredItem implements Item {
  readonly size: number
  readonly #kept: string
  readonly #key: Key
  #parts: readonly KeyPart[] | undefined
  #attributes: Attributes | undefined

  constructor(kept: string, key: Key) {
    this.size = sizeIn(kept)
    this.#kept = kept
    this.#key = key
  }

  get json(): string {
    return this.#kept.slice(this.#kept.indexOf(',') + 1, -1)
  }

  get attributes(): Attributes {
    return (this.#attributes ??= readAttributeJson(this.json))
  }

  get table(): string {
    return this.#part(0) as string
  }

  get partition(): string {
    return this.#part(1) as string
  }

  get sort(): KeyPart | undefined {
    return this.#part(2)
  }

  #part(at: number): KeyPart | undefined {
    return (this.#parts ??= partsOf(this.#key))[at]
  }
}

/**
 * A text that was put together, by `JSON.stringify` too, is copied into one piece when it is first
 * looked into: now it costs a tenth of what it costs once the text is old.
 */
function inOnePiece(kept: string): string {
  if (kept.charCodeAt(0) !== bracket) throw new Error('an item is kept as a list')
  return kept
}

const bracket = 0x5b
const [zero, nine] = [0x30, 0x39]

/** Digits from the second character on; `parseInt` would look at all of the text. */
function sizeIn(kept: string): number {
  let size = 0
  for (let at = 1; ; at++) {
    const code = kept.charCodeAt(at)
    if (!(code >= zero && code <= nine)) return size
    size = size * 10 + code - zero
  }
}
