/** A map in key order. */
import sorted from 'sorted-btree'
import type { Key } from './key.ts'

/** The package is CommonJS: Node hides its default export one level down, bundlers don't. */
const BTree = sorted.default ?? (sorted as unknown as typeof sorted.default)

export class SortedTree<Value> extends BTree<Key, Value> {
  constructor() {
    super(undefined, compareKeys)
  }

  /** How many keys lie from `start` up to `end`, the second one excluded: two walks down the tree. */
  countBetween(start: Key, end: Key): number {
    return Math.max(0, this.#rankOf(end) - this.#rankOf(start))
  }

  /** How many keys are lower. Every branch knows its size, so that none of them is counted. */
  #rankOf(key: Key): number {
    let node: Node | undefined = (this as unknown as { readonly _root: Node })._root
    let rank = 0
    while (node?.children) {
      const at = lowerBound(node.keys, key)
      for (let before = 0; before < at; before++) rank += node.children[before]?.size() ?? 0
      node = node.children[at]
    }
    return node ? rank + lowerBound(node.keys, key) : rank
  }
}

/** The package's own nodes; a branch's keys are the highest ones of its children. */
interface Node {
  readonly keys: readonly Key[]
  readonly children?: readonly Node[]
  size(): number
}

function lowerBound(keys: readonly Key[], key: Key): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((keys[middle] ?? '') < key) low = middle + 1
    else high = middle
  }
  return low
}

function compareKeys(a: Key, b: Key): number {
  return a < b ? -1 : a > b ? 1 : 0
}
