import { ChangePassword } from '../../../generated/iam.ts'
import { noLoginProfile, onlyForUsers, wrongPassword } from '../credential-errors.ts'
import { iamOperation } from '../operation.ts'
import { findPasswordPolicy, isPassword, withPassword } from '../passwords.ts'
import { ofUser } from '../resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ChangePassword.html */
export const changePassword = iamOperation(ChangePassword, {
  // AWS: the account's password policy may let all users change theirs, where nothing denies it.
  resource(_, place, own, caller) {
    const checks = ofUser({}, place, own, caller)
    const isOpen = findPasswordPolicy(own.state)?.allowUsersToChange === true
    return isOpen ? checks.map((check) => ({ ...check, allowedBy: allowing })) : checks
  },

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

/** Of the account's users alone, whose own password is changed. */
const allowing = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'iam:ChangePassword', Resource: '*' },
  ],
})
