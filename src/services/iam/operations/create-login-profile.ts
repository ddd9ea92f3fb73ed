import {
  CreateLoginProfile,
  DeleteLoginProfile,
  GetLoginProfile,
  UpdateLoginProfile,
} from '../../../generated/iam.ts'
import { loginProfileExists, passwordMissing } from '../credential-errors.ts'
import type { LoginProfile } from '../credential-state.ts'
import { requireLoginProfile, writeLoginProfile } from '../login-profiles.ts'
import { iamOperation } from '../operation.ts'
import { withPassword } from '../passwords.ts'
import { ofUser } from '../resources.ts'
import { requireNamedOrCaller } from '../users.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateLoginProfile.html */
export const createLoginProfile = iamOperation(CreateLoginProfile, {
  resource: ofUser,

  run(call) {
    const { input, state, caller, clock } = call
    const user = requireNamedOrCaller(state, input.UserName, caller)
    if (state.loginProfiles.get(user.id)) throw loginProfileExists(user.name)
    if (input.Password === undefined) throw passwordMissing()
    const profile: LoginProfile = {
      userId: user.id,
      createdAtMs: clock.now(),
      changedAtMs: clock.now(),
      resetRequired: input.PasswordResetRequired ?? false,
      passwords: withPassword(call, input.Password),
    }
    state.loginProfiles.put(profile)
    return { LoginProfile: writeLoginProfile(user, profile) }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetLoginProfile.html */
export const getLoginProfile = iamOperation(GetLoginProfile, {
  resource: ofUser,

  run(call) {
    const { user, profile } = requireLoginProfile(call)
    return { LoginProfile: writeLoginProfile(user, profile) }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateLoginProfile.html */
export const updateLoginProfile = iamOperation(UpdateLoginProfile, {
  resource: ofUser,

  run(call) {
    const { input, state, clock } = call
    const { profile } = requireLoginProfile(call)
    const { Password: password, PasswordResetRequired: resetRequired } = input
    state.loginProfiles.put({
      ...profile,
      ...(resetRequired !== undefined && { resetRequired }),
      ...(password !== undefined && {
        passwords: withPassword(call, password, profile.passwords),
        changedAtMs: clock.now(),
      }),
    })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteLoginProfile.html */
export const deleteLoginProfile = iamOperation(DeleteLoginProfile, {
  resource: ofUser,

  run(call) {
    call.state.loginProfiles.delete(requireLoginProfile(call).user.id)
    return {}
  },
})
