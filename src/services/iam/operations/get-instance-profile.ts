import { GetInstanceProfile } from '../../../generated/iam.ts'
import { requireInstanceProfile, writeInstanceProfileWhole } from '../instance-profiles.ts'
import { iamOperation } from '../operation.ts'
import { ofInstanceProfile } from '../resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetInstanceProfile.html */
export const getInstanceProfile = iamOperation(GetInstanceProfile, {
  resource: ofInstanceProfile,

  run(call) {
    const profile = requireInstanceProfile(call.state, call.input.InstanceProfileName)
    return { InstanceProfile: writeInstanceProfileWhole(call, profile) }
  },
})
