/** Bytes as text, with what isn't UTF-8 told apart. */
import { isUtf8 } from 'node:buffer'

export function asBuffer(bytes: Uint8Array): Buffer {
  if (bytes instanceof Buffer) return bytes
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** @returns `undefined` when the bytes aren't UTF-8. */
export function readUtf8(bytes: Uint8Array): string | undefined {
  const buffer = asBuffer(bytes)
  const text = buffer.toString()
  // Decoding puts U+FFFD in place of what it can't read; only then is a closer look worth its time.
  return text.includes('\ufffd') && !isUtf8(buffer) ? undefined : text
}
