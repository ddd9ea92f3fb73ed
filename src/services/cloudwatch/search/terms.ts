/**
 * What a search says of single texts: partial and exact matches.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 */

export interface Term {
  readonly text: string
  readonly isExact: boolean
}

/** Words within a name: they end where the case rises, where digits begin or end, at signs. */
const words = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g

function wordsOf(text: string): readonly string[] {
  return text.match(words) ?? []
}

/** Whether a name, or a value, of a metric is what a term looks for. */
export function isMatch(text: string, term: Term): boolean {
  if (term.isExact) return text === term.text
  const sought = wordsOf(term.text)
  const [only] = sought
  const found = wordsOf(text)
  if (only !== undefined && sought.length === 1) {
    const lower = only.toLowerCase()
    return found.some((word) => word.toLowerCase() === lower) || wholeOf(text) === lower
  }
  // AWS: several words are told apart by their case, but not where signs stand between them.
  if (/[^A-Za-z0-9]/.test(term.text)) return hasRun(lowered(found), lowered(sought))
  return hasRun(found, sought) || wholeOf(text) === term.text
}

function wholeOf(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase()
}

function lowered(list: readonly string[]): readonly string[] {
  return list.map((word) => word.toLowerCase())
}

function hasRun(list: readonly string[], run: readonly string[]): boolean {
  if (run.length === 0) return false
  return list.some((_, from) => run.every((word, at) => list[from + at] === word))
}
