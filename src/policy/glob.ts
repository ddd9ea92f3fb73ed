/**
 * Wildcards: `*` is any run of characters, `?` exactly one. Matching takes at most the product of
 * both lengths and no memory, whatever the pattern; what looks like a regular expression isn't one.
 */

/** A pattern's UTF-16 units, with `any` and `one` for the wildcards. */
export interface Glob {
  readonly units: readonly number[]
  /** The text, where there is no wildcard. */
  readonly literal: string | undefined
  /** What stands before the first wildcard: most texts fail there already. */
  readonly head: string
  /** The only wildcard is a star at the end. */
  readonly isPrefix: boolean
}

export const any = -1
export const one = -2

export function literalGlob(text: string): Glob {
  return { units: unitsOf(text), literal: text, head: text, isPrefix: false }
}

/** Reads `*` and `?` as wildcards. */
export function globOf(text: string): Glob {
  if (!/[*?]/.test(text)) return literalGlob(text)
  return globOfUnits(
    unitsOf(text).map((unit) => (unit === star ? any : unit === mark ? one : unit)),
  )
}

export function globOfUnits(units: readonly number[]): Glob {
  const first = units.findIndex((unit) => unit < 0)
  const head = textOf(first < 0 ? units : units.slice(0, first))
  const isPrefix = first === units.length - 1 && units[first] === any
  return { units, literal: first < 0 ? head : undefined, head, isPrefix }
}

export function unitsOf(text: string): number[] {
  const units = Array<number>(text.length)
  for (let at = 0; at < units.length; at++) units[at] = text.charCodeAt(at)
  return units
}

/** In portions: a call takes only so many arguments. */
export function textOf(units: readonly number[]): string {
  let text = ''
  for (let at = 0; at < units.length; at += 4_096) {
    text += String.fromCharCode(...units.slice(at, at + 4_096))
  }
  return text
}

export function matchesGlob(glob: Glob, text: string): boolean {
  if (glob.literal !== undefined) return glob.literal === text
  if (!text.startsWith(glob.head)) return false
  return glob.isPrefix || matchesRange(glob.units, text, 0, text.length)
}

/** Matches a part of the text, from `from` to before `to`. */
export function matchesRange(
  units: readonly number[],
  text: string,
  from: number,
  to: number,
): boolean {
  let at = from
  let next = 0
  let afterStar = -1
  let resume = from
  while (at < to) {
    const unit = units[next]
    if (unit === any) {
      next += 1
      afterStar = next
      resume = at
    } else if (unit === one || unit === text.charCodeAt(at)) {
      next += 1
      at += unit === one ? characterLength(text, at, to) : 1
    } else if (afterStar >= 0) {
      resume += 1
      at = resume
      next = afterStar
    } else return false
  }
  while (units[next] === any) next += 1
  return next === units.length
}

const star = '*'.charCodeAt(0)
const mark = '?'.charCodeAt(0)

/** A character outside the basic plane is two units, and one `?`. */
function characterLength(text: string, at: number, to: number): number {
  const isPair =
    at + 1 < to &&
    (text.charCodeAt(at) & 0xfc00) === 0xd800 &&
    (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00
  return isPair ? 2 : 1
}
