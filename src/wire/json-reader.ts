/** Values of a model's shapes out of parsed JSON, compiled once for each shape. */
import type { ListShape, MapShape, Member, ScalarShape, StructureShape } from '../model/model.ts'
import { isBase64Fault, readBase64 } from './base64.ts'
import { type JsonWording, serializationFault } from './json-faults.ts'
import { RawNumber } from './lossless-json.ts'
import { fitInteger, type IntegerType, isIntegerType, readSpecialFloat } from './numbers.ts'
import { setOwn } from './own-property.ts'
import { ofEpochSeconds, readTimestamp } from './timestamp.ts'

/** @param depth How many structures, lists and maps the value stands in. */
export type JsonReader = (value: unknown, depth: number) => unknown

export interface JsonFlavour {
  readonly wording: JsonWording
  /** Strings that are taken for booleans, in lower case. */
  readonly booleans?: ReadonlyMap<string, boolean>
  /** Takes only what Smithy allows; else as AWS's framework: decimals cut off, null entries skipped. */
  readonly strict: boolean
}

/** No AWS shape nests so deeply of its own; recursive ones are cut here. */
export const depthMax = 128

export class JsonReaders {
  readonly #flavour: JsonFlavour
  readonly #structures = new WeakMap<StructureShape, JsonReader>()

  constructor(flavour: JsonFlavour) {
    this.#flavour = flavour
  }

  /** Members with a `location` stand elsewhere and are left out. */
  structure(shape: StructureShape): JsonReader {
    const known = this.#structures.get(shape)
    if (known) return known
    const reader = this.#compileStructure(shape)
    this.#structures.set(shape, reader)
    return reader
  }

  member(member: Member): JsonReader {
    const { shape } = member
    if (shape.kind === 'structure') return deferred(() => this.structure(shape))
    if (shape.kind === 'list') return this.#list(shape)
    if (shape.kind === 'map') return this.#map(shape)
    return this.#scalar(shape, member)
  }

  #compileStructure(shape: StructureShape): JsonReader {
    const words = this.#flavour.wording
    const union = shape.json.union === true && this.#flavour.strict
    const members = once(() => this.#members(shape))
    return (value, depth) => {
      if (Array.isArray(value)) throw serializationFault(words.list(shape.name))
      if (typeof value !== 'object' || value === null) throw serializationFault(words.field)
      if (depth > depthMax) throw tooDeep()
      const readers = members()
      const structure: Record<string, unknown> = {}
      let count = 0
      for (const key in value) {
        const part = (value as Record<string, unknown>)[key]
        const member = readers.get(key)
        if (member === undefined || part === null) continue
        structure[member.name] = member.read(part, depth + 1)
        count++
      }
      if (union && count !== 1) throw serializationFault(`Unexpected ${count} members of a union`)
      return structure
    }
  }

  /** By their names on the wire. */
  #members(shape: StructureShape): ReadonlyMap<string, { name: string; read: JsonReader }> {
    const here = [...shape.members.values()].filter(({ traits }) => !traits.location)
    return new Map(
      here.map((member) => [member.wireName, { name: member.name, read: this.member(member) }]),
    )
  }

  #list(shape: ListShape): JsonReader {
    const words = this.#flavour.wording
    const read = once(() => this.member(shape.member))
    const sparse = shape.json.sparse === true
    return (value, depth) => {
      if (!Array.isArray(value)) throw serializationFault(notAList(value, words))
      if (depth > depthMax) throw tooDeep()
      const element = read()
      return value.map((item) => {
        if (item !== null) return element(item, depth + 1)
        if (!sparse) throw serializationFault(words.field)
        return null
      })
    }
  }

  #map(shape: MapShape): JsonReader {
    const words = this.#flavour.wording
    const read = once(() => this.member(shape.value))
    const { strict } = this.#flavour
    const sparse = shape.json.sparse === true
    return (value, depth) => {
      if (Array.isArray(value)) throw serializationFault(words.list(shape.name))
      if (typeof value !== 'object' || value === null) throw serializationFault(words.field)
      if (depth > depthMax) throw tooDeep()
      const map: Record<string, unknown> = {}
      const element = read()
      for (const [key, item] of Object.entries(value)) {
        if (item !== null) setOwn(map, key, element(item, depth + 1))
        else if (sparse) setOwn(map, key, null)
        else if (strict) throw serializationFault(words.field)
      }
      return map
    }
  }

  #scalar(shape: ScalarShape, member: Member): JsonReader {
    const words = this.#flavour.wording
    const { type } = shape
    if (type === 'string') return (value) => readString(value, words)
    if (type === 'boolean') return (value) => this.#boolean(value)
    if (type === 'blob') return (value) => readBlob(value, words)
    if (type === 'timestamp') return timestampReader(member, words)
    if (type === 'document') return readDocument
    if (isIntegerType(type)) return this.#integer(type)
    if (type === 'bigInteger' || type === 'bigDecimal') return (value) => readBig(value, words)
    return (value) => readDouble(value, words)
  }

  #boolean(value: unknown): boolean {
    if (typeof value === 'boolean') return value
    const { booleans, wording } = this.#flavour
    const meant = typeof value === 'string' ? booleans?.get(value.toLowerCase()) : undefined
    return meant ?? wrong(value, 'Boolean', wording)
  }

  #integer(type: IntegerType): JsonReader {
    const { strict, wording } = this.#flavour
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

function deferred(make: () => JsonReader): JsonReader {
  const reader = once(make)
  return (value, depth) => reader()(value, depth)
}

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

function cutOff(value: unknown): unknown {
  if (value instanceof RawNumber) return Math.trunc(Number(value.text))
  return typeof value === 'number' ? Math.trunc(value) : value
}

function readString(value: unknown, words: JsonWording): string {
  return typeof value === 'string' ? value : wrong(value, 'String', words)
}

function readBlob(value: unknown, words: JsonWording): Uint8Array {
  if (typeof value !== 'string') return wrongBlob(value, words)
  const bytes = readBase64(value)
  if (!isBase64Fault(bytes)) return bytes
  throw serializationFault(
    bytes.kind === 'length' ? words.base64Length(value.length) : words.base64Character,
  )
}

function wrongBlob(value: unknown, words: JsonWording): never {
  if (typeof value === 'object') return wrong(value, 'Blob', words)
  throw serializationFault(words.blob)
}

function timestampReader(member: Member, words: JsonWording): JsonReader {
  const format = member.traits.timestampFormat ?? 'unixTimestamp'
  return (value) => {
    const date = readInstant(value, format)
    return date ?? wrong(value, 'Timestamp', words)
  }
}

function readInstant(
  value: unknown,
  format: 'iso8601' | 'unixTimestamp' | 'rfc822',
): Date | undefined {
  if (format !== 'unixTimestamp') {
    return typeof value === 'string' ? readTimestamp(value, format) : undefined
  }
  if (value instanceof RawNumber) return ofEpochSeconds(Number(value.text))
  return typeof value === 'number' ? ofEpochSeconds(value) : undefined
}

function readDouble(value: unknown, words: JsonWording): number {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof RawNumber) return Number(value.text)
  const special = typeof value === 'string' ? readSpecialFloat(value) : undefined
  return special ?? wrong(value, 'Double', words)
}

function readBig(value: unknown, words: JsonWording): string {
  if (value instanceof RawNumber) return value.text
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  return wrong(value, 'Number', words)
}

/** A document is any JSON; only its depth and its numbers are looked at. */
function readDocument(value: unknown, depth: number): unknown {
  if (depth > depthMax) throw tooDeep()
  if (value instanceof RawNumber) return Number(value.text)
  if (typeof value === 'bigint') return Number(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => readDocument(item, depth + 1))
  const document: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) {
    setOwn(document, key, readDocument(item, depth + 1))
  }
  return document
}

function wrong(value: unknown, wanted: string, words: JsonWording): never {
  if (Array.isArray(value)) throw serializationFault(words.list(wanted))
  if (typeof value === 'object' && !(value instanceof RawNumber)) {
    throw serializationFault(words.structure)
  }
  throw serializationFault(words.scalar(kindOf(value), wanted))
}

function kindOf(value: unknown): string {
  if (typeof value === 'string') return 'STRING_VALUE'
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE'
  return typeof value === 'bigint' || Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE'
}

function notAList(value: unknown, words: JsonWording): string {
  return typeof value === 'object' && value !== null ? words.structure : words.field
}

/** Kasane's own limit and words: AWS doesn't document how deep a body may nest. */
function tooDeep(): Error {
  return serializationFault(`The body nests more than ${depthMax} levels deep`)
}
