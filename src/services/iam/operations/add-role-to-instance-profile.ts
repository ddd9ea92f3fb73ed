import { AddRoleToInstanceProfile, RemoveRoleFromInstanceProfile } from '../../../generated/iam.ts'
import type { Place } from '../../../kernel/place.ts'
import { fixedLimit, noSuchNamed } from '../errors.ts'
import { requireInstanceProfile } from '../instance-profiles.ts'
import { rolesPerInstanceProfile } from '../limits.ts'
import { iamOperation } from '../operation.ts'
import { ofInstanceProfile, ofRole } from '../resources.ts'
import { requireChangeableRole, requireRole } from '../roles.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html */
export const addRoleToInstanceProfile = iamOperation(AddRoleToInstanceProfile, {
  resource: (input, place, own) => [
    ...ofInstanceProfile(input, place, own),
    ...ofRole(input, place, own).map(({ resource, context }) => ({
      action: 'iam:PassRole',
      resource,
      context: { ...context, ...toInstances(place) },
    })),
  ],

  run({ input, state }) {
    const profile = requireInstanceProfile(state, input.InstanceProfileName)
    const role = requireChangeableRole(state, input.RoleName)
    if (profile.roleId !== undefined) {
      throw fixedLimit('InstanceSessionsPerInstanceProfile', rolesPerInstanceProfile, 1)
    }
    state.instanceProfiles.put({ ...profile, roleId: role.id })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveRoleFromInstanceProfile.html */
export const removeRoleFromInstanceProfile = iamOperation(RemoveRoleFromInstanceProfile, {
  resource: ofInstanceProfile,

  run({ input, state }) {
    const { roleId, ...profile } = requireInstanceProfile(state, input.InstanceProfileName)
    const role = requireRole(state, input.RoleName)
    if (roleId !== role.id) throw noSuchNamed('Role', role.name)
    state.instanceProfiles.put(profile)
    return {}
  },
})

/**
 * AWS names no single instance here.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_AssociatedResourceArn
 */
function toInstances({ partition, account }: Place) {
  return {
    'iam:PassedToService': 'ec2.amazonaws.com',
    'iam:AssociatedResourceArn': `arn:${partition}:ec2:*:${account}:instance/*`,
  }
}
