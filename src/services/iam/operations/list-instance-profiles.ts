import { ListInstanceProfiles, ListInstanceProfilesForRole } from '../../../generated/iam.ts'
import { listByName } from '../entities.ts'
import { profilesOf, writeInstanceProfile } from '../instance-profiles.ts'
import { iamOperation } from '../operation.ts'
import { pageOf, pageOfAll, readMarker } from '../paging.ts'
import { ofList, ofRole } from '../resources.ts'
import { requireRole } from '../roles.ts'
import { nameKey } from '../state.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfiles.html */
export const listInstanceProfiles = iamOperation(ListInstanceProfiles, {
  resource: ({ PathPrefix }, place) => ofList(place, 'instance-profile', PathPrefix),

  run(call) {
    const { input, state } = call
    const profiles = listByName(state.instanceProfiles, input.PathPrefix, readMarker(input))
    const { items, ...more } = pageOf(profiles, input, ({ name }) => name)
    const written = items.map((profile) => writeInstanceProfile(call, profile))
    return { InstanceProfiles: written, ...more }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfilesForRole.html */
export const listInstanceProfilesForRole = iamOperation(ListInstanceProfilesForRole, {
  resource: ofRole,

  run(call) {
    const { input, state } = call
    const profiles = profilesOf(state, requireRole(state, input.RoleName).id)
    const { items, ...more } = pageOfAll(profiles, input, ({ name }) => nameKey(name))
    const written = items.map((profile) => writeInstanceProfile(call, profile))
    return { InstanceProfiles: written, ...more }
  },
})
