/**
 * AWS Security Token Service: what it is made of. It answers in every region and has one cell an
 * account, so that credentials of any endpoint are good in all regions, as AWS's version 2 tokens.
 */
import { defineService } from '../../kernel/service.ts'
import { assumeRole } from './operations/assume-role.ts'
import { assumeRoleWithWebIdentity } from './operations/assume-role-with-web-identity.ts'
import { decodeAuthorizationMessage } from './operations/decode-authorization-message.ts'
import { getAccessKeyInfo } from './operations/get-access-key-info.ts'
import { getCallerIdentity } from './operations/get-caller-identity.ts'
import { getFederationToken } from './operations/get-federation-token.ts'
import { getSessionToken } from './operations/get-session-token.ts'
import { state } from './state.ts'

export const sts = defineService({
  name: 'sts',
  scope: 'global',
  state,
  operations: [
    assumeRole,
    assumeRoleWithWebIdentity,
    decodeAuthorizationMessage,
    getAccessKeyInfo,
    getCallerIdentity,
    getFederationToken,
    getSessionToken,
  ],
  // A role's trust policy says who may assume it.
  resourcePolicyKind: 'trust',
  resourcePolicy: ({ partition, service, account, resource }, { ports }) =>
    service === 'iam'
      ? ports.identityDirectory.findRole(`arn:${partition}:iam::${account}:${resource}`)
          ?.trustPolicy
      : undefined,
})
