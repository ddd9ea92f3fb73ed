/** How much was asked for within the last second: what a key range's limit is about. */
const sliceMs = 100
const slices = 10

export class LastSecond {
  readonly #units = Array.from({ length: slices }, () => 0)
  /** The slice that is open, counted from 1970 on. */
  #slice = 0

  ask(units: number, nowMs: number): void {
    this.#turnTo(Math.floor(nowMs / sliceMs))
    const at = this.#slice % slices
    this.#units[at] = (this.#units[at] ?? 0) + units
  }

  /** In the second that ends with the open slice. */
  asked(nowMs: number): number {
    this.#turnTo(Math.floor(nowMs / sliceMs))
    return this.#units.reduce((sum, units) => sum + units, 0)
  }

  #turnTo(slice: number): void {
    const passed = Math.min(slice - this.#slice, slices)
    for (let n = 0; n < passed; n++) this.#units[(slice - n) % slices] = 0
    this.#slice = Math.max(slice, this.#slice)
  }
}
