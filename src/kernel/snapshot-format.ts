/**
 * A snapshot as one file: a line that names it, then frames. A frame is its type (one byte), the
 * length of its payload (four bytes, big-endian), the payload, and the CRC-32 of all three.
 *
 * | type | payload |
 * |---|---|
 * | `h` | JSON: the format, the clock |
 * | `e` | entries: key length (2), key, value length (4), value, and so on |
 * | `b` | a blob's id; its bytes follow as `c` frames |
 * | `p` | the name of a part kept elsewhere (an engine's data); its bytes follow as `c` frames |
 * | `c` | bytes of what the last `b` or `p` names |
 * | `z` | JSON: how many entries, blobs and parts there were; the last frame |
 */
import { crc32 } from 'node:zlib'
import type { ClockState } from './clock.ts'
import { decodeEntity, encodeEntity } from './store/encoding.ts'
import type { Key } from './store/key.ts'
import type { Entry } from './store/store.ts'

export const snapshotFormat = 1

const firstLine = Buffer.from('KASANE SNAPSHOT\n')

export type FrameType = 'h' | 'e' | 'b' | 'p' | 'c' | 'z'

export interface Frame {
  readonly type: FrameType
  readonly payload: Buffer
}

export interface Head {
  readonly format: number
  readonly clock: ClockState
}

export interface Counts {
  readonly entries: number
  readonly blobs: number
  readonly parts: number
}

/** The file can't be restored; the message says why. Nothing was changed. */
export class SnapshotRefused extends Error {
  override readonly name = 'SnapshotRefused'
}

/** Entries of about this many bytes share a frame. */
const frameSize = 65_536

const payloadSizeMax = 256 * 1_024 * 1_024

export function snapshotStart(clock: ClockState): Buffer {
  const head: Head = { format: snapshotFormat, clock }
  return Buffer.concat([firstLine, frameOf('h', Buffer.from(JSON.stringify(head)))])
}

export function frameOf(type: FrameType, payload: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(5 + payload.length + 4)
  frame.write(type, 0, 'latin1')
  frame.writeUInt32BE(payload.length, 1)
  frame.set(payload, 5)
  frame.writeUInt32BE(crc32(frame.subarray(0, 5 + payload.length)), 5 + payload.length)
  return frame
}

export function jsonFrame(type: FrameType, value: object): Buffer {
  return frameOf(type, Buffer.from(JSON.stringify(value)))
}

/** Entries as frames of a size that is worth one. */
export function* entryFrames(entries: Iterable<Entry>): Generator<Buffer> {
  let chunks: Buffer[] = []
  let size = 0
  for (const [key, entity] of entries) {
    const value = encodeEntity(entity)
    const lengths = Buffer.allocUnsafe(6 + key.length)
    lengths.writeUInt16BE(key.length, 0)
    lengths.write(key, 2, 'latin1')
    lengths.writeUInt32BE(value.length, 2 + key.length)
    chunks.push(lengths, value)
    size += lengths.length + value.length
    if (size < frameSize) continue
    yield frameOf('e', Buffer.concat(chunks))
    chunks = []
    size = 0
  }
  if (size > 0) yield frameOf('e', Buffer.concat(chunks))
}

/** @throws Error for what isn't entries. */
export function* entriesOf(payload: Buffer): Generator<Entry> {
  for (let at = 0; at < payload.length;) {
    const keyEnd = at + 2 + payload.readUInt16BE(at)
    const key: Key = payload.toString('latin1', at + 2, keyEnd)
    const end = keyEnd + 4 + payload.readUInt32BE(keyEnd)
    if (end > payload.length) throw damaged()
    yield [key, decodeEntity(payload.subarray(keyEnd + 4, end))]
    at = end
  }
}

/** Whoever stops reading them lets go of the source. @throws SnapshotRefused for what is no snapshot, or not whole. */
export async function* framesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  const bytes = new ByteReader(source)
  try {
    const start = await bytes.take(firstLine.length)
    if (!start?.equals(firstLine)) throw new SnapshotRefused('This file is no snapshot of Kasane.')
    for (let frame = await readFrame(bytes); frame; frame = await readFrame(bytes)) yield frame
  } finally {
    await bytes.end()
  }
}

async function readFrame(bytes: ByteReader): Promise<Frame | undefined> {
  const head = await bytes.take(5)
  if (!head) return undefined
  const length = head.readUInt32BE(1)
  const rest = length <= payloadSizeMax ? await bytes.take(length + 4) : undefined
  const payload = rest?.subarray(0, length)
  if (!rest || !payload || crc32(payload, crc32(head)) !== rest.readUInt32BE(length)) {
    throw damaged()
  }
  return { type: head.toString('latin1', 0, 1) as FrameType, payload }
}

export function damaged(): SnapshotRefused {
  return new SnapshotRefused('The snapshot is damaged or not whole. Nothing was changed.')
}

class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>
  #chunks: Uint8Array[] = []
  #size = 0

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /** Closes the file, or whatever it is. */
  async end(): Promise<void> {
    await this.#source.return?.()
  }

  /** `undefined` at the end; what ends on the way is damaged. */
  async take(size: number): Promise<Buffer | undefined> {
    while (this.#size < size) {
      const next = await this.#source.next()
      if (next.done) break
      this.#chunks.push(next.value)
      this.#size += next.value.length
    }
    if (this.#size === 0 && size > 0) return undefined
    if (this.#size < size) throw damaged()
    const all =
      this.#chunks.length === 1 ? Buffer.from(this.#chunks[0] ?? []) : Buffer.concat(this.#chunks)
    this.#chunks = [all.subarray(size)]
    this.#size = all.length - size
    return all.subarray(0, size)
  }
}
