/** Percent-encoding, as paths and query strings carry it. */

/** @returns `undefined` when the text isn't percent-encoded UTF-8. */
export function findDecoded(text: string): string | undefined {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/**
 * A query string's values by name, in their order; a name without `=` has the empty value.
 * @returns `undefined` when it isn't percent-encoded UTF-8.
 */
export function findQuery(query: string): ReadonlyMap<string, readonly string[]> | undefined {
  const found = new Map<string, string[]>()
  for (const pair of query.split('&')) {
    if (pair === '') continue
    const at = pair.indexOf('=')
    const name = findDecoded(plain(at < 0 ? pair : pair.slice(0, at)))
    const value = at < 0 ? '' : findDecoded(plain(pair.slice(at + 1)))
    if (name === undefined || value === undefined) return undefined
    const known = found.get(name)
    if (known) known.push(value)
    else found.set(name, [value])
  }
  return found
}

function plain(text: string): string {
  return text.includes('+') ? text.replaceAll('+', ' ') : text
}
