/** The store in memory: a sorted tree of the entities themselves. */
import type { Key } from './key.ts'
import { SortedTree } from './sorted-tree.ts'
import type { Entity, FrozenEntries, Range, Store, Write } from './store.ts'

export function memoryStore(): Store {
  let tree = new SortedTree<Entity>()

  return {
    get: (key) => tree.get(key),
    range: (range) => (range.limit === 1 ? firstOf(tree, range) : entriesOf(tree, range)),
    count: (range) => countOf(tree, range),
    commit: (batch) => applyAll(tree, batch),
    flush: () => Promise.resolve(),
    frozen: () => frozenEntries(tree),
    async clear(kept = []) {
      tree.clear()
      applyAll(tree, kept)
    },
    async successor() {
      const next = new SortedTree<Entity>()
      return {
        name: '',
        commit: (batch) => applyAll(next, batch),
        flush: () => Promise.resolve(),
        takePlace: () => void (tree = next),
        drop: () => Promise.resolve(),
      }
    },
    close: () => Promise.resolve(),
  }
}

/** A copy of the tree shares its nodes until one of the two is changed. */
function frozenEntries(tree: SortedTree<Entity>): FrozenEntries {
  const copy = tree.clone()
  return { [Symbol.iterator]: () => copy.entries(), release: () => undefined }
}

function applyAll(tree: SortedTree<Entity>, batch: readonly Write[]): void {
  for (const { key, value } of batch) {
    if (value === undefined) tree.delete(key)
    else tree.set(key, value)
  }
}

/** The most frequent question, answered without walking the tree. */
function firstOf(
  tree: SortedTree<Entity>,
  { start, end, reverse = false }: Range,
): readonly (readonly [Key, Entity])[] {
  const found = reverse ? tree.nextLowerPair(end) : tree.getPairOrNextHigher(start)
  if (!found || found[0] < start || found[0] >= end) return []
  return [found]
}

function* entriesOf(tree: SortedTree<Entity>, range: Range): Generator<readonly [Key, Entity]> {
  const { start, end, reverse = false, limit = Infinity } = range
  if (limit <= 0) return
  const entries = reverse ? tree.entriesReversed(end, undefined, true) : tree.entries(start)
  let left = limit
  for (const [key, value] of entries) {
    if (reverse ? key < start : key >= end) return
    yield [key, value]
    if (--left === 0) return
  }
}

function countOf(tree: SortedTree<Entity>, { start, end, limit = Infinity }: Range): number {
  return Math.max(0, Math.min(tree.countBetween(start, end), limit))
}
