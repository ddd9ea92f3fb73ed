/**
 * The one encoding of stored values. Byte 0 tells the form:
 *
 * - `1`: JSON in UTF-8, for what JSON can say by itself.
 * - `2`: a four-byte big-endian length, that many bytes of JSON, then the bytes that the JSON
 *   refers to: `{"$bytes":[offset,length]}`. Also `{"$bigint":"…"}`, and `{"$object":{…}}` around
 *   an object whose own key starts with `$`.
 */
import type { Entity } from './store.ts'

const plainForm = 1
const taggedForm = 2

export function encodeEntity(value: Entity): Buffer {
  if (isPlain(value)) {
    const json = JSON.stringify(value)
    const encoded = Buffer.allocUnsafe(1 + Buffer.byteLength(json))
    encoded[0] = plainForm
    encoded.write(json, 1)
    return encoded
  }
  const chunks: Uint8Array[] = []
  const json = Buffer.from(JSON.stringify(tagged(value, chunks)))
  const head = Buffer.allocUnsafe(5)
  head[0] = taggedForm
  head.writeUInt32BE(json.length, 1)
  return Buffer.concat([head, json, ...chunks])
}

/** @throws Error when the bytes are none of ours. */
export function decodeEntity(encoded: Uint8Array): Entity {
  const bytes = Buffer.from(encoded.buffer, encoded.byteOffset, encoded.byteLength)
  if (bytes[0] === plainForm) return JSON.parse(bytes.toString('utf8', 1))
  if (bytes[0] !== taggedForm) throw new Error(`stored value has unknown form ${bytes[0]}`)
  const jsonEnd = 5 + bytes.readUInt32BE(1)
  return untagged(JSON.parse(bytes.toString('utf8', 5, jsonEnd)), bytes.subarray(jsonEnd))
}

function isPlain(value: Entity): boolean {
  if (typeof value === 'bigint') return false
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(isPlain)
  if (value instanceof Uint8Array) return false
  for (const key of Object.keys(value)) {
    if (key.startsWith('$') || key === '__proto__') return false
    if (!isPlain((value as Record<string, Entity>)[key])) return false
  }
  return true
}

function tagged(value: Entity, chunks: Uint8Array[]): unknown {
  if (typeof value === 'bigint') return { $bigint: value.toString() }
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => tagged(item, chunks))
  if (value instanceof Uint8Array) {
    const offset = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
    chunks.push(value)
    return { $bytes: [offset, value.length] }
  }
  const entries = Object.entries(value).map(([key, item]) => [key, tagged(item, chunks)] as const)
  const object = Object.fromEntries(entries)
  return entries.some(([key]) => key.startsWith('$')) ? { $object: object } : object
}

function untagged(value: unknown, bytes: Buffer): Entity {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => untagged(item, bytes))
  const object = value as Record<string, unknown>
  if (typeof object.$bigint === 'string') return BigInt(object.$bigint)
  if (Array.isArray(object.$bytes)) {
    const [offset, length] = object.$bytes as [number, number]
    return new Uint8Array(bytes.subarray(offset, offset + length))
  }
  const own = (object.$object ?? object) as Record<string, unknown>
  return Object.fromEntries(Object.entries(own).map(([key, item]) => [key, untagged(item, bytes)]))
}
