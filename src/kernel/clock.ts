/**
 * Kasane's time. Two modes: *running* (real time plus an offset that users push) and *held* (moves
 * only when told). This file alone reads the machine's clock and sets its timers; everything else
 * is handed a `Clock`.
 */

/** What a service may know of time: the emulated instant, in milliseconds since 1970 UTC. */
export interface Now {
  now(): number
}

export type ClockMode = 'running' | 'held'

/** What the store keeps, so that a restart goes on where time had been moved to. */
export interface ClockState {
  readonly mode: ClockMode
  /** Running: emulated minus real time. */
  readonly offsetMs: number
  /** Held: the instant. */
  readonly heldAtMs: number
}

export type Cancel = () => void

/** The machine's own time, injected so that tests have none. */
export interface RealTime {
  /** Milliseconds since 1970 UTC. */
  now(): number
  /** Milliseconds that only rise, for measuring. */
  elapsed(): number
  /** Runs `work` once after `ms`; never keeps the process alive. */
  after(ms: number, work: () => void): Cancel
  /** Resolves when the event loop has turned once. */
  turn(): Promise<void>
}

/** Longest delay that a timer of the machine takes; longer ones are set again. */
const timerMsMax = 2 ** 31 - 1

/** Moves remembered one by one; those before count as if made with the oldest of these. */
const movesMax = 1_000

export const machineTime: RealTime = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after(ms, work) {
    const timer = setTimeout(work, Math.min(Math.max(ms, 0), timerMsMax))
    timer.unref()
    return () => clearTimeout(timer)
  },
  turn: () => new Promise((resolve) => setImmediate(resolve)),
}

export class Clock implements Now {
  readonly real: RealTime
  #mode: ClockMode
  #offsetMs: number
  #heldAtMs: number
  #latestMs = 0
  #changed: (state: ClockState) => void = () => undefined
  readonly #held = new Set<Promise<unknown>>()
  /** When users moved the clock, in real time, and how far: the newest moves, oldest first. */
  readonly #moves: { realAtMs: number; byMs: number }[] = []

  constructor(real: RealTime, state?: Partial<ClockState>) {
    this.real = real
    this.#mode = state?.mode ?? 'running'
    this.#offsetMs = state?.offsetMs ?? 0
    this.#heldAtMs = state?.heldAtMs ?? real.now()
  }

  get mode(): ClockMode {
    return this.#mode
  }

  /** Never goes back, even when the machine's clock is set back. */
  now(): number {
    if (this.#mode === 'held') return this.#heldAtMs
    const now = this.real.now() + this.#offsetMs
    if (now > this.#latestMs) this.#latestMs = now
    return this.#latestMs
  }

  /** How far users have moved the clock from real time. */
  movedMs(): number {
    return this.now() - this.real.now()
  }

  /**
   * How far the clock has been moved since a real instant, the flow of time left out. Signatures
   * know whole seconds, so a move within that second counts: who signs, moves and looks sees it.
   */
  movedSinceMs(realMs: number): number {
    let byMs = 0
    for (const move of this.#moves) if (move.realAtMs >= realMs) byMs += move.byMs
    return byMs
  }

  state(): ClockState {
    return { mode: this.#mode, offsetMs: this.#offsetMs, heldAtMs: this.#heldAtMs }
  }

  /** Hears of each change of mode, offset and held instant, to keep them. */
  onChange(listener: (state: ClockState) => void): void {
    this.#changed = listener
  }

  /** Goes on from a stored state, or from what a snapshot holds, even back in time. */
  restore(state: ClockState): void {
    this.#mode = state.mode
    this.#offsetMs = state.offsetMs
    this.#heldAtMs = state.heldAtMs
    this.#latestMs = 0
  }

  stop(): void {
    this.#heldAtMs = this.now()
    this.#mode = 'held'
    this.#changed(this.state())
  }

  run(): void {
    if (this.#mode === 'running') return
    this.#offsetMs = this.#heldAtMs - this.real.now()
    this.#latestMs = this.#heldAtMs
    this.#mode = 'running'
    this.#changed(this.state())
  }

  /** Moves to an instant; going back is refused by the caller, here it does nothing. */
  moveTo(instantMs: number): void {
    const by = instantMs - this.now()
    if (by <= 0) return
    this.#remember(by)
    if (this.#mode === 'held') this.#heldAtMs = instantMs
    else this.#offsetMs += by
    this.#changed(this.state())
  }

  #remember(byMs: number): void {
    this.#moves.push({ realAtMs: this.real.now(), byMs })
    const [oldest, next] = this.#moves
    if (this.#moves.length <= movesMax || !oldest || !next) return
    next.byMs += oldest.byMs
    this.#moves.shift()
  }

  /** Real work of an engine that a moved clock must wait for. */
  hold<T>(work: Promise<T>): Promise<T> {
    const held = work.finally(() => this.#held.delete(held)).catch(() => undefined)
    this.#held.add(held)
    return work
  }

  /** The real work under way, one promise for all of it; `undefined` when there is none. */
  heldWork(): Promise<unknown> | undefined {
    return this.#held.size === 0 ? undefined : Promise.all(this.#held)
  }
}
