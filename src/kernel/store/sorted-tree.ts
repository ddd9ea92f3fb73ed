/** A map in key order. */
import sorted from 'sorted-btree'
import type { Key } from './key.ts'

/** The package is CommonJS: Node hides its default export one level down, bundlers don't. */
const BTree = sorted.default ?? (sorted as unknown as typeof sorted.default)

export class SortedTree<Value> extends BTree<Key, Value> {
  constructor() {
    super(undefined, compareKeys)
  }
}

function compareKeys(a: Key, b: Key): number {
  return a < b ? -1 : a > b ? 1 : 0
}
