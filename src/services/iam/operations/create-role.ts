import { CreateRole } from '../../../generated/iam.ts'
import { boundaryAsked, boundaryMember } from '../boundary.ts'
import { newEntity } from '../entities.ts'
import { rolesPerAccount, sessionSecondsDefault } from '../limits.ts'
import { iamOperation } from '../operation.ts'
import { checkRoomFor } from '../quotas.ts'
import { andTagged, ofNew } from '../resources.ts'
import { checkRoleNameFree, checkRolePath, writeRoleBriefly } from '../roles.ts'
import { tagsMember, withTags } from '../tags.ts'
import { readTrustPolicy } from '../trust-policy.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const createRole = iamOperation(CreateRole, {
  resource: ({ RoleName: name, Path: path, PermissionsBoundary: boundaryArn, Tags: tags }, place) =>
    andTagged(ofNew(place, 'role', { name, path, boundaryArn }), 'iam:TagRole', tags),

  run(call) {
    const { input, state } = call
    const { RoleName: name, Path: path, Description: description, Tags: tags } = input
    checkRolePath(path)
    checkRoleNameFree(state, name)
    checkRoomFor(call, 'RolesPerAccount', rolesPerAccount, state.roles.count())
    const role = {
      ...newEntity(call, 'AROA', { name, path }),
      trustPolicy: readTrustPolicy(call, input.AssumeRolePolicyDocument),
      ...(description !== undefined && { description }),
      sessionSecondsMax: input.MaxSessionDuration ?? sessionSecondsDefault,
      tags: withTags('Role', [], tags),
      ...boundaryAsked(call, input.PermissionsBoundary),
    }
    state.roles.put(role)
    const answer = writeRoleBriefly(call, role)
    return { Role: { ...answer, ...boundaryMember(role), ...tagsMember(role.tags) } }
  },
})
