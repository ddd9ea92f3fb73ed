/** A call that waits: its operation runs again whenever there may be something, until it answers. */
import { type Cell, topicOf } from './cells.ts'
import type { RealTime } from './clock.ts'
import type { Execution } from './kernel.ts'
import type { RunCall } from './run-call.ts'
import type { Standstill } from './standstill.ts'
import { Wait } from './wait.ts'
import type { Waiting } from './waiting.ts'

export type Answer = object | undefined

/** What a change gave, and when it is as safe as the store makes it. */
export interface Committed<Result> {
  readonly result: Result
  readonly flushed: Promise<void> | undefined
}

/** What calls that wait ask of the kernel. */
export interface WaitWorld {
  readonly real: RealTime
  readonly waiting: Waiting
  readonly standstill: Standstill
  committed<Result>(work: () => Result): Committed<Result>
  /** There is another instant to wake up at. */
  rearm(): void
}

export interface Asked {
  readonly execution: Execution
  readonly cell: Cell
  /** The call as it was run first. */
  readonly call: RunCall
}

export function waitForAnswer(world: WaitWorld, asked: Asked, first: Wait): Promise<Answer> {
  return new Promise((resolve, reject) => {
    new WaitingCall(world, asked, { resolve, reject }).begin(first)
  })
}

interface End {
  resolve(answer: Answer): void
  reject(error: unknown): void
}

class WaitingCall {
  readonly #world: WaitWorld
  readonly #asked: Asked
  readonly #end: End
  readonly #beganAt: number
  readonly #generation: number
  #forget = () => {}
  #hasLeft = false

  constructor(world: WaitWorld, asked: Asked, end: End) {
    this.#world = world
    this.#asked = asked
    this.#end = end
    this.#beganAt = world.real.elapsed()
    this.#generation = world.standstill.generation
  }

  begin(first: Wait): void {
    this.#asked.execution.request.onGone?.(() => this.#leave())
    this.#waitOn(first)
  }

  /** Nobody is there to be answered: nothing may be taken for him. */
  #leave(): void {
    this.#hasLeft = true
    this.#forget()
    this.#end.resolve(undefined)
  }

  #waitOn(wait: Wait): void {
    const { real, waiting } = this.#world
    const { cell, execution } = this.#asked
    const realLeftMs = wait.realMsMax - (real.elapsed() - this.#beganAt)
    const awake = (isLast: boolean) =>
      isLast || !execution.request.isGone ? this.#look(isLast) : void this.#lookIfThere()
    this.#forget = waiting.add(wait, topicOf(cell, wait.topic), { real, realLeftMs }, awake)
    this.#world.rearm()
  }

  /** A connection that broke in this turn of the event loop is known to be broken at its end. */
  async #lookIfThere(): Promise<void> {
    await this.#world.real.turn()
    if (this.#hasLeft) return
    if (this.#asked.execution.request.isGone?.()) return this.#leave()
    try {
      this.#world.standstill.require(this.#generation)
    } catch (error) {
      return this.#end.reject(error)
    }
    this.#look(false)
  }

  #look(isLast: boolean): void {
    const { execution, call } = this.#asked
    const again = { ...call, isFirstLook: false, isLastLook: isLast }
    try {
      const { result, flushed } = this.#world.committed(() => execution.operation.run(again))
      if (result instanceof Wait && !isLast) return this.#waitOn(result)
      const answer = result instanceof Wait ? undefined : result
      if (flushed) flushed.then(() => this.#end.resolve(answer), this.#end.reject)
      else this.#end.resolve(answer)
    } catch (error) {
      this.#end.reject(error)
    }
  }
}
