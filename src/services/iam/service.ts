/** AWS Identity and Access Management: what it is made of. */
import { defineService } from '../../kernel/service.ts'
import { credentialQuotas } from './credential-limits.ts'
import { jobs } from './jobs.ts'
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
import { changePassword } from './operations/change-password.ts'
import { createAccessKey } from './operations/create-access-key.ts'
import {
  createAccountAlias,
  deleteAccountAlias,
  listAccountAliases,
} from './operations/create-account-alias.ts'
import { createGroup } from './operations/create-group.ts'
import { createInstanceProfile } from './operations/create-instance-profile.ts'
import {
  createLoginProfile,
  deleteLoginProfile,
  getLoginProfile,
  updateLoginProfile,
} from './operations/create-login-profile.ts'
import {
  addClientIDToOpenIDConnectProvider,
  createOpenIDConnectProvider,
  deleteOpenIDConnectProvider,
  getOpenIDConnectProvider,
  listOpenIDConnectProviders,
  removeClientIDFromOpenIDConnectProvider,
  updateOpenIDConnectProviderThumbprint,
} from './operations/create-open-id-connect-provider.ts'
import { createPolicyVersion, setDefaultPolicyVersion } from './operations/create-policy-version.ts'
import { createPolicy } from './operations/create-policy.ts'
import { createRole } from './operations/create-role.ts'
import {
  createSAMLProvider,
  deleteSAMLProvider,
  getSAMLProvider,
  listSAMLProviders,
  updateSAMLProvider,
} from './operations/create-saml-provider.ts'
import {
  createServiceLinkedRole,
  deleteServiceLinkedRole,
  getServiceLinkedRoleDeletionStatus,
} from './operations/create-service-linked-role.ts'
import {
  createServiceSpecificCredential,
  deleteServiceSpecificCredential,
  listServiceSpecificCredentials,
  resetServiceSpecificCredential,
  updateServiceSpecificCredential,
} from './operations/create-service-specific-credential.ts'
import { createUser } from './operations/create-user.ts'
import {
  createVirtualMFADevice,
  deleteVirtualMFADevice,
  listVirtualMFADevices,
} from './operations/create-virtual-mfa-device.ts'
import { deleteAccessKey } from './operations/delete-access-key.ts'
import { deleteGroup } from './operations/delete-group.ts'
import { deleteInstanceProfile } from './operations/delete-instance-profile.ts'
import { deletePolicyVersion } from './operations/delete-policy-version.ts'
import { deletePolicy } from './operations/delete-policy.ts'
import { deleteRole } from './operations/delete-role.ts'
import { deleteUser } from './operations/delete-user.ts'
import {
  deactivateMFADevice,
  enableMFADevice,
  getMFADevice,
  listMFADevices,
  resyncMFADevice,
} from './operations/enable-mfa-device.ts'
import {
  generateCredentialReport,
  getCredentialReport,
} from './operations/generate-credential-report.ts'
import {
  generateServiceLastAccessedDetails,
  getServiceLastAccessedDetails,
  getServiceLastAccessedDetailsWithEntities,
} from './operations/generate-service-last-accessed-details.ts'
import { getAccessKeyLastUsed } from './operations/get-access-key-last-used.ts'
import { getAccountAuthorizationDetails } from './operations/get-account-authorization-details.ts'
import { getAccountSummary } from './operations/get-account-summary.ts'
import {
  getContextKeysForCustomPolicy,
  getContextKeysForPrincipalPolicy,
} from './operations/get-context-keys-for-custom-policy.ts'
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
import { listPoliciesGrantingServiceAccess } from './operations/list-policies-granting-service-access.ts'
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
import { setSecurityTokenServicePreferences } from './operations/set-security-token-service-preferences.ts'
import {
  simulateCustomPolicy,
  simulatePrincipalPolicy,
} from './operations/simulate-custom-policy.ts'
import {
  listInstanceProfileTags,
  tagInstanceProfile,
  untagInstanceProfile,
} from './operations/tag-instance-profile.ts'
import { listMFADeviceTags, tagMFADevice, untagMFADevice } from './operations/tag-mfa-device.ts'
import {
  listOpenIDConnectProviderTags,
  tagOpenIDConnectProvider,
  untagOpenIDConnectProvider,
} from './operations/tag-open-id-connect-provider.ts'
import { listPolicyTags, tagPolicy, untagPolicy } from './operations/tag-policy.ts'
import { listRoleTags, tagRole, untagRole } from './operations/tag-role.ts'
import {
  listSAMLProviderTags,
  tagSAMLProvider,
  untagSAMLProvider,
} from './operations/tag-saml-provider.ts'
import {
  listServerCertificateTags,
  tagServerCertificate,
  untagServerCertificate,
} from './operations/tag-server-certificate.ts'
import { listUserTags, tagUser, untagUser } from './operations/tag-user.ts'
import { updateAccessKey } from './operations/update-access-key.ts'
import {
  deleteAccountPasswordPolicy,
  getAccountPasswordPolicy,
  updateAccountPasswordPolicy,
} from './operations/update-account-password-policy.ts'
import { updateAssumeRolePolicy } from './operations/update-assume-role-policy.ts'
import { updateGroup } from './operations/update-group.ts'
import { updateRole, updateRoleDescription } from './operations/update-role.ts'
import { updateUser } from './operations/update-user.ts'
import {
  deleteServerCertificate,
  getServerCertificate,
  listServerCertificates,
  updateServerCertificate,
  uploadServerCertificate,
} from './operations/upload-server-certificate.ts'
import {
  deleteSigningCertificate,
  listSigningCertificates,
  updateSigningCertificate,
  uploadSigningCertificate,
} from './operations/upload-signing-certificate.ts'
import {
  deleteSSHPublicKey,
  getSSHPublicKey,
  listSSHPublicKeys,
  updateSSHPublicKey,
  uploadSSHPublicKey,
} from './operations/upload-ssh-public-key.ts'
import { state } from './state.ts'

export const iam = defineService({
  name: 'iam',
  scope: 'global',
  hasOneEndpoint: true,
  state,
  operations: [
    addClientIDToOpenIDConnectProvider,
    addRoleToInstanceProfile,
    addUserToGroup,
    attachGroupPolicy,
    attachRolePolicy,
    attachUserPolicy,
    changePassword,
    createAccessKey,
    createAccountAlias,
    createGroup,
    createInstanceProfile,
    createLoginProfile,
    createOpenIDConnectProvider,
    createPolicy,
    createPolicyVersion,
    createRole,
    createSAMLProvider,
    createServiceLinkedRole,
    createServiceSpecificCredential,
    createUser,
    createVirtualMFADevice,
    deactivateMFADevice,
    deleteAccessKey,
    deleteAccountAlias,
    deleteAccountPasswordPolicy,
    deleteGroup,
    deleteGroupPolicy,
    deleteInstanceProfile,
    deleteLoginProfile,
    deleteOpenIDConnectProvider,
    deletePolicy,
    deletePolicyVersion,
    deleteRole,
    deleteRolePermissionsBoundary,
    deleteRolePolicy,
    deleteSAMLProvider,
    deleteSSHPublicKey,
    deleteServerCertificate,
    deleteServiceLinkedRole,
    deleteServiceSpecificCredential,
    deleteSigningCertificate,
    deleteUser,
    deleteUserPermissionsBoundary,
    deleteUserPolicy,
    deleteVirtualMFADevice,
    detachGroupPolicy,
    detachRolePolicy,
    detachUserPolicy,
    enableMFADevice,
    generateCredentialReport,
    generateServiceLastAccessedDetails,
    getAccessKeyLastUsed,
    getAccountAuthorizationDetails,
    getAccountPasswordPolicy,
    getAccountSummary,
    getContextKeysForCustomPolicy,
    getContextKeysForPrincipalPolicy,
    getCredentialReport,
    getGroup,
    getGroupPolicy,
    getInstanceProfile,
    getLoginProfile,
    getMFADevice,
    getOpenIDConnectProvider,
    getPolicy,
    getPolicyVersion,
    getRole,
    getRolePolicy,
    getSAMLProvider,
    getSSHPublicKey,
    getServerCertificate,
    getServiceLastAccessedDetails,
    getServiceLastAccessedDetailsWithEntities,
    getServiceLinkedRoleDeletionStatus,
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
    listMFADeviceTags,
    listMFADevices,
    listOpenIDConnectProviderTags,
    listOpenIDConnectProviders,
    listPolicies,
    listPoliciesGrantingServiceAccess,
    listPolicyTags,
    listPolicyVersions,
    listRolePolicies,
    listRoleTags,
    listRoles,
    listSAMLProviderTags,
    listSAMLProviders,
    listSSHPublicKeys,
    listServerCertificateTags,
    listServerCertificates,
    listServiceSpecificCredentials,
    listSigningCertificates,
    listUserPolicies,
    listUserTags,
    listUsers,
    listVirtualMFADevices,
    putGroupPolicy,
    putRolePermissionsBoundary,
    putRolePolicy,
    putUserPermissionsBoundary,
    putUserPolicy,
    removeClientIDFromOpenIDConnectProvider,
    removeRoleFromInstanceProfile,
    removeUserFromGroup,
    resetServiceSpecificCredential,
    resyncMFADevice,
    setDefaultPolicyVersion,
    setSecurityTokenServicePreferences,
    simulateCustomPolicy,
    simulatePrincipalPolicy,
    tagInstanceProfile,
    tagMFADevice,
    tagOpenIDConnectProvider,
    tagPolicy,
    tagRole,
    tagSAMLProvider,
    tagServerCertificate,
    tagUser,
    untagInstanceProfile,
    untagMFADevice,
    untagOpenIDConnectProvider,
    untagPolicy,
    untagRole,
    untagSAMLProvider,
    untagServerCertificate,
    untagUser,
    updateAccessKey,
    updateAccountPasswordPolicy,
    updateAssumeRolePolicy,
    updateGroup,
    updateLoginProfile,
    updateOpenIDConnectProviderThumbprint,
    updateRole,
    updateRoleDescription,
    updateSAMLProvider,
    updateSSHPublicKey,
    updateServerCertificate,
    updateServiceSpecificCredential,
    updateSigningCertificate,
    updateUser,
    uploadSSHPublicKey,
    uploadServerCertificate,
    uploadSigningCertificate,
  ],
  quotas: [...quotas, ...credentialQuotas],
  jobs,
  // AWS's own managed policies belong to everybody: `arn:aws:iam::aws:policy/…`.
  home: ({ account }, place) => (account === 'aws' ? { account: place.account } : {}),
})
