/** Base64 as AWS takes it: the standard alphabet, with padding. */
import { asBuffer } from './utf8.ts'

export type Base64Fault = { readonly kind: 'length' | 'character'; readonly at: string }

const wellFormed = /^[A-Za-z0-9+/]*={0,2}$/

export function readBase64(text: string): Uint8Array | Base64Fault {
  if (text.length % 4 !== 0) return { kind: 'length', at: String(text.length) }
  if (!wellFormed.test(text)) return { kind: 'character', at: text }
  const bytes = Buffer.from(text, 'base64')
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
}

export function isBase64Fault(value: Uint8Array | Base64Fault): value is Base64Fault {
  return !(value instanceof Uint8Array)
}

export function writeBase64(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('base64')
}
