/** JSON text of a model's shapes, compiled once for each shape. */
import { PreparedJson } from '../kernel/prepared-json.ts'
import type { ListShape, MapShape, Member, ScalarShape, StructureShape } from '../model/model.ts'
import { writeBase64 } from './base64.ts'
import { writeTimestamp } from './timestamp.ts'

export type JsonWriter = (value: never) => string

/** Beyond this length `JSON.stringify` is faster than looking for what must be escaped. */
const plainLengthMax = 64

const mustEscape = /["\\\u0000-\u001f\ud800-\udfff]/

const structures = new WeakMap<StructureShape, JsonWriter>()

/**
 * Writes a structure's members but those with a `location`, which stand elsewhere.
 * @throws Error on a member that the model lacks: the service has a bug.
 */
export function structureWriter(shape: StructureShape): (value: object) => string {
  const known = structures.get(shape)
  if (known) return known as (value: object) => string
  const writer = compileStructure(shape)
  structures.set(shape, writer as JsonWriter)
  return writer
}

export function memberWriter(member: Member): JsonWriter {
  const { shape } = member
  if (shape.kind === 'structure')
    return ((value: object) => structureWriter(shape)(value)) as JsonWriter
  if (shape.kind === 'list') return listWriter(shape) as JsonWriter
  if (shape.kind === 'map') return mapWriter(shape) as JsonWriter
  return scalarWriter(shape, member)
}

/** `"text"`, escaped as JSON asks. */
export function writeJsonString(text: string): string {
  if (text.length > plainLengthMax || mustEscape.test(text)) return JSON.stringify(text)
  return `"${text}"`
}

function compileStructure(shape: StructureShape): (value: object) => string {
  const writers = new Map<string, { prefix: string; write: JsonWriter } | undefined>()
  for (const member of shape.members.values()) {
    const prefix = `${JSON.stringify(member.wireName)}:`
    const here = member.traits.location === undefined
    writers.set(member.name, here ? { prefix, write: deferred(member) } : undefined)
  }
  return (value) => {
    if (value instanceof PreparedJson) return value.text
    let text = ''
    for (const key in value) {
      const part = (value as Record<string, unknown>)[key]
      if (part === undefined || part === null) continue
      const writer = writers.get(key)
      if (writer === undefined) {
        if (writers.has(key)) continue
        throw new Error(`${shape.name} has no member ${key}`)
      }
      text += (text === '' ? writer.prefix : `,${writer.prefix}`) + writer.write(part as never)
    }
    return `{${text}}`
  }
}

/** Recursive shapes: a member's writer is made when it is first needed. */
function deferred(member: Member): JsonWriter {
  if (member.shape.kind === 'scalar') return memberWriter(member)
  let writer: JsonWriter | undefined
  return (value) => (writer ??= memberWriter(member))(value)
}

function listWriter(shape: ListShape): (value: readonly unknown[]) => string {
  const write = deferred(shape.member)
  return (value) => {
    if (value instanceof PreparedJson) return value.text
    let text = ''
    for (const item of value) {
      const part = item === null || item === undefined ? 'null' : write(item as never)
      text += text === '' ? part : `,${part}`
    }
    return `[${text}]`
  }
}

function mapWriter(shape: MapShape): (value: Readonly<Record<string, unknown>>) => string {
  const write = deferred(shape.value)
  const sparse = shape.json.sparse === true
  return (value) => {
    if (value instanceof PreparedJson) return value.text
    let text = ''
    for (const key of Object.keys(value)) {
      const item = value[key]
      if (item === undefined || (item === null && !sparse)) continue
      const part = `${writeJsonString(key)}:${item === null ? 'null' : write(item as never)}`
      text += text === '' ? part : `,${part}`
    }
    return `{${text}}`
  }
}

function scalarWriter(shape: ScalarShape, member: Member): JsonWriter {
  const { type } = shape
  if (type === 'string') return writeJsonString as JsonWriter
  if (type === 'blob') return ((value: Uint8Array) => `"${writeBase64(value)}"`) as JsonWriter
  if (type === 'timestamp') return timestampWriter(member) as JsonWriter
  if (type === 'document')
    return ((value: unknown) => JSON.stringify(value) ?? 'null') as JsonWriter
  if (type === 'float' || type === 'double') return writeDouble as JsonWriter
  return String as JsonWriter
}

function timestampWriter(member: Member): (value: Date) => string {
  const format = member.traits.timestampFormat ?? 'unixTimestamp'
  if (format === 'unixTimestamp') return (value) => writeTimestamp(value, format)
  return (value) => `"${writeTimestamp(value, format)}"`
}

function writeDouble(value: number): string {
  return Number.isFinite(value) ? String(value) : `"${value}"`
}
