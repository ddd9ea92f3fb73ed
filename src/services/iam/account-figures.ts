/**
 * What GetAccountSummary counts, and the quotas it tells.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html
 */
import type { Quota } from '../../kernel/limits.ts'
import { serverCertificatesPerAccount, signingCertificatesPerUser } from './credential-limits.ts'
import { keysOf } from './access-keys.ts'
import {
  accessKeysPerUser,
  groupsPerAccount,
  groupsPerUser,
  inlineLengthMax,
  instanceProfilesPerAccount,
  managedPoliciesPerGroup,
  managedPoliciesPerRole,
  managedPoliciesPerUser,
  managedPolicyLength,
  policiesPerAccount,
  policyVersionsInUseMax,
  rolesPerAccount,
  trustPolicyLength,
  usersPerAccount,
  versionsPerPolicy,
} from './limits.ts'
import type { IamReading } from './state.ts'

export function accountFigures(reading: IamReading): Record<string, number> {
  return { ...counted(reading), ...allowed(reading) }
}

function counted({ state, place }: IamReading): Record<string, number> {
  const hasRootKeys = keysOf(state, { id: place.account }).length > 0
  const rootCertificate = state.signingCertificates.first({ prefix: [place.account] })
  return {
    Users: state.users.count(),
    Groups: state.groups.count(),
    Roles: state.roles.count(),
    InstanceProfiles: state.instanceProfiles.count(),
    Policies: state.policies.count(),
    PolicyVersionsInUse: state.policyVersions.count(),
    GlobalEndpointTokenVersion: state.preferences.first()?.globalEndpointTokenVersion ?? 1,
    AccountAccessKeysPresent: hasRootKeys ? 1 : 0,
    AccountMFAEnabled: 0,
    AccountPasswordPresent: 1,
    AccountSigningCertificatesPresent: rootCertificate ? 1 : 0,
    MFADevices: state.mfaDevices.count(),
    MFADevicesInUse: state.mfaDevices.index('user').count(),
    Providers: state.oidcProviders.count() + state.samlProviders.count(),
    ServerCertificates: state.serverCertificates.count(),
  }
}

function allowed({ limits }: IamReading): Record<string, number> {
  const of = (quota: Quota) => limits.valueOf(quota)
  return {
    AccessKeysPerUserQuota: of(accessKeysPerUser),
    AssumeRolePolicySizeQuota: of(trustPolicyLength),
    AttachedPoliciesPerGroupQuota: of(managedPoliciesPerGroup),
    AttachedPoliciesPerRoleQuota: of(managedPoliciesPerRole),
    AttachedPoliciesPerUserQuota: of(managedPoliciesPerUser),
    GroupPolicySizeQuota: inlineLengthMax.group,
    GroupsPerUserQuota: of(groupsPerUser),
    GroupsQuota: of(groupsPerAccount),
    InstanceProfilesQuota: of(instanceProfilesPerAccount),
    PoliciesQuota: of(policiesPerAccount),
    PolicySizeQuota: of(managedPolicyLength),
    PolicyVersionsInUseQuota: policyVersionsInUseMax,
    RolePolicySizeQuota: inlineLengthMax.role,
    RolesQuota: of(rolesPerAccount),
    ServerCertificatesQuota: of(serverCertificatesPerAccount),
    SigningCertificatesPerUserQuota: of(signingCertificatesPerUser),
    UserPolicySizeQuota: inlineLengthMax.user,
    UsersQuota: of(usersPerAccount),
    VersionsPerPolicyQuota: of(versionsPerPolicy),
  }
}
