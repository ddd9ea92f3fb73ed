/** While all state is replaced, calls wait; what began before it writes nothing after it. */
import { AwsError } from './errors.ts'

export class Standstill {
  /** Resolves when it is over; `undefined` when there is none. */
  end: Promise<void> | undefined
  #generation = 0

  /** Rises with each standstill: a call remembers in which it began. */
  get generation(): number {
    return this.#generation
  }

  /** One at a time; `after` runs when calls go on. */
  async during(work: () => Promise<void>, after: () => void): Promise<void> {
    while (this.end) await this.end
    let goOn = () => {}
    this.end = new Promise((resolve) => (goOn = resolve))
    this.#generation++
    try {
      await work()
    } finally {
      this.end = undefined
      goOn()
      after()
    }
  }

  /** @throws AwsError when all state was replaced since. */
  require(generation: number): void {
    if (generation === this.#generation && !this.end) return
    throw new AwsError({
      code: 'ServiceUnavailable',
      status: 503,
      message: 'All state was replaced while this call was under way. Please try again.',
      why: { kind: 'state', reason: 'reset or restored' },
    })
  }
}
