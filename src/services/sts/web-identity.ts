/**
 * Who shows a provider's token: whether it is the provider's, for us, and still good.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc.html
 */
import type { Caller } from '../../kernel/caller.ts'
import { AwsError } from '../../kernel/errors.ts'
import type { KnownProvider, Tagged } from '../../ports/identity-directory.ts'
import {
  noProvider,
  notAJwt,
  noVerificationKey,
  tokenExpired,
  tokenTooOld,
  wrongAudience,
  wrongTokenSignature,
} from './errors.ts'
import { type IdToken, isSignedBy, keysOf, readIdToken } from './id-token.ts'
import { idTokenAgeSecondsMax } from './limits.ts'
import type { SessionTags } from './session-tags.ts'
import type { StsReading } from './state.ts'

export interface WebIdentity extends SessionTags {
  readonly provider: KnownProvider
  readonly token: IdToken
  readonly audience: string
  readonly sourceIdentity: string | undefined
}

/** `roleArn` tells the account whose providers count. */
export function findWebIdentity(
  reading: StsReading,
  text: string,
  roleArn: string,
): WebIdentity | AwsError {
  try {
    return requireWebIdentity(reading, text, roleArn)
  } catch (error) {
    if (error instanceof AwsError) return error
    throw error
  }
}

/** @throws AwsError InvalidIdentityToken, ExpiredTokenException */
export function requireWebIdentity(
  { ports, clock }: StsReading,
  text: string,
  roleArn: string,
): WebIdentity {
  const token = readIdToken(text)
  if (!token) throw notAJwt()
  const provider = ports.identityDirectory.findProvider(providerArn(roleArn, token.issuer))
  if (!provider) throw noProvider(token.issuer)
  checkSignature(token, provider)
  const audience = requireAudience(token, provider)
  checkTime(token, Math.floor(clock.now() / 1_000))
  return { provider, token, audience, ...tagsOf(token), sourceIdentity: sourceIdentityOf(token) }
}

/**
 * Who is judged by the role's trust policy.
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
export function webIdentityCaller(
  { provider, token, audience }: WebIdentity,
  account: string,
): Caller {
  const { amr, email } = token.claims
  return {
    kind: 'web-identity',
    account,
    arn: '',
    userId: token.subject,
    provider: provider.arn,
    context: {
      [`${provider.url}:aud`]: audience,
      [`${provider.url}:sub`]: token.subject,
      ...(typeof email === 'string' && { [`${provider.url}:email`]: email }),
      ...(Array.isArray(amr) && { [`${provider.url}:amr`]: amr.map(String) }),
    },
  }
}

function providerArn(roleArn: string, issuer: string): string {
  const [, partition = 'aws', , , account = ''] = roleArn.split(':')
  return `arn:${partition}:iam::${account}:oidc-provider/${issuer.replace(/^https:\/\//, '')}`
}

function checkSignature(token: IdToken, { keySet }: KnownProvider): void {
  if (keySet === undefined || keysOf(keySet).length === 0) {
    throw noVerificationKey(token.issuer, 'the provider has no key set')
  }
  if (!isSignedBy(token, keySet)) throw wrongTokenSignature(token.issuer)
}

function requireAudience({ audiences }: IdToken, { clientIds }: KnownProvider): string {
  const audience = audiences.find((one) => clientIds.includes(one))
  if (audience === undefined) throw wrongAudience(audiences.join(', '), clientIds)
  return audience
}

/** Tokens age by emulated time, as sessions do. */
function checkTime({ expiresAtSeconds, issuedAtSeconds }: IdToken, nowSeconds: number): void {
  if (nowSeconds >= expiresAtSeconds) throw tokenExpired(nowSeconds, expiresAtSeconds)
  const ageSeconds = nowSeconds - (issuedAtSeconds ?? nowSeconds)
  if (ageSeconds > idTokenAgeSecondsMax) throw tokenTooOld(ageSeconds)
}

interface TagClaim {
  readonly principal_tags?: Readonly<Record<string, readonly string[]>>
  readonly transitive_tag_keys?: readonly string[]
}

/** AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_adding-assume-role-idp */
function tagsOf({ claims }: IdToken): SessionTags {
  const claim = (claims['https://aws.amazon.com/tags'] ?? {}) as TagClaim
  const tags = Object.entries(claim.principal_tags ?? {}).map(([key, values]): Tagged => ({
    key,
    value: String([values].flat()[0] ?? ''),
  }))
  const keys = new Set(tags.map(({ key }) => key))
  const transitive = [claim.transitive_tag_keys ?? []].flat().map(String)
  return { tags, transitiveTagKeys: transitive.filter((key) => keys.has(key)) }
}

function sourceIdentityOf({ claims }: IdToken): string | undefined {
  const claim = claims['https://aws.amazon.com/source_identity']
  return typeof claim === 'string' ? claim : undefined
}
