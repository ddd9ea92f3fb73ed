/** What an on-demand table or index lets through: twice its peak, anew every half hour. */
import { doublingMs, onDemandCapacity } from '../../../planner/on-demand.ts'
import type { Kind } from '../capacity.ts'

const minuteMs = 60_000

/** Peaks are averages of a minute, as CloudWatch sees them. (Our judgement: AWS doesn't say.) */
export class DoublingRate {
  readonly #kind: Kind
  #unitsPerSecond: number
  #windowAtMs: number
  #minute: number
  #minuteUnits = 0
  #peakUnitsPerSecond = 0

  /** @param warmUnitsPerSecond what it is warm for: it never lets less through */
  constructor(kind: Kind, warmUnitsPerSecond: number, nowMs: number) {
    this.#kind = kind
    this.#windowAtMs = nowMs
    this.#minute = Math.floor(nowMs / minuteMs)
    this.#unitsPerSecond = onDemandCapacity({
      kind,
      previousPeakUnitsPerSecond: 0,
      warmUnitsPerSecond,
    }).unitsPerSecond
  }

  /** What it lets through a second, at this instant. */
  at(nowMs: number): number {
    const minute = Math.floor(nowMs / minuteMs)
    if (minute !== this.#minute) this.#turnTo(minute, nowMs)
    return this.#unitsPerSecond
  }

  note(units: number): void {
    this.#minuteUnits += units
  }

  /** Warmed beforehand. */
  warm(unitsPerSecond: number): void {
    this.#unitsPerSecond = Math.max(this.#unitsPerSecond, unitsPerSecond)
  }

  #turnTo(minute: number, nowMs: number): void {
    this.#peakUnitsPerSecond = Math.max(this.#peakUnitsPerSecond, this.#minuteUnits / 60)
    this.#minuteUnits = 0
    this.#minute = minute
    if (nowMs < this.#windowAtMs + doublingMs) return
    const { unitsPerSecond } = onDemandCapacity({
      kind: this.#kind,
      previousPeakUnitsPerSecond: this.#peakUnitsPerSecond,
      warmUnitsPerSecond: this.#unitsPerSecond,
    })
    this.#unitsPerSecond = Math.floor(unitsPerSecond)
    this.#windowAtMs = nowMs
    this.#peakUnitsPerSecond = 0
  }
}
