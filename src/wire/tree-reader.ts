/** Values of a model's shapes out of parsed JSON or CBOR, compiled once for each shape. */
import type {
  ListShape,
  MapShape,
  Member,
  ScalarShape,
  Shape,
  StructureShape,
  TimestampFormat,
} from '../model/model.ts'
import { type JsonWording, serializationFault } from './json-faults.ts'
import { RawNumber } from './lossless-json.ts'
import { fitInteger, type IntegerType, isIntegerType } from './numbers.ts'
import { setOwn } from './own-property.ts'

/** @param depth How many structures, lists and maps the value stands in. */
export type TreeReader = (value: unknown, depth: number) => unknown

/** How a notation writes what JSON and CBOR don't share. */
export interface Notation {
  readonly wording: JsonWording
  /**
   * Takes only what Smithy's suite allows; else as AWS's framework reads: decimals cut off where
   * integers are wanted, null entries of maps skipped, unions not counted.
   */
  readonly strict: boolean
  /** Strings that are taken for booleans, in lower case. */
  readonly booleans?: ReadonlyMap<string, boolean>
  /** Each gives `undefined` for a value that isn't of the type. */
  blob(value: unknown): Uint8Array | undefined
  timestamp(value: unknown, format: TimestampFormat | undefined): Date | undefined
  specialFloat(value: unknown): number | undefined
}

/** No AWS shape nests so deeply of its own; recursive ones are cut here. */
export const depthMax = 128

/** @throws AwsError SerializationException on the first value of a wrong type. */
export class TreeReaders {
  readonly #notation: Notation
  readonly #structures = new WeakMap<StructureShape, TreeReader>()

  constructor(notation: Notation) {
    this.#notation = notation
  }

  /** Members with a `location` stand elsewhere and are left out. */
  structure(shape: StructureShape): TreeReader {
    const known = this.#structures.get(shape)
    if (known) return known
    const reader = this.#compileStructure(shape)
    this.#structures.set(shape, reader)
    return reader
  }

  member(member: Member): TreeReader {
    const { shape } = member
    if (shape.kind === 'structure') return this.structure(shape)
    if (shape.kind === 'list') return this.#list(shape)
    if (shape.kind === 'map') return this.#map(shape)
    return this.#scalar(shape, member)
  }

  #compileStructure(shape: StructureShape): TreeReader {
    const { strict, wording } = this.#notation
    const union = strict && shape.json.union === true
    const members = once(() => this.#members(shape))
    return (value, depth) => {
      if (!isPlain(value)) throw notAnObject(value, wording, shape)
      if (depth > depthMax) throw tooDeep()
      const readers = members()
      const structure: Record<string, unknown> = {}
      let known = 0
      let unknown = 0
      for (const key in value) {
        const part = (value as Record<string, unknown>)[key]
        const member = readers.get(key)
        if (part === null || key === '__type') continue
        if (member) {
          structure[member.name] = member.read(part, depth + 1)
          known++
        } else unknown++
      }
      if (union && (known !== 1 || unknown > 0)) {
        throw serializationFault(`${known} known and ${unknown} unknown members of a union are set`)
      }
      return structure
    }
  }

  /** By their names on the wire. */
  #members(shape: StructureShape): ReadonlyMap<string, { name: string; read: TreeReader }> {
    const here = [...shape.members.values()].filter(({ traits }) => !traits.location)
    return new Map(
      here.map((member) => [member.wireName, { name: member.name, read: this.member(member) }]),
    )
  }

  /** As a member, but for how a scalar in a structure's place is told of. */
  #element(member: Member): TreeReader {
    const read = this.member(member)
    if (member.shape.kind !== 'structure') return read
    const { element } = this.#notation.wording
    return (value, depth) => {
      if (typeof value !== 'object') throw serializationFault(element)
      return read(value, depth)
    }
  }

  #list(shape: ListShape): TreeReader {
    const { wording } = this.#notation
    const element = once(() => this.#element(shape.member))
    const sparse = shape.json.sparse === true
    return (value, depth) => {
      if (!Array.isArray(value)) throw serializationFault(notAList(value, wording))
      if (depth > depthMax) throw tooDeep()
      const read = element()
      return value.map((item) => {
        if (item !== null) return read(item, depth + 1)
        if (!sparse) throw serializationFault(wording.field)
        return null
      })
    }
  }

  #map(shape: MapShape): TreeReader {
    const { strict, wording } = this.#notation
    const element = once(() => this.#element(shape.value))
    const sparse = shape.json.sparse === true
    return (value, depth) => {
      if (!isPlain(value)) throw notAnObject(value, wording, shape)
      if (depth > depthMax) throw tooDeep()
      const map: Record<string, unknown> = {}
      const read = element()
      for (const key in value) {
        const item = (value as Record<string, unknown>)[key]
        if (item !== null) setOwn(map, key, read(item, depth + 1))
        else if (sparse) setOwn(map, key, null)
        else if (strict) throw serializationFault(wording.field)
      }
      return map
    }
  }

  #scalar({ type }: ScalarShape, { traits }: Member): TreeReader {
    const notation = this.#notation
    const { wording } = notation
    const orWrong =
      <T>(wanted: string, read: (value: unknown) => T | undefined): TreeReader =>
      (value) =>
        read(value) ?? wrong(value, wanted, wording)
    if (type === 'string') return orWrong('String', asString)
    if (type === 'boolean') return (value) => this.#boolean(value)
    if (type === 'blob') return (value) => notation.blob(value) ?? wrongBlob(value, wording)
    if (type === 'timestamp') {
      return orWrong('Timestamp', (value) => notation.timestamp(value, traits.timestampFormat))
    }
    if (type === 'document') return readDocument
    if (isIntegerType(type)) return this.#integer(type)
    if (type === 'bigInteger' || type === 'bigDecimal') return orWrong('Number', asBigNumber)
    return orWrong('Double', (value) => asDouble(value) ?? notation.specialFloat(value))
  }

  #boolean(value: unknown): boolean {
    if (typeof value === 'boolean') return value
    const { booleans, wording } = this.#notation
    const meant = typeof value === 'string' ? booleans?.get(value.toLowerCase()) : undefined
    return meant ?? wrong(value, 'Boolean', wording)
  }

  #integer(type: IntegerType): TreeReader {
    const { strict, wording } = this.#notation
    const name = type.charAt(0).toUpperCase() + type.slice(1)
    return (value) => {
      const whole = strict ? value : cutOff(value)
      if (typeof whole === 'bigint' || (typeof whole === 'number' && Number.isInteger(whole))) {
        const fitting = fitInteger(whole, type)
        if (fitting !== undefined) return fitting
      }
      return wrong(value, name, wording)
    }
  }
}

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

/** A plain object: neither a list nor one of the classes that stand for scalars. */
function isPlain(value: unknown): value is object {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  )
}

function notAnObject(value: unknown, wording: JsonWording, wanted: Shape): Error {
  return serializationFault(Array.isArray(value) ? wording.listForObject(wanted) : wording.field)
}

function asString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function cutOff(value: unknown): unknown {
  if (value instanceof RawNumber) return Math.trunc(Number(value.text))
  return typeof value === 'number' ? Math.trunc(value) : value
}

function asDouble(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  return value instanceof RawNumber ? Number(value.text) : undefined
}

function asBigNumber(value: unknown): string | undefined {
  if (value instanceof RawNumber) return value.text
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined
}

/** A document is any value; only its depth and its numbers are looked at. */
function readDocument(value: unknown, depth: number): unknown {
  if (depth > depthMax) throw tooDeep()
  if (Array.isArray(value)) return value.map((item) => readDocument(item, depth + 1))
  if (!isPlain(value)) return asDouble(value) ?? value
  const document: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) {
    setOwn(document, key, readDocument(item, depth + 1))
  }
  return document
}

function wrongBlob(value: unknown, wording: JsonWording): never {
  if (Array.isArray(value) || isPlain(value)) return wrong(value, 'Blob', wording)
  throw serializationFault(wording.blob)
}

function wrong(value: unknown, wanted: string, wording: JsonWording): never {
  if (Array.isArray(value)) throw serializationFault(wording.list(wanted))
  if (isPlain(value)) throw serializationFault(wording.structure)
  throw serializationFault(wording.scalar(kindOf(value), wanted))
}

function kindOf(value: unknown): string {
  if (typeof value === 'string') return 'STRING_VALUE'
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE'
  if (value instanceof Date || value instanceof Uint8Array) return 'EMBEDDED_OBJECT_VALUE'
  return typeof value === 'bigint' || Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE'
}

function notAList(value: unknown, wording: JsonWording): string {
  return isPlain(value) ? wording.structure : wording.field
}

/** Kasane's own limit and words: AWS doesn't document how deep a body may nest. */
function tooDeep(): Error {
  return serializationFault(`The body nests more than ${depthMax} levels deep`)
}
