/** Compares values by content: bytes as hex, instants as text, absent members gone. */

/** @returns Where two values part, for people; `undefined` when they don't. */
export function difference(expected: unknown, actual: unknown): string | undefined {
  return differAt(canonical(expected), canonical(actual), '')
}

function canonical(value: unknown): unknown {
  if (value === undefined || value === null) return null
  if (value instanceof Date) return `instant ${value.toISOString()}`
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`
  if (typeof value === 'bigint' || typeof value === 'number') return `number ${String(value)}`
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object') return value
  const entries = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .map(([key, part]) => [key, canonical(part)] as const)
  return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)))
}

function differAt(expected: unknown, actual: unknown, path: string): string | undefined {
  if (isObject(expected) && isObject(actual)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(actual)])
    for (const key of keys) {
      const found = differAt(own(expected, key), own(actual, key), `${path}.${key}`)
      if (found) return found
    }
    return undefined
  }
  return Object.is(expected, actual)
    ? undefined
    : `${path}: ${JSON.stringify(expected)} became ${JSON.stringify(actual)}`
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function own(value: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined
}
