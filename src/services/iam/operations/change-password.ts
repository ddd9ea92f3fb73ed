import { ChangePassword } from '../../../generated/iam.ts'
import { noLoginProfile, onlyForUsers, wrongPassword } from '../credential-errors.ts'
import { iamOperation } from '../operation.ts'
import { findPasswordPolicy, isPassword, withPassword } from '../passwords.ts'
import { ofUser } from '../resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ChangePassword.html */
export const changePassword = iamOperation(ChangePassword, {
  // AWS: the account's password policy may let all users change theirs.
  resource: (_, place, own, caller) =>
    findPasswordPolicy(own.state)?.allowUsersToChange ? [] : ofUser({}, place, own, caller),

  run(call) {
    const { input, state, caller, clock } = call
    const user = caller.kind === 'user' ? state.users.get(caller.userId) : undefined
    if (!user) throw onlyForUsers(caller.arn)
    const profile = state.loginProfiles.get(user.id)
    if (!profile) throw noLoginProfile(user.name)
    const [present] = profile.passwords
    if (!present || !isPassword(input.OldPassword, present)) throw wrongPassword(user.name)
    state.loginProfiles.put({
      ...profile,
      changedAtMs: clock.now(),
      resetRequired: false,
      passwords: withPassword(call, input.NewPassword, profile.passwords),
    })
    return {}
  },
})
