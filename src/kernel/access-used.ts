/**
 * What principals have asked for and were let do, from which the least policy for them is written.
 * In memory, since the start or the last reset.
 */
import type { Caller } from './caller.ts'

export interface Use {
  /** `sqs:SendMessage` */
  readonly action: string
  /** An ARN, or `*`. */
  readonly resource: string
}

/** Beyond these nothing more is noted, and the list says that it isn't whole. */
export const principalsMax = 1_000
export const usesPerPrincipalMax = 1_000

interface Noted {
  readonly resourcesByAction: Map<string, Set<string>>
  count: number
  isWhole: boolean
}

export class AccessUsed {
  readonly #byPrincipal = new Map<string, Noted>()

  /** `action` with its prefix. Costs a call three look-ups once all is known. */
  note(caller: Caller, action: string, resource: string): void {
    const principal = behind(caller)
    if (principal === '') return
    const noted = this.#byPrincipal.get(principal) ?? this.#begin(principal)
    if (!noted) return
    const resources = noted.resourcesByAction.get(action)
    if (resources?.has(resource)) return
    if (noted.count >= usesPerPrincipalMax) {
      noted.isWhole = false
      return
    }
    noted.count++
    if (resources) resources.add(resource)
    else noted.resourcesByAction.set(action, new Set([resource]))
  }

  /** Of a user, a role (all its sessions), or an account's root user; in the order of first use. */
  usesOf(principal: string): { readonly uses: readonly Use[]; readonly isWhole: boolean } {
    const noted = this.#byPrincipal.get(principal)
    const uses = [...(noted?.resourcesByAction ?? [])].flatMap(([action, resources]) =>
      [...resources].map((resource) => ({ action, resource })),
    )
    return { uses, isWhole: noted?.isWhole ?? true }
  }

  /** Sorted. */
  principals(): readonly string[] {
    return [...this.#byPrincipal.keys()].sort()
  }

  clear(): void {
    this.#byPrincipal.clear()
  }

  #begin(principal: string): Noted | undefined {
    if (this.#byPrincipal.size >= principalsMax) return undefined
    const noted = { resourcesByAction: new Map(), count: 0, isWhole: true }
    this.#byPrincipal.set(principal, noted)
    return noted
  }
}

/** A session's permissions are those of its role or user. */
function behind({ arn, session }: Caller): string {
  return session?.behindArn ?? arn
}
