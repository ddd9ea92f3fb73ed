/** Who took how much of a limit lately, and how much was asked: what explanations tell. */
const windowMs = 300_000
const minuteMs = 60_000

export interface Used {
  readonly operation: string
  readonly units: number
}

/** Two windows of five minutes, the open one and the one before it. */
export class Usage {
  #window = 0
  #taken = new Map<string, number>()
  #takenBefore = new Map<string, number>()
  /** None yet. */
  #minute = Number.NaN
  /** When the minute was first asked for anything. */
  #beganMs = 0
  #asked = 0
  #perSecondBefore = 0

  /** What was let through. */
  take(operation: string, units: number, nowMs: number): void {
    const window = Math.floor(nowMs / windowMs)
    if (window !== this.#window) this.#turnTo(window)
    this.#taken.set(operation, (this.#taken.get(operation) ?? 0) + units)
  }

  /** What was asked for, whether it was let through or not. */
  ask(units: number, nowMs: number): void {
    const minute = Math.floor(nowMs / minuteMs)
    if (minute !== this.#minute) {
      this.#perSecondBefore =
        minute === this.#minute + 1 ? this.#perSecondUpTo(minute * minuteMs - 1) : 0
      this.#minute = minute
      this.#beganMs = nowMs
      this.#asked = 0
    }
    this.#asked += units
  }

  /** In the last five to ten minutes; the most first. */
  most(): readonly Used[] {
    const sums = new Map(this.#takenBefore)
    for (const [operation, units] of this.#taken) {
      sums.set(operation, (sums.get(operation) ?? 0) + units)
    }
    return [...sums]
      .map(([operation, units]) => ({ operation, units }))
      .sort((one, two) => two.units - one.units)
  }

  /** The rate that was asked for: of the minute before, or of the open one where that is higher. */
  askedPerSecond(nowMs: number): number {
    return Math.max(this.#perSecondBefore, this.#perSecondUpTo(nowMs))
  }

  /**
   * Of the open minute since it was first asked: what began late in it is no less for that. The second
   * under way counts whole, so that what comes at once is a second's.
   */
  #perSecondUpTo(lastMs: number): number {
    return this.#asked / (Math.floor((lastMs - this.#beganMs) / 1_000) + 1)
  }

  #turnTo(window: number): void {
    this.#takenBefore = window === this.#window + 1 ? this.#taken : new Map()
    this.#taken = new Map()
    this.#window = window
  }
}
