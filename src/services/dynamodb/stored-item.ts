/**
 * How items are kept: `1024{"pk":{"S":"a"},…}`, the size and the attributes as answers have them. An
 * item is answered as it lies there, and is read only where somebody looks into it. Where it lies is
 * told by its key.
 */
import type { EntityForm } from '../../kernel/collection.ts'
import { type Key, type KeyPart, partsOf } from '../../kernel/store/key.ts'
import { readAttributeJson, writeAttributes } from './attribute-json.ts'
import type { Attributes } from './attribute-value.ts'
import type { Item } from './state.ts'

export const itemForm: EntityForm<Item> = {
  keep: (item) => item.size + (item.json ?? writeAttributes(item.attributes)),
  open: (kept, key) => new StoredItem(kept as string, key),
}

class StoredItem implements Item {
  readonly size: number
  readonly #kept: string
  readonly #key: Key
  #parts: readonly KeyPart[] | undefined
  #attributes: Attributes | undefined

  constructor(kept: string, key: Key) {
    this.size = Number.parseInt(kept, 10)
    this.#kept = kept
    this.#key = key
  }

  get json(): string {
    return this.#kept.slice(this.#kept.indexOf('{'))
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
