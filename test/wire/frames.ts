/** A small event-stream frame reader of the tests' own: what stands in a frame, comparable. */
import { crc32 } from 'node:zlib'

export interface Frame {
  /** `name type hex-of-value`, sorted: the order of headers means nothing. */
  readonly headers: readonly string[]
  readonly payload: string
}

const fixedSizes: Readonly<Record<number, number>> = {
  0: 0,
  1: 0,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  8: 8,
  9: 16,
}

export function readFrames(bytes: Uint8Array): Frame[] {
  const frames: Frame[] = []
  for (let at = 0; at < bytes.length;) {
    const size = Buffer.from(bytes).readUInt32BE(at)
    frames.push(readFrame(Buffer.from(bytes.subarray(at, at + size))))
    at += size
  }
  return frames
}

function readFrame(frame: Buffer): Frame {
  const headersEnd = 12 + frame.readUInt32BE(4)
  if (crc32(frame.subarray(0, 8)) !== frame.readUInt32BE(8)) throw new Error('prelude CRC')
  if (crc32(frame.subarray(0, -4)) !== frame.readUInt32BE(frame.length - 4)) throw new Error('CRC')
  const headers: string[] = []
  for (let at = 12; at < headersEnd;) {
    const nameEnd = at + 1 + frame.readUInt8(at)
    const type = frame.readUInt8(nameEnd)
    const fixed = fixedSizes[type]
    const start = nameEnd + (fixed === undefined ? 3 : 1)
    const end = start + (fixed ?? frame.readUInt16BE(nameEnd + 1))
    headers.push(
      `${frame.toString('utf8', at + 1, nameEnd)} ${type} ${frame.toString('hex', start, end)}`,
    )
    at = end
  }
  return { headers: headers.sort(), payload: frame.toString('utf8', headersEnd, frame.length - 4) }
}
