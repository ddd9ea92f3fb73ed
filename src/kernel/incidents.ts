/** Refusals, of calls and of members of batches, kept so that they can be explained: the newest ones, in memory. */
import type { Cause } from './errors.ts'

export interface Incident {
  readonly requestId: string
  readonly atMs: number
  readonly service: string
  readonly operation: string
  readonly account: string
  readonly region: string
  readonly caller: string
  readonly code: string
  readonly status: number
  readonly message: string
  readonly why: Cause | undefined
  /** The call was answered; of its members so many were refused, and this tells of the first. */
  readonly membersRefused?: number
  /** With `--iam audit`: IAM would have refused, and the call went through. */
  readonly isAudit?: true
}

/** How many are kept; older ones are forgotten. */
export const incidentsMax = 1_000

export class Incidents {
  #kept: Incident[] = []
  readonly #listeners = new Set<(incident: Incident) => void>()

  record(incident: Incident): void {
    this.#kept.push(incident)
    if (this.#kept.length > incidentsMax * 2) this.#kept = this.#kept.slice(-incidentsMax)
    for (const listener of this.#listeners) listener(incident)
  }

  /** Newest last. */
  list(): readonly Incident[] {
    return this.#kept.slice(-incidentsMax)
  }

  find(requestId: string): Incident | undefined {
    return this.#kept.findLast((incident) => incident.requestId === requestId)
  }

  onRecord(listener: (incident: Incident) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  clear(): void {
    this.#kept = []
  }
}
