/**
 * Walks a tree of LMDB's file without LMDB. Its list of free pages is a tree that no reader of
 * entries sees: where pages of it are missing, the first write ends the process.
 */
import { fstatSync, readSync } from 'node:fs'

/** Of LMDB 0.9.90 as the package has it, on 64-bit machines; places of nodes count from behind the head. */
const headBytes = 24
const at = { number: 0, flags: 18, keysEnd: 20, pages: 20 }
const nodeAt = { low: 0, high: 2, flags: 4, keyBytes: 6, key: 8 }

const branchFlag = 1
const leafFlag = 2
const overflowFlag = 4
/** The node's value lies on pages of its own. */
const bigFlag = 1

/** Root of a tree without entries. */
const none = 2n ** 64n - 1n

const depthMax = 32

/** @param root number of the root's page */
export function hasWholeTree(file: number, pageBytes: number, root: bigint): boolean {
  if (root === none) return true
  return new PageFile(file, pageBytes).hasTree(root, depthMax)
}

class PageFile {
  readonly #file: number
  readonly #pageBytes: number
  readonly #pages: bigint

  constructor(file: number, pageBytes: number) {
    this.#file = file
    this.#pageBytes = pageBytes
    this.#pages = BigInt(Math.floor(fstatSync(file).size / pageBytes))
  }

  hasTree(number: bigint, depth: number): boolean {
    const page = depth > 0 ? this.#read(number) : undefined
    if (!page) return false
    const flags = page.readUInt16LE(at.flags)
    try {
      if (flags & branchFlag) {
        return nodesOf(page).every((node) => this.hasTree(childOf(page, node), depth - 1))
      }
      return (flags & leafFlag) !== 0 && nodesOf(page).every((node) => this.#hasValue(page, node))
    } catch {
      // Places that lie outside the page.
      return false
    }
  }

  #hasValue(page: Buffer, node: number): boolean {
    if ((page.readUInt16LE(node + nodeAt.flags) & bigFlag) === 0) return true
    const keyBytes = page.readUInt16LE(node + nodeAt.keyBytes)
    const number = page.readBigUInt64LE(node + nodeAt.key + keyBytes)
    const first = this.#read(number)
    if (!first || (first.readUInt16LE(at.flags) & overflowFlag) === 0) return false
    return number + BigInt(first.readUInt32LE(at.pages)) <= this.#pages
  }

  /** `undefined`: it isn't there, or is another. */
  #read(number: bigint): Buffer | undefined {
    if (number >= this.#pages) return undefined
    const page = Buffer.allocUnsafe(this.#pageBytes)
    const read = readSync(this.#file, page, 0, page.length, Number(number) * this.#pageBytes)
    return read === page.length && page.readBigUInt64LE(at.number) === number ? page : undefined
  }
}

function nodesOf(page: Buffer): readonly number[] {
  const count = page.readUInt16LE(at.keysEnd) >> 1
  return Array.from(
    { length: count },
    (_, index) => headBytes + page.readUInt16LE(headBytes + 2 * index),
  )
}

/** A branch's nodes have the page's number where a leaf's have the length of a value, and flags. */
function childOf(page: Buffer, node: number): bigint {
  const low = page.readUInt16LE(node + nodeAt.low)
  const high = page.readUInt16LE(node + nodeAt.high)
  const highest = page.readUInt16LE(node + nodeAt.flags)
  return BigInt(low) | (BigInt(high) << 16n) | (BigInt(highest) << 32n)
}
