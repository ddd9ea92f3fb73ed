/**
 * How changes are kept: a line of what they are, then their keys and images as JSON, a line each. An
 * image is answered as it lies there.
 */
import type { EntityForm } from '../../../kernel/collection.ts'
import { type Key, type KeyPart, partsOf } from '../../../kernel/store/key.ts'
import { readAttributeJson, writeAttributes } from '../attribute-json.ts'
import type { Attributes } from '../attribute-value.ts'
import type { Change, Image } from './stream-state.ts'

const names = ['INSERT', 'MODIFY', 'REMOVE'] as const

export const changeForm: EntityForm<Change> = {
  keep({ atMs, name, isExpiry, size, keys, old, next }) {
    const head = `${atMs} ${names.indexOf(name)} ${size}${isExpiry ? ' x' : ''}`
    return `${head}\n${writeAttributes(keys)}\n${jsonOf(old)}\n${jsonOf(next)}`
  },
  open: (kept, key) => new StoredChange(kept as string, key),
}

function jsonOf(image: Image | undefined): string {
  return image ? (image.json ?? writeAttributes(image.attributes)) : ''
}

class StoredChange implements Change {
  readonly atMs: number
  readonly #kept: string
  readonly #key: Key
  #parts: readonly KeyPart[] | undefined
  #lines: readonly string[] | undefined

  constructor(kept: string, key: Key) {
    this.atMs = Number.parseInt(kept, 10)
    this.#kept = kept
    this.#key = key
  }

  get stream(): string {
    return this.#part(0) as string
  }

  get shard(): number {
    return this.#part(1) as number
  }

  get sequence(): number {
    return this.#part(2) as number
  }

  get size(): number {
    return Number(this.#line(0).split(' ')[2])
  }

  get name(): Change['name'] {
    return names[Number(this.#line(0).split(' ')[1])] ?? 'MODIFY'
  }

  get isExpiry(): boolean {
    return this.#line(0).endsWith(' x')
  }

  get keys(): Attributes {
    return readAttributeJson(this.#line(1))
  }

  get old(): Image | undefined {
    return imageOf(this.#line(2))
  }

  get next(): Image | undefined {
    return imageOf(this.#line(3))
  }

  #part(at: number): KeyPart | undefined {
    return (this.#parts ??= partsOf(this.#key))[at]
  }

  #line(at: number): string {
    return (this.#lines ??= this.#kept.split('\n'))[at] ?? ''
  }
}

function imageOf(json: string): Image | undefined {
  return json === '' ? undefined : new StoredImage(json)
}

class StoredImage implements Image {
  readonly json: string

  constructor(json: string) {
    this.json = json
  }

  get attributes(): Attributes {
    return readAttributeJson(this.json)
  }
}
