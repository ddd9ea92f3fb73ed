/** AWS Identity and Access Management: what it is made of. */
import { defineService } from '../../kernel/service.ts'
import { quotas } from './limits.ts'
import {
  addRoleToInstanceProfile,
  removeRoleFromInstanceProfile,
} from './operations/add-role-to-instance-profile.ts'
import { addUserToGroup, removeUserFromGroup } from './operations/add-user-to-group.ts'
import {
  attachGroupPolicy,
  detachGroupPolicy,
  listAttachedGroupPolicies,
} from './operations/attach-group-policy.ts'
import {
  attachRolePolicy,
  detachRolePolicy,
  listAttachedRolePolicies,
} from './operations/attach-role-policy.ts'
import {
  attachUserPolicy,
  detachUserPolicy,
  listAttachedUserPolicies,
} from './operations/attach-user-policy.ts'
import { createAccessKey } from './operations/create-access-key.ts'
import {
  createAccountAlias,
  deleteAccountAlias,
  listAccountAliases,
} from './operations/create-account-alias.ts'
import { createGroup } from './operations/create-group.ts'
import { createInstanceProfile } from './operations/create-instance-profile.ts'
import { createPolicyVersion, setDefaultPolicyVersion } from './operations/create-policy-version.ts'
import { createPolicy } from './operations/create-policy.ts'
import { createRole } from './operations/create-role.ts'
import { createUser } from './operations/create-user.ts'
import { deleteAccessKey } from './operations/delete-access-key.ts'
import { deleteGroup } from './operations/delete-group.ts'
import { deleteInstanceProfile } from './operations/delete-instance-profile.ts'
import { deletePolicyVersion } from './operations/delete-policy-version.ts'
import { deletePolicy } from './operations/delete-policy.ts'
import { deleteRole } from './operations/delete-role.ts'
import { deleteUser } from './operations/delete-user.ts'
import { getAccessKeyLastUsed } from './operations/get-access-key-last-used.ts'
import { getAccountAuthorizationDetails } from './operations/get-account-authorization-details.ts'
import { getAccountSummary } from './operations/get-account-summary.ts'
import { getGroup } from './operations/get-group.ts'
import { getInstanceProfile } from './operations/get-instance-profile.ts'
import { getPolicyVersion, listPolicyVersions } from './operations/get-policy-version.ts'
import { getPolicy } from './operations/get-policy.ts'
import { getRole } from './operations/get-role.ts'
import { getUser } from './operations/get-user.ts'
import { listAccessKeys } from './operations/list-access-keys.ts'
import { listEntitiesForPolicy } from './operations/list-entities-for-policy.ts'
import { listGroups, listGroupsForUser } from './operations/list-groups.ts'
import {
  listInstanceProfiles,
  listInstanceProfilesForRole,
} from './operations/list-instance-profiles.ts'
import { listPolicies } from './operations/list-policies.ts'
import { listRoles } from './operations/list-roles.ts'
import { listUsers } from './operations/list-users.ts'
import {
  deleteGroupPolicy,
  getGroupPolicy,
  listGroupPolicies,
  putGroupPolicy,
} from './operations/put-group-policy.ts'
import {
  deleteRolePermissionsBoundary,
  putRolePermissionsBoundary,
} from './operations/put-role-permissions-boundary.ts'
import {
  deleteRolePolicy,
  getRolePolicy,
  listRolePolicies,
  putRolePolicy,
} from './operations/put-role-policy.ts'
import {
  deleteUserPermissionsBoundary,
  putUserPermissionsBoundary,
} from './operations/put-user-permissions-boundary.ts'
import {
  deleteUserPolicy,
  getUserPolicy,
  listUserPolicies,
  putUserPolicy,
} from './operations/put-user-policy.ts'
import {
  listInstanceProfileTags,
  tagInstanceProfile,
  untagInstanceProfile,
} from './operations/tag-instance-profile.ts'
import { listPolicyTags, tagPolicy, untagPolicy } from './operations/tag-policy.ts'
import { listRoleTags, tagRole, untagRole } from './operations/tag-role.ts'
import { listUserTags, tagUser, untagUser } from './operations/tag-user.ts'
import { updateAccessKey } from './operations/update-access-key.ts'
import { updateAssumeRolePolicy } from './operations/update-assume-role-policy.ts'
import { updateGroup } from './operations/update-group.ts'
import { updateRole, updateRoleDescription } from './operations/update-role.ts'
import { updateUser } from './operations/update-user.ts'
import { state } from './state.ts'

export const iam = defineService({
  name: 'iam',
  scope: 'global',
  state,
  operations: [
    addRoleToInstanceProfile,
    addUserToGroup,
    attachGroupPolicy,
    attachRolePolicy,
    attachUserPolicy,
    createAccessKey,
    createAccountAlias,
    createGroup,
    createInstanceProfile,
    createPolicy,
    createPolicyVersion,
    createRole,
    createUser,
    deleteAccessKey,
    deleteAccountAlias,
    deleteGroup,
    deleteGroupPolicy,
    deleteInstanceProfile,
    deletePolicy,
    deletePolicyVersion,
    deleteRole,
    deleteRolePermissionsBoundary,
    deleteRolePolicy,
    deleteUser,
    deleteUserPermissionsBoundary,
    deleteUserPolicy,
    detachGroupPolicy,
    detachRolePolicy,
    detachUserPolicy,
    getAccessKeyLastUsed,
    getAccountAuthorizationDetails,
    getAccountSummary,
    getGroup,
    getGroupPolicy,
    getInstanceProfile,
    getPolicy,
    getPolicyVersion,
    getRole,
    getRolePolicy,
    getUser,
    getUserPolicy,
    listAccessKeys,
    listAccountAliases,
    listAttachedGroupPolicies,
    listAttachedRolePolicies,
    listAttachedUserPolicies,
    listEntitiesForPolicy,
    listGroupPolicies,
    listGroups,
    listGroupsForUser,
    listInstanceProfileTags,
    listInstanceProfiles,
    listInstanceProfilesForRole,
    listPolicies,
    listPolicyTags,
    listPolicyVersions,
    listRolePolicies,
    listRoleTags,
    listRoles,
    listUserPolicies,
    listUserTags,
    listUsers,
    putGroupPolicy,
    putRolePermissionsBoundary,
    putRolePolicy,
    putUserPermissionsBoundary,
    putUserPolicy,
    removeRoleFromInstanceProfile,
    removeUserFromGroup,
    setDefaultPolicyVersion,
    tagInstanceProfile,
    tagPolicy,
    tagRole,
    tagUser,
    untagInstanceProfile,
    untagPolicy,
    untagRole,
    untagUser,
    updateAccessKey,
    updateAssumeRolePolicy,
    updateGroup,
    updateRole,
    updateRoleDescription,
    updateUser,
  ],
  quotas,
  // AWS's own managed policies belong to everybody: `arn:aws:iam::aws:policy/…`.
  home: ({ account }, place) => (account === 'aws' ? { account: place.account } : {}),
})
