/** AWS Organizations: what it is made of. */
import { defineService } from '../../kernel/service.ts'
import { jobs } from './jobs.ts'
import { quotas } from './limits.ts'
import { acceptHandshake, declineHandshake } from './operations/accept-handshake.ts'
import {
  attachPolicy,
  detachPolicy,
  listPoliciesForTarget,
  listTargetsForPolicy,
} from './operations/attach-policy.ts'
import { closeAccount } from './operations/close-account.ts'
import {
  createAccount,
  describeCreateAccountStatus,
  listCreateAccountStatus,
} from './operations/create-account.ts'
import {
  createOrganization,
  deleteOrganization,
  describeOrganization,
} from './operations/create-organization.ts'
import {
  createOrganizationalUnit,
  deleteOrganizationalUnit,
  describeOrganizationalUnit,
  listOrganizationalUnitsForParent,
  updateOrganizationalUnit,
} from './operations/create-organizational-unit.ts'
import {
  createPolicy,
  deletePolicy,
  describePolicy,
  listPolicies,
  updatePolicy,
} from './operations/create-policy.ts'
import { describeEffectivePolicy } from './operations/describe-effective-policy.ts'
import {
  disableAWSServiceAccess,
  enableAWSServiceAccess,
  listAWSServiceAccessForOrganization,
} from './operations/enable-aws-service-access.ts'
import { disablePolicyType, enablePolicyType } from './operations/enable-policy-type.ts'
import {
  cancelHandshake,
  inviteAccountToOrganization,
} from './operations/invite-account-to-organization.ts'
import { describeAccount, listAccounts, listAccountsForParent } from './operations/list-accounts.ts'
import {
  describeHandshake,
  listHandshakesForAccount,
  listHandshakesForOrganization,
} from './operations/list-handshakes.ts'
import { listChildren, listParents } from './operations/list-parents.ts'
import { listRoots } from './operations/list-roots.ts'
import { moveAccount } from './operations/move-account.ts'
import {
  leaveOrganization,
  removeAccountFromOrganization,
} from './operations/remove-account-from-organization.ts'
import { listTagsForResource, tagResource, untagResource } from './operations/tag-resource.ts'
import { state } from './state.ts'

export const organizations = defineService({
  name: 'organizations',
  scope: 'global',
  hasOneEndpoint: true,
  state,
  operations: [
    acceptHandshake,
    attachPolicy,
    cancelHandshake,
    closeAccount,
    createAccount,
    createOrganization,
    createOrganizationalUnit,
    createPolicy,
    declineHandshake,
    deleteOrganization,
    deleteOrganizationalUnit,
    deletePolicy,
    describeAccount,
    describeCreateAccountStatus,
    describeEffectivePolicy,
    describeHandshake,
    describeOrganization,
    describeOrganizationalUnit,
    describePolicy,
    detachPolicy,
    disableAWSServiceAccess,
    disablePolicyType,
    enableAWSServiceAccess,
    enablePolicyType,
    inviteAccountToOrganization,
    leaveOrganization,
    listAWSServiceAccessForOrganization,
    listAccounts,
    listAccountsForParent,
    listChildren,
    listCreateAccountStatus,
    listHandshakesForAccount,
    listHandshakesForOrganization,
    listOrganizationalUnitsForParent,
    listParents,
    listPolicies,
    listPoliciesForTarget,
    listRoots,
    listTagsForResource,
    listTargetsForPolicy,
    moveAccount,
    removeAccountFromOrganization,
    tagResource,
    untagResource,
    updateOrganizationalUnit,
    updatePolicy,
  ],
  quotas,
  jobs,
  // The ARNs of AWS's own policies name no account.
  home: (arn, place) => (arn.account === 'aws' ? { account: place.account } : {}),
})
