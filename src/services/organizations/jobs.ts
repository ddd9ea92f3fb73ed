/** What happens by itself as time passes. */
import type { JobDefinition } from '../../kernel/service.ts'
import { removeAccount } from './accounts.ts'
import { completeCreation, type Failure, isEmailTaken, makeAccessRole } from './creations.ts'
import { closedAccountKeptMs } from './limits.ts'
import type { state } from './state.ts'

const createAccount: JobDefinition<typeof state, Failure | undefined> = {
  async before({ state, place, key: id, aws }) {
    const creation = state.creations.get(id)
    if (!creation || isEmailTaken(state, creation.email)) return undefined
    return makeAccessRole(creation, place, aws)
  },
  run(call) {
    const creation = call.state.creations.get(call.key)
    if (!creation) return
    const isTaken = isEmailTaken(call.state, creation.email)
    completeCreation(call, creation, isTaken ? 'EMAIL_ALREADY_EXISTS' : call.prepared)
  },
}

export const jobs: Readonly<Record<string, JobDefinition<typeof state>>> = {
  createAccount: createAccount as JobDefinition<typeof state>,

  closeAccount: {
    run({ state, clock, at, key: id }) {
      const account = state.accounts.get(id)
      if (!account) return
      state.accounts.put({ ...account, status: 'SUSPENDED' })
      at(clock.now() + closedAccountKeptMs, 'forgetAccount', id)
    },
  },

  /** AWS: an account that was closed 90 days ago is gone from its organisation. */
  forgetAccount: {
    run(call) {
      if (call.state.accounts.get(call.key)) removeAccount(call, call.key)
    },
  },
}
