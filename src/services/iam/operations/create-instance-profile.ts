import { CreateInstanceProfile } from '../../../generated/iam.ts'
import { findByName, newEntity } from '../entities.ts'
import { instanceProfileExists } from '../errors.ts'
import { writeInstanceProfileWhole } from '../instance-profiles.ts'
import { instanceProfilesPerAccount } from '../limits.ts'
import { iamOperation } from '../operation.ts'
import { checkRoomFor } from '../quotas.ts'
import { andTagged, ofNew } from '../resources.ts'
import { withTags } from '../tags.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html */
export const createInstanceProfile = iamOperation(CreateInstanceProfile, {
  resource: ({ InstanceProfileName: name, Path: path, Tags: tags }, place) =>
    andTagged(ofNew(place, 'instance-profile', { name, path }), 'iam:TagInstanceProfile', tags),

  run(call) {
    const { input, state } = call
    const { InstanceProfileName: name, Path: path, Tags: tags } = input
    if (findByName(state.instanceProfiles, name)) throw instanceProfileExists(name)
    const used = state.instanceProfiles.count()
    checkRoomFor(call, 'InstanceProfilesPerAccount', instanceProfilesPerAccount, used)
    const entity = newEntity(call, 'AIPA', { name, path })
    const profile = { ...entity, tags: withTags('InstanceProfile', [], tags) }
    state.instanceProfiles.put(profile)
    return { InstanceProfile: writeInstanceProfileWhole(call, profile) }
  },
})
