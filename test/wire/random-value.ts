/**
 * Random values of a model's shapes that keep its lengths, ranges and enums. Patterns aren't kept:
 * nothing on the wire looks at them.
 */
import type { Bounds } from '../../src/model/model-json.ts'
import type {
  ListShape,
  MapShape,
  Member,
  ScalarShape,
  Shape,
  StructureShape,
} from '../../src/model/model.ts'
import type { Seeded } from './seeded.ts'

/** Which members of a value the other side knows; `undefined`: not this one. */
export interface Guide {
  member(name: string): Guide | undefined
  element(): Guide
}

/** As a special value: leave the member out. */
export const omitted = Symbol('omitted')

export const everything: Guide = { member: () => everything, element: () => everything }

export interface RandomOptions {
  readonly random: Seeded
  readonly guide?: Guide
  /** Leaves out empty structures, lists and maps: forms and XML have no way to say them. */
  readonly withoutEmpty?: boolean
  readonly wholeSeconds?: boolean
  /** Values that a service's clients want in a certain form. */
  readonly special?: (member: Member, holder: StructureShape) => unknown
}

export function randomValue(
  shape: StructureShape,
  options: RandomOptions,
): Record<string, unknown> {
  const generator = new Generator(options)
  return generator.structure(shape, options.guide ?? everything, 0) ?? {}
}

const depthMax = 6

/** Shapes such as EC2's instance would else grow without end. */
const nodesMax = 600

class Generator {
  readonly #options: RandomOptions
  readonly #random: Seeded
  #nodes = 0

  constructor(options: RandomOptions) {
    this.#options = options
    this.#random = options.random
  }

  structure(
    shape: StructureShape,
    guide: Guide,
    depth: number,
  ): Record<string, unknown> | undefined {
    const value: Record<string, unknown> = {}
    const known = [...shape.members.values()].flatMap((member) => {
      const below = guide.member(member.name)
      return below ? [{ member, below }] : []
    })
    const chosen =
      shape.json.union && known.length > 0
        ? [this.#random.pick(known)]
        : known.filter(({ member }) => this.#wants(member, depth))
    for (const { member, below } of chosen) {
      const special = this.#options.special?.(member, shape)
      const part = special ?? this.#member(member, below, depth + 1)
      if (part !== undefined && part !== omitted) value[member.name] = part
    }
    return Object.keys(value).length > 0 ? value : this.#empty({})
  }

  #empty<T>(value: T): T | undefined {
    return this.#options.withoutEmpty ? undefined : value
  }

  #wants({ required, shape, traits }: Member, depth: number): boolean {
    if (required || traits.idempotencyToken || traits.eventPayload) return true
    if (traits.location === 'uri') return true
    if (this.#nodes > nodesMax || (depth > depthMax && shape.kind !== 'scalar')) return false
    return this.#random.chance(depth === 0 ? 0.8 : 0.5)
  }

  #member(member: Member, guide: Guide, depth: number): unknown {
    this.#nodes++
    const { shape, traits } = member
    const inHead = traits.location !== undefined || traits.xmlAttribute === true
    if (shape.kind === 'scalar') return this.#scalar(shape, member, inHead)
    if (depth > depthMax + 4) return undefined
    if (shape.kind === 'structure') return this.structure(shape, guide, depth)
    return shape.kind === 'list'
      ? this.#list(shape, guide, depth, inHead)
      : this.#map(shape, guide, depth, inHead)
  }

  #list(shape: ListShape, guide: Guide, depth: number, inHead: boolean): unknown[] | undefined {
    const count = depth > depthMax || this.#nodes > nodesMax ? 0 : this.#count(shape.json)
    const items: unknown[] = []
    for (let index = 0; index < count; index++) {
      const item = this.#element(shape.member, guide, depth, inHead)
      if (item !== undefined) items.push(item)
    }
    return items.length > 0 ? items : this.#empty(items)
  }

  #map(shape: MapShape, guide: Guide, depth: number, inHead: boolean): object | undefined {
    const count = depth > depthMax || this.#nodes > nodesMax ? 0 : this.#count(shape.json)
    const map: Record<string, unknown> = {}
    for (let index = 0; index < count; index++) {
      const value = this.#element(shape.value, guide, depth, inHead)
      if (value !== undefined) map[this.#key(shape.key.shape, inHead)] = value
    }
    return Object.keys(map).length > 0 ? map : this.#empty(map)
  }

  #element(member: Member, guide: Guide, depth: number, inHead: boolean): unknown {
    if (member.shape.kind === 'scalar') return this.#scalar(member.shape, member, inHead)
    return this.#member(member, guide.element(), depth + 1)
  }

  /** One to three elements, as far as the bounds allow. */
  #count({ min = 0, max = 3 }: Bounds): number {
    return Math.min(this.#random.integer(Math.max(1, min), Math.max(3, min)), max)
  }

  /** Header names are told apart without regard to case, so keys are lower case there. */
  #key(shape: Shape, inHead: boolean): string {
    const key = String(this.#scalar(shape as ScalarShape, undefined, true))
    return inHead ? `k-${key.toLowerCase().replace(/[^a-z0-9]/g, '')}` : key
  }

  #scalar(shape: ScalarShape, member: Member | undefined, inHead: boolean): unknown {
    const { json, type } = shape
    if (type === 'string') return this.#string(shape, inHead || member?.traits.jsonValue === true)
    if (type === 'boolean') return this.#random.chance(0.5)
    if (type === 'blob') return this.#bytes(json)
    if (type === 'timestamp') return this.#instant(member, inHead)
    if (type === 'document') return { text: this.#string(shape, false), list: [1, true, null] }
    if (type === 'float' || type === 'double') return this.#number(json, 1000, 8)
    if (type === 'bigInteger' || type === 'bigDecimal') return String(this.#number(json, 1e6, 1))
    return this.#number(
      json,
      { byte: 127, short: 32767, integer: 2 ** 31 - 1, long: 2 ** 45 }[type],
      1,
    )
  }

  /** @param parts A double's fractions are a power of two, so that a float holds them too. */
  #number({ min, max }: Bounds, limit: number, parts: number): number {
    const low = Math.ceil(min ?? Math.max(-limit, (max ?? 0) - limit))
    const high = Math.floor(max ?? Math.min(limit, low + limit))
    return low < high ? this.#random.integer(low * parts, high * parts) / parts : low
  }

  #string({ json }: ScalarShape, plain: boolean): string {
    if (json.enum) return this.#random.pick(json.enum)
    const { min = 1, max = 24 } = json
    const length = Math.min(this.#random.integer(Math.max(1, min), Math.max(min, 16)), max)
    const alphabet = plain ? plainAlphabet : alphabets
    let text = ''
    while (text.length < length) text += this.#random.pick(alphabet)
    // Blanks at the ends mean nothing in headers, nor does half of a surrogate pair anywhere.
    return text.slice(0, length).replace(/^ | $|[\ud800-\udbff]$/g, 'x')
  }

  #bytes({ min = 1, max = 20 }: Bounds): Uint8Array {
    const length = this.#random.integer(Math.max(1, min), Math.max(min, Math.min(max, 20)))
    return Uint8Array.from({ length }, () => this.#random.integer(0, 255))
  }

  /** Milliseconds only where every client writes them. */
  #instant(member: Member | undefined, inHead: boolean): Date {
    const whole =
      inHead || member?.traits.timestampFormat === 'rfc822' || this.#options.wholeSeconds
    const exact = !whole && this.#random.chance(0.5)
    const ms = exact ? this.#random.integer(1, 999) : 0
    return new Date(this.#random.integer(1_000_000_000, 2_000_000_000) * 1000 + ms)
  }
}

const plainAlphabet = [
  ...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  '-',
  '_',
  '.',
]

const alphabets = [...plainAlphabet, ...' &<>"\'/\\:;=+%#?{}[]@!é漢ß', '😀', '\u2028']
