/** What the oracle saw of one service. */

export class Report {
  readonly counts = { input: 0, output: 0, error: 0 }
  readonly failures: string[] = []
  readonly #exceptions = new Map<string, Set<string>>()

  count(what: keyof Report['counts']): void {
    this.counts[what]++
  }

  fail(failure: string): void {
    this.failures.push(failure)
  }

  /** Something that this client can't judge; each thing counts once. */
  except(kind: string, thing: string): void {
    const things = this.#exceptions.get(kind) ?? new Set()
    this.#exceptions.set(kind, things.add(thing))
  }

  get exceptions(): Record<string, number> {
    const kinds = [...this.#exceptions].map(([kind, things]) => [kind, things.size] as const)
    return Object.fromEntries(kinds.sort(([left], [right]) => (left < right ? -1 : 1)))
  }

  listed(kind: string): string[] {
    return [...(this.#exceptions.get(kind) ?? [])]
  }
}
