/** The characters that messages may be made of: those of XML 1.0. */
import { invalidCharacter } from './message-errors.ts'

/** With the flag `u` a surrogate matches only where it stands alone. */
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

/** Most messages are plain text, which is found out five times as fast. */
const plain = /^[\t\n\r\x20-\x7e]*$/

/** @throws AwsError InvalidMessageContents */
export function checkCharacters(text: string, where: string): void {
  if (plain.test(text)) return
  const found = forbidden.exec(text)
  if (found) throw invalidCharacter(found[0].codePointAt(0) ?? 0, where)
}
