/** Keeps the clock's mode and offset in the store, so that a restart goes on where time had come to. */
import type { Clock, ClockState } from './clock.ts'
import { keyOf } from './store/key.ts'
import type { Store } from './store/store.ts'

export const clockKey = keyOf('kernel', 'clock')

export class ClockRecord {
  readonly #clock: Clock
  readonly #store: Store

  constructor(clock: Clock, store: Store, reportBug: (error: unknown, where: string) => void) {
    this.#clock = clock
    this.#store = store
    clock.onChange((state) => {
      const flushed = store.commit([{ key: clockKey, value: state }])
      flushed?.catch((error: unknown) => reportBug(error, 'the clock'))
    })
  }

  /** Goes on as the store says; as the clock stands where it says nothing. */
  resume(): void {
    const state = this.#store.get(clockKey) as ClockState | undefined
    if (state) this.#clock.restore(state)
  }
}

/** Whether it can be gone on from: what a snapshot says may be anything. */
export function isClockState(state: unknown): state is ClockState {
  if (typeof state !== 'object' || state === null) return false
  const { mode, offsetMs, heldAtMs } = state as Partial<Record<keyof ClockState, unknown>>
  return (mode === 'running' || mode === 'held') && isSpan(offsetMs) && isSpan(heldAtMs)
}

/** Far more than years of four digits need, and little enough for dates to be made of it. */
const spanMsMax = 10_000 * 366 * 86_400_000

function isSpan(ms: unknown): boolean {
  return typeof ms === 'number' && Math.abs(ms) <= spanMsMax
}
