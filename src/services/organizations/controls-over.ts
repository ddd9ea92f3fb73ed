/** What an account's organisation has over it, found from the account alone. */
import type { Place } from '../../kernel/place.ts'
import { type Controls, controlsOf } from './controls.ts'
import type { ChangeOf } from './directory.ts'
import { managementAccountOf } from './organization.ts'
import type { OrganizationsChange } from './state.ts'

/** An account, in its partition: the same number in another is somebody else's. */
export type Owner = Pick<Place, 'account' | 'partition'>

/** `undefined`: the account is in no organisation. */
export type ControlsOver = (account: Owner) => Controls | undefined

interface World {
  readonly changeOf: ChangeOf
  /** Rises when other state lies below: what `changeOf` gave before is no longer true. */
  generation(): number
}

export function controlsOverAccounts({ changeOf, generation }: World): ControlsOver {
  const memberships = new Map<string, Membership>()
  let present = 0

  function membershipOf({ account, partition }: Owner): Membership {
    const name = `${partition} ${account}`
    if (generation() !== present || memberships.size >= membershipsMax) memberships.clear()
    present = generation()
    let known = memberships.get(name)
    if (!known) {
      memberships.set(name, (known = { own: changeOf(account, partition), revision: -1 }))
    }
    const { memberships: notes } = known.own.state
    if (notes.revision !== known.revision) {
      // What may still be dropped is read again.
      if (notes.isSettled) known.revision = notes.revision
      known.managementAccount = managementAccountOf(known.own.state)
    }
    return known
  }

  return ({ account, partition }) => {
    const { managementAccount } = membershipOf({ account, partition })
    if (managementAccount === undefined) return undefined
    return controlsOf(membershipOf({ account: managementAccount, partition }).own, account)
  }
}

/**
 * Kept by account, as every call asks for it: nearly all accounts come again and again, and nearly
 * none is in an organisation.
 */
interface Membership {
  readonly own: OrganizationsChange
  /** Of the account's notes, when they were read. */
  revision: number
  managementAccount?: string | undefined
}

/** Strangers' accounts can't fill the memory. */
const membershipsMax = 10_000
