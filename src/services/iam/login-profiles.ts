/** Who may sign in to the console. */
import type { Caller } from '../../kernel/caller.ts'
import { noLoginProfile } from './credential-errors.ts'
import type { LoginProfile } from './credential-state.ts'
import type { IamReading, User } from './state.ts'
import { requireNamedOrCaller } from './users.ts'

interface Asked extends Pick<IamReading, 'state'> {
  readonly input: { readonly UserName?: string }
  readonly caller: Caller
}

/** @throws AwsError NoSuchEntity */
export function requireLoginProfile({ state, input, caller }: Asked) {
  const user = requireNamedOrCaller(state, input.UserName, caller)
  const profile = state.loginProfiles.get(user.id)
  if (!profile) throw noLoginProfile(user.name)
  return { user, profile }
}

export function writeLoginProfile(user: User, { createdAtMs, resetRequired }: LoginProfile) {
  return {
    UserName: user.name,
    CreateDate: new Date(createdAtMs),
    PasswordResetRequired: resetRequired,
  }
}
