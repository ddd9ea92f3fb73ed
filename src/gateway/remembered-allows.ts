/**
 * Calls that were let through, where nothing but the caller's own policies had a say and none of them
 * looks at the request: they are let through again until a policy changes, since these come anew then.
 */
import type { AuthorisationRequest } from '../kernel/authorisation.ts'
import type { Caller } from '../kernel/caller.ts'
import type { AttachedPolicy, Policies } from '../policy/decision.ts'

/** Actions and resources remembered for one caller. */
const allowsMax = 1_000

type Identity = Policies['identity']

export class RememberedAllows {
  /** By the list of policies, which is made anew when one of them changes. */
  readonly #byIdentity = new WeakMap<Identity, Set<string> | 'never'>()

  /** `undefined`: this call must be judged each time. */
  keyFor(asked: AuthorisationRequest, policies: Policies): string | undefined {
    const { caller, owner, action, resource } = asked
    if (!isJudgedByOwnPolicies(caller) || caller.account !== owner) return undefined
    if (!standsAlone(policies)) return undefined
    return this.#allowsOf(policies) === 'never' ? undefined : `${action} ${resource}`
  }

  has({ identity }: Policies, key: string): boolean {
    const allows = this.#byIdentity.get(identity)
    return allows instanceof Set && allows.has(key)
  }

  add({ identity }: Policies, key: string): void {
    const allows = this.#byIdentity.get(identity)
    if (!(allows instanceof Set)) return
    if (allows.size >= allowsMax) allows.clear()
    allows.add(key)
  }

  #allowsOf(policies: Policies): Set<string> | 'never' {
    const { identity, boundary } = policies
    let allows = this.#byIdentity.get(identity)
    if (!allows) {
      const all = boundary ? [...identity, boundary] : identity
      allows = all.some(looksAtRequest) ? 'never' : new Set()
      this.#byIdentity.set(identity, allows)
    }
    return allows
  }
}

/**
 * Root users, services and strangers all have the same, none; a federated user has those of a user,
 * who may do more.
 */
function isJudgedByOwnPolicies({ kind }: Caller): boolean {
  return kind === 'user' || kind === 'role'
}

/** A boundary comes and goes with the identity's list; the others don't. */
function standsAlone({ session, resource, serviceControl, resourceControl }: Policies): boolean {
  return !session && !resource && !serviceControl && !resourceControl
}

function looksAtRequest({ policy }: AttachedPolicy): boolean {
  return policy.contextKeys.length > 0
}
