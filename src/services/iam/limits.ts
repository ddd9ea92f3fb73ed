/**
 * IAM's quotas and sizes. What AWS raises, or a test may want to, is a quota; what AWS never moves
 * is a plain constant.
 */
import { quota } from '../../kernel/limits.ts'
import type { IamReading } from './state.ts'

const source = 'https://docs.aws.amazon.com/general/latest/gr/iam-service.html'

export const usersPerAccount = quota({
  service: 'iam',
  name: 'Users per account',
  code: 'L-F55AF5E4',
  value: 5_000,
  unit: 'None',
  adjustable: false,
  source,
  used: ({ state }: IamReading) => state.users.count(),
})

export const groupsPerAccount = quota({
  service: 'iam',
  name: 'Groups per account',
  code: 'L-F4A5425F',
  value: 300,
  unit: 'None',
  adjustable: true,
  source,
  used: ({ state }: IamReading) => state.groups.count(),
})

export const rolesPerAccount = quota({
  service: 'iam',
  name: 'Roles per account',
  code: 'L-FE177D64',
  value: 1_000,
  unit: 'None',
  adjustable: true,
  source,
  used: ({ state }: IamReading) => state.roles.count(),
})

export const instanceProfilesPerAccount = quota({
  service: 'iam',
  name: 'Instance profiles per account',
  code: 'L-6E65F664',
  value: 1_000,
  unit: 'None',
  adjustable: true,
  source,
  used: ({ state }: IamReading) => state.instanceProfiles.count(),
})

export const policiesPerAccount = quota({
  service: 'iam',
  name: 'Customer managed policies per account',
  code: 'L-E95E4862',
  value: 1_500,
  unit: 'None',
  adjustable: true,
  source,
  used: ({ state }: IamReading) => state.policies.count(),
})

export const groupsPerUser = quota({
  service: 'iam',
  name: 'IAM groups per user',
  value: 10,
  unit: 'None',
  adjustable: false,
  source,
})

/** Inactive keys count. */
export const accessKeysPerUser = quota({
  service: 'iam',
  name: 'Access keys per user',
  value: 2,
  unit: 'None',
  adjustable: false,
  source,
})

export const managedPoliciesPerUser = quota({
  service: 'iam',
  name: 'Managed policies per user',
  code: 'L-4019AD8B',
  value: 10,
  unit: 'None',
  adjustable: true,
  source,
})

export const managedPoliciesPerGroup = quota({
  service: 'iam',
  name: 'Managed policies per group',
  code: 'L-384571C4',
  value: 10,
  unit: 'None',
  adjustable: false,
  source,
})

/** 10 by default, 20 at most. Since 2026 a page of AWS's says 20; its other pages, and its refusals, 10. */
export const managedPoliciesPerRole = quota({
  service: 'iam',
  name: 'Managed policies per role',
  code: 'L-0DA4ABF3',
  value: 10,
  unit: 'None',
  adjustable: true,
  source,
})

export const versionsPerPolicy = quota({
  service: 'iam',
  name: 'Versions per managed policy',
  value: 5,
  unit: 'None',
  adjustable: false,
  source,
})

/** Characters, white space left out. */
export const managedPolicyLength = quota({
  service: 'iam',
  name: 'Managed policy length',
  value: 6_144,
  unit: 'None',
  adjustable: false,
  source,
})

/** Characters, white space left out. */
export const trustPolicyLength = quota({
  service: 'iam',
  name: 'Role trust policy length',
  code: 'L-C07B4B0D',
  value: 2_048,
  unit: 'None',
  adjustable: true,
  source,
})

export const quotas = [
  usersPerAccount,
  groupsPerAccount,
  rolesPerAccount,
  instanceProfilesPerAccount,
  policiesPerAccount,
  groupsPerUser,
  accessKeysPerUser,
  managedPoliciesPerUser,
  managedPoliciesPerGroup,
  managedPoliciesPerRole,
  versionsPerPolicy,
  managedPolicyLength,
  trustPolicyLength,
]

/**
 * All inline policies of one entity together: characters, white space left out. AWS never moves them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const inlineLengthMax = { user: 2_048, group: 5_120, role: 10_240 } as const

export const tagsMax = 50
export const rolesPerInstanceProfile = 1

export const listedDefault = 100

/** How long a role may be assumed for, where CreateRole does not say. */
export const sessionSecondsDefault = 3_600

/** What GetAccountSummary tells of all versions of an account's policies; nothing enforces it. */
export const policyVersionsInUseMax = 10_000
