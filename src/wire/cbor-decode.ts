/**
 * CBOR (RFC 8949) as RPC v2 uses it, read into plain objects, arrays, `Uint8Array`, `Date`, bigint.
 * Own code: cbor-x reads no strings of indefinite length, which the protocol's suite sends, and
 * takes memory for the lengths that a body merely claims.
 */
import { setOwn } from './own-property.ts'
import { ofEpochSeconds } from './timestamp.ts'
import { asBuffer, readUtf8 } from './utf8.ts'

/** The bytes aren't CBOR, or not such as RPC v2 allows. */
export class CborFault extends Error {}

const depthMax = 256
/** A body of 10 MB of the smallest attributes has as many; of one byte each, a list takes seconds. */
const valuesMax = 500_000
/** JavaScript keeps objects of few members apart from dictionaries, whose members cost ten times more. */
const usualMembersMax = 100
const furtherMembersMax = 50_000
const indefinite = -1
const breakMark = Symbol('break')

/** @throws CborFault */
export function decodeCbor(bytes: Uint8Array): unknown {
  const decoder = new Decoder(bytes)
  const value = decoder.value(0)
  if (value === breakMark) throw new CborFault('a break outside of a list')
  decoder.requireEnd()
  return value
}

class Decoder {
  readonly #bytes: Buffer
  #at = 0
  #values = 0
  #furtherMembers = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = asBuffer(bytes)
  }

  requireEnd(): void {
    if (this.#at !== this.#bytes.length) throw new CborFault('bytes after the value')
  }

  value(depth: number): unknown {
    if (depth > depthMax) throw new CborFault('nested too deeply')
    this.#count()
    const head = this.#bytes[this.#take(1)] as number
    const info = head & 31
    switch (head >> 5) {
      case 0:
        return narrow(this.#argument(info))
      case 1:
        return narrow(-1n - BigInt(this.#argument(info)))
      case 2:
        // A copy: the value may outlive the request's memory.
        return Uint8Array.from(this.#joined(2, info))
      case 3:
        return textOf(this.#joined(3, info))
      case 4:
        return this.#list(info, depth)
      case 5:
        return this.#map(info, depth)
      case 6:
        return tagged(Number(this.#argument(info)), this.#whole(depth + 1))
      default:
        return this.#simple(info)
    }
  }

  /** Chunks count too: ten million empty ones take ten seconds. */
  #count(): void {
    if (++this.#values > valuesMax) throw new CborFault('too many values')
  }

  /** A value that may not be a break. */
  #whole(depth: number): unknown {
    const value = this.value(depth)
    if (value === breakMark) throw new CborFault('a break in place of a value')
    return value
  }

  /** Where `count` bytes start, which are then behind us. */
  #take(count: number): number {
    const start = this.#at
    if (count > this.#bytes.length - start) throw new CborFault('the body ends too soon')
    this.#at = start + count
    return start
  }

  #argument(info: number): number | bigint {
    if (info < 24) return info
    if (info === 24) return this.#bytes.readUInt8(this.#take(1))
    if (info === 25) return this.#bytes.readUInt16BE(this.#take(2))
    if (info === 26) return this.#bytes.readUInt32BE(this.#take(4))
    if (info === 27) return this.#bytes.readBigUInt64BE(this.#take(8))
    throw new CborFault('a length of no known form')
  }

  #length(info: number): number {
    if (info === 31) return indefinite
    const length = Number(this.#argument(info))
    if (length > this.#bytes.length - this.#at) throw new CborFault('the body ends too soon')
    return length
  }

  /** Bytes or text; of indefinite length: chunks of the same kind up to a break. */
  #joined(major: number, info: number): Uint8Array {
    const length = this.#length(info)
    if (length !== indefinite) return this.#slice(length)
    const chunks: Uint8Array[] = []
    for (;;) {
      const head = this.#bytes[this.#take(1)] as number
      if (head === 0xff) return Buffer.concat(chunks)
      if (head >> 5 !== major || head === 0x5f || head === 0x7f)
        throw new CborFault('a wrong chunk')
      this.#count()
      chunks.push(this.#slice(this.#length(head & 31)))
    }
  }

  #slice(length: number): Uint8Array {
    const start = this.#take(length)
    return this.#bytes.subarray(start, start + length)
  }

  #list(info: number, depth: number): unknown[] {
    const length = this.#length(info)
    const list: unknown[] = []
    while (length === indefinite || list.length < length) {
      const item = this.value(depth + 1)
      if (item !== breakMark) list.push(item)
      else if (length === indefinite) return list
      else throw new CborFault('a break in place of a value')
    }
    return list
  }

  #map(info: number, depth: number): object {
    const length = this.#length(info)
    const map: Record<string, unknown> = {}
    for (let count = 0; length === indefinite || count < length; count++) {
      const key = this.value(depth + 1)
      if (key === breakMark && length === indefinite) return map
      if (count > usualMembersMax && ++this.#furtherMembers > furtherMembersMax) {
        throw new CborFault('too many values')
      }
      if (typeof key !== 'string') throw new CborFault('a key that is no text')
      setOwn(map, key, this.#whole(depth + 1))
    }
    return map
  }

  #simple(info: number): unknown {
    if (info === 20 || info === 21) return info === 21
    // Null and undefined: RPC v2 has no difference between them.
    if (info === 22 || info === 23) return null
    if (info === 25) return halfFloat(this.#bytes.readUInt16BE(this.#take(2)))
    if (info === 26) return this.#bytes.readFloatBE(this.#take(4))
    if (info === 27) return this.#bytes.readDoubleBE(this.#take(8))
    if (info === 31) return breakMark
    throw new CborFault('a simple value of no known kind')
  }
}

function narrow(value: number | bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}

function textOf(bytes: Uint8Array): string {
  const text = readUtf8(bytes)
  if (text === undefined) throw new CborFault('text that is not UTF-8')
  return text
}

/** Tag 1 is an instant, 2 and 3 are big integers; others mean nothing to RPC v2. */
function tagged(tag: number, value: unknown): unknown {
  if (tag === 1 && (typeof value === 'number' || typeof value === 'bigint')) {
    const date = ofEpochSeconds(Number(value))
    if (date) return date
    throw new CborFault('an instant out of range')
  }
  if ((tag === 2 || tag === 3) && value instanceof Uint8Array) {
    const size = BigInt(`0x0${Buffer.from(value).toString('hex')}`)
    return narrow(tag === 2 ? size : -1n - size)
  }
  return value
}

function halfFloat(half: number): number {
  const sign = half & 0x8000 ? -1 : 1
  const exponent = (half >> 10) & 31
  const fraction = half & 0x3ff
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return exponent === 0
    ? sign * fraction * 2 ** -24
    : sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
