/**
 * Frames of `application/vnd.amazon.eventstream`: lengths, a checksum of them, typed headers, the
 * payload and a checksum of all. Source: https://smithy.io/2.0/aws/amazon-eventstream.html
 */
import { crc32 } from 'node:zlib'
import { serializationFault } from './json-faults.ts'

export interface EventFrame {
  readonly headers: ReadonlyMap<string, EventHeader>
  readonly payload: Uint8Array
}

export type EventHeader =
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'byte' | 'short' | 'integer'; readonly value: number }
  | { readonly type: 'long'; readonly value: number | bigint }
  | { readonly type: 'blob'; readonly value: Uint8Array }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'timestamp'; readonly value: Date }
  | { readonly type: 'uuid'; readonly value: Uint8Array }

/** AWS: payloads of at most 24 MiB, 128 KiB of headers. */
const frameBytesMax = 24 * 1024 * 1024 + 128 * 1024
const headerBytesMax = 128 * 1024
/** Lengths and their checksum before the headers, the frame's checksum at its end. */
const preludeBytes = 12
const overheadBytes = preludeBytes + 4

export function encodeFrame({ headers, payload }: EventFrame): Uint8Array {
  const parts = [...headers].map(([name, header]) => encodeHeader(name, header))
  const headerBytes = parts.reduce((sum, part) => sum + part.length, 0)
  const frame = Buffer.alloc(overheadBytes + headerBytes + payload.length)
  frame.writeUInt32BE(frame.length, 0)
  frame.writeUInt32BE(headerBytes, 4)
  frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8)
  let at = preludeBytes
  for (const part of [...parts, payload]) {
    frame.set(part, at)
    at += part.length
  }
  frame.writeUInt32BE(crc32(frame.subarray(0, at)), at)
  return frame
}

/**
 * Frames out of a stream that is cut anywhere.
 * @throws AwsError SerializationException on a damaged, oversized or unfinished frame.
 */
export async function* decodeFrames(stream: AsyncIterable<Uint8Array>): AsyncGenerator<EventFrame> {
  let chunks: Uint8Array[] = []
  let heldBytes = 0
  let wantedBytes = preludeBytes
  for await (const chunk of stream) {
    chunks.push(chunk)
    heldBytes += chunk.length
    // Joined upon each chunk instead, a frame of 24 MiB would hold up others for seconds.
    if (heldBytes < wantedBytes) continue
    let held = Buffer.concat(chunks)
    while (held.length >= (wantedBytes = bytesToWaitFor(held))) {
      yield decodeFrame(held.subarray(0, wantedBytes))
      held = held.subarray(wantedBytes)
    }
    chunks = [held]
    heldBytes = held.length
  }
  if (heldBytes > 0) throw damaged('the stream ends within a message')
}

/** The first frame's size; what tells it, where that isn't there yet. */
function bytesToWaitFor(held: Buffer): number {
  return held.length < preludeBytes ? preludeBytes : frameSize(held)
}

/** @param bytes One whole frame. */
export function decodeFrame(bytes: Uint8Array): EventFrame {
  const frame = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (frame.length < overheadBytes || frameSize(frame) !== frame.length) throw damaged('its length')
  const end = frame.length - 4
  if (crc32(frame.subarray(0, end)) !== frame.readUInt32BE(end)) throw damaged('its checksum')
  const headersEnd = preludeBytes + frame.readUInt32BE(4)
  if (headersEnd > end || headersEnd > headerBytesMax) throw damaged('the length of its headers')
  const payload = new Uint8Array(frame.subarray(headersEnd, end))
  return { headers: decodeHeaders(frame.subarray(preludeBytes, headersEnd)), payload }
}

function frameSize(held: Buffer): number {
  const size = held.readUInt32BE(0)
  if (size < overheadBytes || size > frameBytesMax) throw damaged('its length')
  if (crc32(held.subarray(0, 8)) !== held.readUInt32BE(8)) throw damaged('its prelude’s checksum')
  return size
}

function damaged(what: string): Error {
  return serializationFault(`Malformed event stream message: ${what}`)
}

const codes = {
  true: 0,
  false: 1,
  byte: 2,
  short: 3,
  integer: 4,
  long: 5,
  blob: 6,
  string: 7,
  timestamp: 8,
  uuid: 9,
} as const

function encodeHeader(name: string, header: EventHeader): Uint8Array {
  const start = Buffer.from(`\0${name}\0`)
  start[0] = start.length - 2
  start[start.length - 1] =
    header.type === 'boolean' ? codes[`${header.value}`] : codes[header.type]
  return Buffer.concat([start, encodeValue(header)])
}

function encodeValue({ type, value }: EventHeader): Uint8Array {
  switch (type) {
    case 'boolean':
      return Buffer.alloc(0)
    case 'byte':
      return integer(1, (bytes) => bytes.writeInt8(value))
    case 'short':
      return integer(2, (bytes) => bytes.writeInt16BE(value))
    case 'integer':
      return integer(4, (bytes) => bytes.writeInt32BE(value))
    case 'long':
      return integer(8, (bytes) => bytes.writeBigInt64BE(BigInt(value)))
    case 'timestamp':
      return integer(8, (bytes) => bytes.writeBigInt64BE(BigInt(value.getTime())))
    case 'string':
      return counted(Buffer.from(value))
    case 'blob':
      return counted(value)
    case 'uuid':
      return value
  }
}

function counted(content: Uint8Array): Uint8Array {
  return Buffer.concat([integer(2, (bytes) => bytes.writeUInt16BE(content.length)), content])
}

function integer(size: number, write: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.alloc(size)
  write(bytes)
  return bytes
}

function decodeHeaders(bytes: Buffer): ReadonlyMap<string, EventHeader> {
  const headers = new Map<string, EventHeader>()
  const cursor = new Cursor(bytes)
  while (!cursor.done) {
    const name = cursor.take(cursor.take(1).readUInt8()).toString()
    headers.set(name, decodeValue(cursor.take(1).readUInt8(), cursor))
  }
  return headers
}

function decodeValue(code: number, cursor: Cursor): EventHeader {
  if (code === codes.true) return { type: 'boolean', value: true }
  if (code === codes.false) return { type: 'boolean', value: false }
  if (code === codes.byte) return { type: 'byte', value: cursor.take(1).readInt8() }
  if (code === codes.short) return { type: 'short', value: cursor.take(2).readInt16BE() }
  if (code === codes.integer) return { type: 'integer', value: cursor.take(4).readInt32BE() }
  if (code === codes.long) return { type: 'long', value: cursor.long() }
  if (code === codes.timestamp) {
    return { type: 'timestamp', value: new Date(Number(cursor.long())) }
  }
  if (code === codes.uuid) return { type: 'uuid', value: new Uint8Array(cursor.take(16)) }
  if (code !== codes.blob && code !== codes.string) throw damaged(`a header of type ${code}`)
  const content = cursor.take(cursor.take(2).readUInt16BE())
  return code === codes.string
    ? { type: 'string', value: content.toString() }
    : { type: 'blob', value: new Uint8Array(content) }
}

/** Reads on and on, never past the end. */
class Cursor {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length
  }

  take(size: number): Buffer {
    const taken = this.#bytes.subarray(this.#at, this.#at + size)
    if (taken.length < size) throw damaged('its headers end early')
    this.#at += size
    return taken
  }

  long(): number | bigint {
    const value = this.take(8).readBigInt64BE()
    const plain = Number(value)
    return Number.isSafeInteger(plain) ? plain : value
  }
}
