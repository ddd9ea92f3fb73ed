/** Turns of the event loop for work that takes long, one piece in each, whoever's it is. */
import type { Clock } from './clock.ts'

export class Turns {
  readonly #clock: Clock
  #latest: Promise<void> = Promise.resolve()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Resolves in a turn of its own, when what came before has run. */
  next(): Promise<void> {
    const turn = this.#latest.then(() => this.#clock.real.turn())
    this.#latest = turn
    return this.#clock.hold(turn)
  }
}
