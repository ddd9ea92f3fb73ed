import {
  DeleteAccountPasswordPolicy,
  GetAccountPasswordPolicy,
  UpdateAccountPasswordPolicy,
} from '../../../generated/iam.ts'
import { noPasswordPolicy } from '../credential-errors.ts'
import type { PasswordPolicy } from '../credential-state.ts'
import { iamOperation } from '../operation.ts'
import { findPasswordPolicy } from '../passwords.ts'
import type { IamReading } from '../state.ts'

/** AWS's minimum where a policy names none; the rest is off. */
const minimumLength = 6

/**
 * AWS: what a request leaves out goes back to its default.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html
 */
export const updateAccountPasswordPolicy = iamOperation(UpdateAccountPasswordPolicy, {
  resource: () => '*',

  run({ input, state }) {
    const { MaxPasswordAge: maxAgeDays, PasswordReusePrevention: reusePrevention } = input
    state.passwordPolicies.put({
      name: 'password policy',
      minimumLength: input.MinimumPasswordLength ?? minimumLength,
      requireSymbols: input.RequireSymbols ?? false,
      requireNumbers: input.RequireNumbers ?? false,
      requireUppercase: input.RequireUppercaseCharacters ?? false,
      requireLowercase: input.RequireLowercaseCharacters ?? false,
      allowUsersToChange: input.AllowUsersToChangePassword ?? false,
      hardExpiry: input.HardExpiry ?? false,
      ...(maxAgeDays !== undefined && { maxAgeDays }),
      ...(reusePrevention !== undefined && { reusePrevention }),
    })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountPasswordPolicy.html */
export const getAccountPasswordPolicy = iamOperation(GetAccountPasswordPolicy, {
  resource: () => '*',

  run(call) {
    const policy = requirePasswordPolicy(call)
    const { maxAgeDays, reusePrevention } = policy
    return {
      PasswordPolicy: {
        MinimumPasswordLength: policy.minimumLength,
        RequireSymbols: policy.requireSymbols,
        RequireNumbers: policy.requireNumbers,
        RequireUppercaseCharacters: policy.requireUppercase,
        RequireLowercaseCharacters: policy.requireLowercase,
        AllowUsersToChangePassword: policy.allowUsersToChange,
        ExpirePasswords: maxAgeDays !== undefined,
        HardExpiry: policy.hardExpiry,
        ...(maxAgeDays !== undefined && { MaxPasswordAge: maxAgeDays }),
        ...(reusePrevention !== undefined && { PasswordReusePrevention: reusePrevention }),
      },
    }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccountPasswordPolicy.html */
export const deleteAccountPasswordPolicy = iamOperation(DeleteAccountPasswordPolicy, {
  resource: () => '*',

  run(call) {
    call.state.passwordPolicies.delete(requirePasswordPolicy(call).name)
    return {}
  },
})

function requirePasswordPolicy({ state, place }: IamReading): PasswordPolicy {
  const policy = findPasswordPolicy(state)
  if (!policy) throw noPasswordPolicy(place.account)
  return policy
}
