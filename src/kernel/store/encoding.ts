/**
 * The one encoding of stored values. Byte 0 tells the form:
 *
 * - `1`: JSON in UTF-8, for what JSON can say by itself.
 * - `2`: a four-byte big-endian length, that many bytes of JSON, then the bytes that the JSON
 *   refers to: `{"$bytes":[offset,length]}`. Also `{"$bigint":"…"}`, `{"$number":"NaN"}` for numbers
 *   that JSON lacks, and `{"$object":{…}}` around an object with an own key that starts with `$`.
 *
 * - `3`: a text in UTF-8, as it is: for a value that is nothing but a text.
 *
 * Members that are `undefined` are left out, as JSON does.
 */
import type { Entity } from './store.ts'

const plainForm = 1
const taggedForm = 2
const textForm = 3
const plainMark = String.fromCharCode(plainForm)
const textMark = String.fromCharCode(textForm)

export function encodeEntity(value: Entity): Buffer {
  if (typeof value === 'string' && !halfPair.test(value)) return Buffer.from(textMark + value)
  if (isPlain(value)) return Buffer.from(plainMark + JSON.stringify(value))
  const chunks = new Chunks()
  const json = Buffer.from(JSON.stringify(tagged(value, chunks)))
  const head = Buffer.allocUnsafe(5)
  head[0] = taggedForm
  head.writeUInt32BE(json.length, 1)
  return Buffer.concat([head, json, ...chunks.list])
}

/**
 * Keeps nothing of `encoded`, which may be used again.
 * @throws Error when the bytes are none of ours.
 */
export function decodeEntity(encoded: Uint8Array, size = encoded.length): Entity {
  const bytes = encoded as Buffer
  if (bytes[0] === plainForm) return JSON.parse(utf8(bytes, 1, size))
  if (bytes[0] === textForm) return utf8(bytes, 1, size)
  if (bytes[0] !== taggedForm) throw new Error(`stored value has unknown form ${bytes[0]}`)
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, size)
  const jsonEnd = 5 + view.readUInt32BE(1)
  return untagged(JSON.parse(utf8(view, 5, jsonEnd)), view.subarray(jsonEnd))
}

/** UTF-8 has no bytes for these, which JSON escapes. */
const halfPair = /\p{Surrogate}/u

function utf8(bytes: Buffer, start: number, end: number): string {
  return Buffer.prototype.toString.call(bytes, 'utf8', start, end)
}

function isPlain(value: Entity): boolean {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0)
  if (typeof value === 'bigint') return false
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(isPlain)
  if (value instanceof Uint8Array) return false
  for (const key of Object.keys(value)) {
    if (key.startsWith('$') || !isPlain((value as Record<string, Entity>)[key])) return false
  }
  return true
}

class Chunks {
  readonly list: Uint8Array[] = []
  #size = 0

  add(chunk: Uint8Array): readonly [offset: number, length: number] {
    const offset = this.#size
    this.list.push(chunk)
    this.#size += chunk.length
    return [offset, chunk.length]
  }
}

function tagged(value: Entity, chunks: Chunks): unknown {
  if (typeof value === 'bigint') return { $bigint: value.toString() }
  if (typeof value === 'number') return isPlain(value) ? value : { $number: nameOf(value) }
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => tagged(item, chunks))
  if (value instanceof Uint8Array) return { $bytes: chunks.add(value) }
  const entries = Object.entries(value).map(([key, item]) => [key, tagged(item, chunks)] as const)
  const object = Object.fromEntries(entries)
  return entries.some(([key]) => key.startsWith('$')) ? { $object: object } : object
}

/** `String` says `0` for −0, too. */
function nameOf(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

function untagged(value: unknown, bytes: Buffer): Entity {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => untagged(item, bytes))
  const object = value as Record<string, unknown>
  if (typeof object.$bigint === 'string') return BigInt(object.$bigint)
  if (typeof object.$number === 'string') return Number(object.$number)
  if (Array.isArray(object.$bytes)) {
    const [offset, length] = object.$bytes as [number, number]
    return new Uint8Array(bytes.subarray(offset, offset + length))
  }
  const own = (object.$object ?? object) as Record<string, unknown>
  return Object.fromEntries(Object.entries(own).map(([key, item]) => [key, untagged(item, bytes)]))
}
