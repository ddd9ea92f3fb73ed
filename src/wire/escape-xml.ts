/** Texts as XML has them. */

const special = /[&<>"\r\n\u0085\u2028\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

/** Line ends as character references, since readers would turn them into `\n` or blanks. */
export function escapeXml(text: string): string {
  if (text.search(special) < 0) return text
  if (text.length < longLengthMin || notLatin1.test(text)) return text.replace(special, escapeOf)
  return escapeLong(text)
}

function escapeOf(char: string): string {
  return escapes[char] ?? `&#x${char.charCodeAt(0).toString(16).toUpperCase()};`
}

/** From here on bytes are faster than strings: documents of megabytes hold up nobody. */
const longLengthMin = 100_000
const notLatin1 = /[^\u0000-\u00ff]/

function escapeLong(text: string): string {
  const given = Buffer.from(text, 'latin1')
  let length = 0
  for (let from = 0; from < given.length; from++) length += lengths[given[from] ?? 0] ?? 1
  const escaped = Buffer.allocUnsafe(length)
  let at = 0
  for (let from = 0; from < given.length; from++) {
    const byte = given[from] ?? 0
    const bytes = escapedBytes[byte]
    if (bytes === undefined) escaped[at++] = byte
    else for (let index = 0; index < bytes.length; index++) escaped[at++] = bytes[index] ?? 0
  }
  return escaped.toString('latin1')
}

/** By character, where it isn't itself. */
const escapedBytes = Array.from({ length: 256 }, (_, code) => {
  const char = String.fromCharCode(code)
  return char.search(special) < 0 ? undefined : [...Buffer.from(escapeOf(char), 'latin1')]
})

const lengths = Uint8Array.from(escapedBytes, (bytes) => bytes?.length ?? 1)
