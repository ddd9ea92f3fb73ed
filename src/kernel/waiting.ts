/** Calls that wait for something to answer: woken by topic, by instant, or because time is up. */
import type { RealTime } from './clock.ts'
import { type Key, keyOf } from './store/key.ts'
import { SortedTree } from './store/sorted-tree.ts'
import type { Wait } from './wait.ts'

interface Waiter {
  readonly dueKey: Key
  readonly topic: string
  look(isLast: boolean): void
}

export class Waiting {
  readonly #byTopic = new Map<string, Set<Waiter>>()
  readonly #byDue = new SortedTree<Waiter>()
  readonly #dueOf = new Map<Key, number>()
  #count = 0
  #hasEnded = false

  get size(): number {
    return this.#byDue.size
  }

  /** The earliest instant that a call waits for. */
  nextDueMs(): number | undefined {
    const key = this.#byDue.minKey()
    return key === undefined ? undefined : this.#dueOf.get(key)
  }

  /**
   * Calls `look` once: with `false` when touched or due, with `true` when time is up.
   * @returns forgets it.
   */
  add(wait: Wait, topic: string, ends: WaitEnds, look: (isLast: boolean) => void): () => void {
    const waiter: Waiter = {
      dueKey: keyOf(wait.dueMs, ++this.#count),
      topic,
      look: (isLast) => {
        cancelTimer()
        this.#remove(waiter)
        look(isLast)
      },
    }
    const cancelTimer = ends.real.after(Math.max(0, ends.realLeftMs), () => waiter.look(true))
    this.#byDue.set(waiter.dueKey, waiter)
    this.#dueOf.set(waiter.dueKey, wait.dueMs)
    const others = this.#byTopic.get(topic)
    if (others) others.add(waiter)
    else this.#byTopic.set(topic, new Set([waiter]))
    if (this.#hasEnded) queueMicrotask(() => this.#end(waiter))
    return () => {
      cancelTimer()
      this.#remove(waiter)
    }
  }

  /** In the order in which they came. */
  wakeTopic(topic: string): void {
    const waiters = this.#byTopic.get(topic)
    if (waiters) for (const waiter of [...waiters]) waiter.look(false)
  }

  wakeDue(nowMs: number): void {
    for (let due = this.nextDueMs(); due !== undefined && due <= nowMs; due = this.nextDueMs()) {
      this.#byDue.get(this.#byDue.minKey() as Key)?.look(false)
    }
  }

  /**
   * Ends every wait with a last look, and those that come until `goOn`: a call that was on its way when
   * the end began is answered, too. At shutdown and reset.
   */
  endAll(): void {
    this.#hasEnded = true
    for (const waiter of [...this.#byDue.values()]) waiter.look(true)
  }

  goOn(): void {
    this.#hasEnded = false
  }

  /** Unless it is forgotten already. */
  #end(waiter: Waiter): void {
    if (this.#byDue.get(waiter.dueKey) === waiter) waiter.look(true)
  }

  #remove(waiter: Waiter): void {
    this.#byDue.delete(waiter.dueKey)
    this.#dueOf.delete(waiter.dueKey)
    const others = this.#byTopic.get(waiter.topic)
    others?.delete(waiter)
    if (others?.size === 0) this.#byTopic.delete(waiter.topic)
  }
}

export interface WaitEnds {
  readonly real: RealTime
  /** Real milliseconds left to this call. */
  readonly realLeftMs: number
}
