import {
  AssumeRoleWithWebIdentity,
  type AssumeRoleWithWebIdentityRequest,
} from '../../../generated/sts.ts'
import type { ResourceCheck } from '../../../kernel/authorisation.ts'
import { AwsError, NotEmulated } from '../../../kernel/errors.ts'
import { invalidRoleArn, mayNotWithWebIdentity } from '../errors.ts'
import { stsOperation } from '../operation.ts'
import { sessionClaims } from '../provider-claims.ts'
import { beginRoleSession, isRoleArn, roleContext, roleHere } from '../role-session.ts'
import { tagContext } from '../session-tags.ts'
import type { StsReading } from '../state.ts'
import {
  findWebIdentity,
  requireWebIdentity,
  type WebIdentity,
  webIdentityCaller,
} from '../web-identity.ts'

/**
 * Unsigned: the provider's token is all the proof there is, and is checked before anything else. The
 * provider's keys stand in its tags, see `docs/web-identity.md`.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
export const assumeRoleWithWebIdentity = stsOperation(AssumeRoleWithWebIdentity, {
  resource(input, place, own) {
    const resource = input.RoleArn
    if (!isRoleArn(resource)) return [{ resource, refusedAs: () => invalidRoleArn(resource) }]
    const identity = findWebIdentity(own, input.WebIdentityToken, resource)
    if (identity instanceof AwsError) return [{ resource, refusedAs: () => identity }]
    return checksOf(input, identity, own)
  },

  run(call) {
    const { input } = call
    if (input.ProviderId !== undefined) throw new NotEmulated('OAuth 2.0 access tokens at STS')
    if (!isRoleArn(input.RoleArn)) throw invalidRoleArn(input.RoleArn)
    const { provider, token, audience, tags, transitiveTagKeys, sourceIdentity } =
      requireWebIdentity(call, input.WebIdentityToken, input.RoleArn)
    const role = roleHere(call, input.RoleArn)
    if (!role) throw mayNotWithWebIdentity(input.RoleArn)
    const basis = {
      tags,
      transitiveTagKeys,
      provider: provider.arn,
      claims: sessionClaims({ url: provider.url, token, audience }),
      ...(sourceIdentity !== undefined && { sourceIdentity }),
    }
    return {
      ...beginRoleSession(call, role, input, { basis, isChained: false }),
      SubjectFromWebIdentityToken: token.subject,
      Provider: provider.arn,
      Audience: audience,
    }
  },
})

function checksOf(
  { RoleArn: resource, RoleSessionName: sessionName }: AssumeRoleWithWebIdentityRequest,
  identity: WebIdentity,
  { ports }: StsReading,
): ResourceCheck[] {
  const { tags, transitiveTagKeys, sourceIdentity } = identity
  const context = {
    ...roleContext(ports.identityDirectory.findRole(resource)),
    ...tagContext({ TransitiveTagKeys: transitiveTagKeys }, tags),
    ...(transitiveTagKeys.length > 0 && { 'sts:TransitiveTagKeys': transitiveTagKeys }),
    'sts:RoleSessionName': sessionName,
    ...(sourceIdentity !== undefined && { 'sts:SourceIdentity': sourceIdentity }),
  }
  const caller = webIdentityCaller(identity, resource.split(':')[4] ?? '')
  const check = { resource, context, caller, refusedAs: () => mayNotWithWebIdentity(resource) }
  return [
    check,
    ...(tags.length > 0 ? [{ ...check, action: 'sts:TagSession' }] : []),
    ...(sourceIdentity === undefined ? [] : [{ ...check, action: 'sts:SetSourceIdentity' }]),
  ]
}
