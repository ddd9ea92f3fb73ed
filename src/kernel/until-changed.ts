/**
 * What is worked out of a state, by name, and kept until the state changes: everything that every
 * call asks for. What is worked out of writes that may still be dropped isn't kept: a revision
 * doesn't fall when they are.
 */
export function untilChanged<S extends object, Value>(parts: {
  /** Rises with each change: the sum of the revisions of collections. */
  readonly revisionOf: (state: S) => number
  /** Any collection of the state tells. */
  readonly isSettled: (state: S) => boolean
}): (state: S) => Map<string, Value> {
  const kept = new WeakMap<S, { readonly revision: number; readonly byName: Map<string, Value> }>()
  return (state) => {
    const revision = parts.revisionOf(state)
    const known = kept.get(state)
    if (known?.revision === revision) return known.byName
    const byName = new Map<string, Value>()
    if (parts.isSettled(state)) kept.set(state, { revision, byName })
    return byName
  }
}
