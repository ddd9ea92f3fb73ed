/** A map in key order. */
import sorted from 'sorted-btree'
import type { Key } from './key.ts'

/** The package is CommonJS: Node hides its default export one level down, bundlers don't. */
const BTree = sorted.default ?? (sorted as unknown as typeof sorted.default)

export class SortedTree<Value> extends BTree<Key, Value> {
  constructor() {
    super(undefined, compareKeys)
  }

  /** As the package's own, with one comparison a step: keys begin alike, and take long to compare. */
  override get(key: Key, otherwise?: Value): Value | undefined {
    let node: Node<Value> | undefined = this.#root
    while (node?.children) node = node.children[lowerBound(node.keys, key)]
    if (!node) return otherwise
    const at = lowerBound(node.keys, key)
    return node.keys[at] === key ? node.values[at] : otherwise
  }

  /** How many keys lie from `start` up to `end`, the second one excluded: two walks down the tree. */
  countBetween(start: Key, end: Key): number {
    return Math.max(0, this.#rankOf(end) - this.#rankOf(start))
  }

  /** How many keys are lower. Every branch knows its size, so that none of them is counted. */
  #rankOf(key: Key): number {
    let node: Node<Value> | undefined = this.#root
    let rank = 0
    while (node?.children) {
      const at = lowerBound(node.keys, key)
      for (let before = 0; before < at; before++) rank += node.children[before]?.size() ?? 0
      node = node.children[at]
    }
    return node ? rank + lowerBound(node.keys, key) : rank
  }

  get #root(): Node<Value> {
    return (this as unknown as { readonly _root: Node<Value> })._root
  }
}

/** The package's own nodes; a branch's keys are the highest ones of its children. */
interface Node<Value> {
  readonly keys: readonly Key[]
  readonly values: readonly Value[]
  readonly children?: readonly Node<Value>[]
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
