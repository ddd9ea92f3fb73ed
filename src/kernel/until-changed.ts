/**
 * What is worked out of a state, by name, and kept until the state changes: everything that every
 * call asks for.
 */
export function untilChanged<S extends object, Value>(
  /** Rises with each change: the sum of the revisions of collections. */
  revisionOf: (state: S) => number,
): (state: S) => Map<string, Value> {
  const kept = new WeakMap<S, { readonly revision: number; readonly byName: Map<string, Value> }>()
  return (state) => {
    const revision = revisionOf(state)
    let known = kept.get(state)
    if (known?.revision !== revision) {
      known = { revision, byName: new Map() }
      kept.set(state, known)
    }
    return known.byName
  }
}
