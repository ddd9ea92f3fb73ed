import { DeleteInstanceProfile } from '../../../generated/iam.ts'
import { checkProfileDeletable } from '../deletion.ts'
import { requireInstanceProfile } from '../instance-profiles.ts'
import { iamOperation } from '../operation.ts'
import { ofInstanceProfile } from '../resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteInstanceProfile.html */
export const deleteInstanceProfile = iamOperation(DeleteInstanceProfile, {
  resource: ofInstanceProfile,

  run({ input, state }) {
    const profile = requireInstanceProfile(state, input.InstanceProfileName)
    checkProfileDeletable(profile)
    state.instanceProfiles.delete(profile.id)
    return {}
  },
})
