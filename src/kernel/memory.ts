/**
 * What a service remembers in a cell beside its state: in memory alone and outside of the batch, so
 * that it stays when a call is refused, is lost when the process ends, and is forgotten by a reset.
 * For what AWS itself forgets or only estimates: token buckets, rates, series of measurements.
 */
export interface Memory<T> {
  make(): T
}

/** Declares one; `call.memory(it)` answers the cell's own, made when it is first asked for. */
export function memory<T>(make: () => T): Memory<T> {
  return { make }
}

export type Remember = <T>(kind: Memory<T>) => T

/** The memories of all cells, each by its cell's name: cells are made again, memories aren't. */
export class Memories {
  readonly #byCell = new Map<string, Map<Memory<unknown>, unknown>>()

  of(cellName: string): Remember {
    let known = this.#byCell.get(cellName)
    return <T>(kind: Memory<T>): T => {
      if (!known) {
        known = this.#byCell.get(cellName) ?? new Map<Memory<unknown>, unknown>()
        this.#byCell.set(cellName, known)
      }
      const made = known.get(kind)
      if (made !== undefined) return made as T
      const fresh = kind.make()
      known.set(kind, fresh)
      return fresh
    }
  }
}
