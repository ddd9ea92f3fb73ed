/**
 * Keys: tuples of strings, numbers and bytes, written so that their order is the order of their
 * bytes. A key is a string whose every character is one byte (0–255): it compares, hashes and
 * concatenates as fast as a string, and both stores order it alike.
 *
 * Strings order by their UTF-8 bytes, numbers by value, bytes as bytes. No key is a proper prefix of
 * another with as many parts, so `keyOf('a')` never stands within the range of `keyOf('ab')`.
 */

export type Key = string
export type KeyPart = string | number | Uint8Array

/** Longest key, in bytes; the disk's store takes no longer one. */
export const keyBytesMax = 3_900

const bytesTag = '\x01'
const textTag = '\x02'
const numberTag = '\x03'
const end = '\x00'

export function keyOf(...parts: readonly KeyPart[]): Key {
  let key = ''
  for (const part of parts) key += partOf(part)
  return key
}

/** Just past every key that starts with `prefix`. */
export function afterPrefix(prefix: Key): Key {
  return `${prefix}\xff`
}

/** Just past `key` itself. */
export function afterKey(key: Key): Key {
  return `${key}\x00`
}

/** The first parts of a key, where they are texts; `undefined` when they aren't. */
export function leadingTexts(key: Key, count: number): readonly string[] | undefined {
  const texts: string[] = []
  let at = 0
  for (; texts.length < count; at++) {
    if (key[at] !== textTag) return undefined
    const from = at + 1
    at = key.indexOf(end, from)
    while (key[at + 1] === '\xff') at = key.indexOf(end, at + 1)
    if (at < 0) return undefined
    const bytes = key.slice(from, at).replaceAll('\x00\xff', '\x00')
    texts.push(Buffer.from(bytes, 'latin1').toString('utf8'))
  }
  return texts
}

/** The parts that a key was made of. */
export function partsOf(key: Key): readonly KeyPart[] {
  const parts: KeyPart[] = []
  for (let at = 0; at < key.length;) {
    const tag = key[at]
    const to = tag === numberTag ? at + 1 + numberBytes : afterEnd(key, at + 1)
    if (tag === numberTag) parts.push(numberOf(key.slice(at + 1, to)))
    else {
      const bytes = key.slice(at + 1, to - 1).replaceAll('\x00\xff', '\x00')
      parts.push(tag === textTag ? textOf(bytes) : new Uint8Array(Buffer.from(bytes, 'latin1')))
    }
    at = to
  }
  return parts
}

/** Whether `keyOf` may have made it, or several that were put together. */
export function isKey(key: string): boolean {
  if (key.length === 0 || key.length > keyBytesMax) return false
  let at = 0
  while (at >= 0 && at < key.length) {
    const tag = key[at]
    if (tag === numberTag) at += 1 + numberBytes
    else if (tag === textTag || tag === bytesTag) at = afterEnd(key, at + 1)
    else return false
  }
  return at === key.length
}

/** Behind the end of a text or of bytes; -1 when there is none. */
function afterEnd(key: string, from: number): number {
  let at = key.indexOf(end, from)
  while (at >= 0 && key[at + 1] === '\xff') at = key.indexOf(end, at + 1)
  return at < 0 ? -1 : at + 1
}

function partOf(part: KeyPart): string {
  if (typeof part === 'string') {
    // Nothing in it is escaped.
    if (plainText.test(part)) return textTag + part + end
    return textTag + escaped(bytesOfText(part)) + end
  }
  if (typeof part === 'number') return numberTag + bytesOfNumber(part)
  const { buffer, byteOffset, byteLength } = part
  return bytesTag + escaped(Buffer.from(buffer, byteOffset, byteLength).toString('latin1')) + end
}

const plainText = /^[\x01-\x7f]*$/

/** UTF-8 has no bytes for half a surrogate pair; the three that it would have keep keys apart. */
const halfPairs = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

function bytesOfText(text: string): string {
  if (plainText.test(text)) return text
  const half = halfPairs.exec(text)
  if (!half) return Buffer.from(text, 'utf8').toString('latin1')
  const { index } = half
  return (
    bytesOfText(text.slice(0, index)) +
    bytesOfHalf(text.charCodeAt(index)) +
    bytesOfText(text.slice(index + 1))
  )
}

function bytesOfHalf(code: number): string {
  return String.fromCharCode(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f))
}

/** In UTF-8 the bytes of half a pair begin with 0xed, and the second is above 0x9f. */
const halfPairBytes = /\xed([\xa0-\xbf])([\x80-\xbf])/

function textOf(bytes: string): string {
  if (plainText.test(bytes)) return bytes
  const half = halfPairBytes.exec(bytes)
  if (!half) return Buffer.from(bytes, 'latin1').toString('utf8')
  const [, second = '', third = ''] = half
  const code = 0xd000 | ((second.charCodeAt(0) & 0x3f) << 6) | (third.charCodeAt(0) & 0x3f)
  return (
    textOf(bytes.slice(0, half.index)) +
    String.fromCharCode(code) +
    textOf(bytes.slice(half.index + half[0].length))
  )
}

/** A zero byte within a part is followed by 0xff, which no tag is, so that the end stays lowest. */
function escaped(bytes: string): string {
  return bytes.includes('\x00') ? bytes.replaceAll('\x00', '\x00\xff') : bytes
}

const numberBytes = 8
const scratch = Buffer.alloc(numberBytes)

/** IEEE 754, sign flipped for positive numbers and all bits for negative ones. */
function bytesOfNumber(value: number): string {
  scratch.writeDoubleBE(value === 0 ? 0 : value)
  if (value < 0) for (let at = 0; at < numberBytes; at++) scratch[at] = 255 - (scratch[at] ?? 0)
  else scratch[0] = (scratch[0] ?? 0) | 0x80
  return scratch.toString('latin1')
}

function numberOf(bytes: string): number {
  scratch.write(bytes, 'latin1')
  const isPositive = ((scratch[0] ?? 0) & 0x80) !== 0
  if (isPositive) scratch[0] = (scratch[0] ?? 0) & 0x7f
  else for (let at = 0; at < numberBytes; at++) scratch[at] = 255 - (scratch[at] ?? 0)
  return scratch.readDoubleBE()
}
