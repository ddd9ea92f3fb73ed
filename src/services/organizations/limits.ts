/**
 * Quotas, sizes and durations. Service Quotas' code is public for the number of accounts alone.
 */
import { duration } from '../../kernel/durations.ts'
import { quota } from '../../kernel/limits.ts'
import type { OrganizationsReading } from './state.ts'

const source =
  'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html'

/** Open invitations and accounts in the making count. */
export const accountsMax = quota({
  service: 'organizations',
  name: 'Default maximum number of accounts',
  code: 'L-29A0C5DF',
  value: 10,
  unit: 'None',
  adjustable: true,
  source,
})

/** How old a created account must be before it can leave. */
export const removalAgeDaysMin = quota({
  service: 'organizations',
  name: 'Minimum age for removal of created accounts',
  value: 4,
  unit: 'None',
  adjustable: false,
  source,
})

export const unitsMax = quota({
  service: 'organizations',
  name: 'Organizational units in an organization',
  value: 2_000,
  unit: 'None',
  adjustable: false,
  source,
  used: ({ state }: OrganizationsReading) => state.units.count(),
})

export const unitDepthMax = quota({
  service: 'organizations',
  name: 'OU maximum nesting in a root',
  value: 5,
  unit: 'None',
  adjustable: false,
  source,
})

export const serviceControlPoliciesMax = quota({
  service: 'organizations',
  name: 'Service control policies in an organization',
  value: 10_000,
  unit: 'None',
  adjustable: false,
  source,
  used: ({ state }: OrganizationsReading) =>
    state.policies.index('type').count({ prefix: ['SERVICE_CONTROL_POLICY'] }),
})

export const resourceControlPoliciesMax = quota({
  service: 'organizations',
  name: 'Resource control policies in an organization',
  value: 2_000,
  unit: 'None',
  adjustable: false,
  source,
  used: ({ state }: OrganizationsReading) =>
    state.policies.index('type').count({ prefix: ['RESOURCE_CONTROL_POLICY'] }),
})

/** Twice what it was until May 2026, and so is the length. */
export const serviceControlPoliciesPerTarget = quota({
  service: 'organizations',
  name: 'Service control policies attached to a root, OU or account',
  value: 10,
  unit: 'None',
  adjustable: false,
  source,
})

/** RCPFullAWSAccess counts. */
export const resourceControlPoliciesPerTarget = quota({
  service: 'organizations',
  name: 'Resource control policies attached to a root, OU or account',
  value: 5,
  unit: 'None',
  adjustable: false,
  source,
})

/** Characters, white space included. */
export const serviceControlPolicyLength = quota({
  service: 'organizations',
  name: 'Service control policy document size',
  value: 10_240,
  unit: 'None',
  adjustable: false,
  source,
})

export const resourceControlPolicyLength = quota({
  service: 'organizations',
  name: 'Resource control policy document size',
  value: 5_120,
  unit: 'None',
  adjustable: false,
  source,
})

export const concurrentCreationsMax = quota({
  service: 'organizations',
  name: 'Member accounts you can create concurrently',
  value: 5,
  unit: 'None',
  adjustable: false,
  source,
})

export const concurrentClosuresMax = quota({
  service: 'organizations',
  name: 'Member accounts you can close concurrently',
  value: 3,
  unit: 'None',
  adjustable: false,
  source,
})

/** In 24 hours; the number of accounts, where that is more. Accepted ones don't count. */
export const invitationsPerDay = quota({
  service: 'organizations',
  name: 'Invitation attempts in a 24-hour period',
  value: 20,
  unit: 'None',
  adjustable: false,
  source,
})

export const quotas = [
  accountsMax,
  removalAgeDaysMin,
  unitsMax,
  unitDepthMax,
  serviceControlPoliciesMax,
  resourceControlPoliciesMax,
  serviceControlPoliciesPerTarget,
  resourceControlPoliciesPerTarget,
  serviceControlPolicyLength,
  resourceControlPolicyLength,
  concurrentCreationsMax,
  concurrentClosuresMax,
  invitationsPerDay,
]

export const tagsMax = 50

export const dayMs = 86_400_000
export const invitationLifeMs = 15 * dayMs
/**
 * AWS deletes handshakes so long after they ended.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_Handshake.html
 */
export const invitationKeptMs = 30 * dayMs
/** AWS says some minutes; how many is our judgement. */
export const accountCreation = duration(120_000)
export const accountClosure = duration(120_000)
/** AWS: a closed account can be reopened so long; then it is gone for good. */
export const closedAccountKeptMs = 90 * dayMs
/** AWS doesn't tell how long it knows requests to create accounts: judgement. */
export const creationKeptMs = 90 * dayMs

/** AWS lets a client ask for 20 at most, and says little of what comes unasked. */
export const listedDefault = 20
