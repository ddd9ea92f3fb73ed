/**
 * Who shows a provider's token: whether it is the provider's, for us, and still good.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc.html
 */
import type { Caller } from '../../kernel/caller.ts'
import { AwsError } from '../../kernel/errors.ts'
import type { KnownProvider } from '../../ports/identity-directory.ts'
import {
  missingClaim,
  noProvider,
  notAJwt,
  noVerificationKey,
  tokenExpired,
  tokenTooNew,
  tokenTooOld,
  wrongAudience,
  wrongTokenSignature,
} from './errors.ts'
import { type IdToken, isSignedBy, keysOf, readIdToken } from './id-token.ts'
import { clockSkewSecondsMax, idTokenAgeSecondsMax } from './limits.ts'
import { claimContext } from './provider-claims.ts'
import type { SessionTags } from './session-tags.ts'
import type { StsReading } from './state.ts'
import { sourceIdentityOf, tagsOf } from './token-claims.ts'

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
  if (typeof token === 'string') throw missingClaim(token)
  const provider = ports.identityDirectory.findProvider(providerArn(roleArn, token.issuer))
  if (!provider) throw noProvider(token.issuer)
  checkSignature(token, provider)
  const audience = requireAudience(token, provider)
  checkTime(token, Math.floor(clock.now() / 1_000))
  return { provider, token, audience, ...tagsOf(token), sourceIdentity: sourceIdentityOf(token) }
}

/** Who is judged by the role's trust policy. */
export function webIdentityCaller(
  { provider, token, audience }: WebIdentity,
  account: string,
): Caller {
  return {
    kind: 'web-identity',
    account,
    arn: '',
    userId: token.subject,
    provider: provider.arn,
    context: claimContext({ url: provider.url, token, audience }),
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
function checkTime(token: IdToken, nowSeconds: number): void {
  const { expiresAtSeconds, issuedAtSeconds, goodFromSeconds } = token
  if (nowSeconds >= expiresAtSeconds) throw tokenExpired(nowSeconds, expiresAtSeconds)
  const ageSeconds = nowSeconds - issuedAtSeconds
  if (ageSeconds > idTokenAgeSecondsMax) throw tokenTooOld(ageSeconds)
  const fromSeconds = Math.max(issuedAtSeconds, goodFromSeconds ?? issuedAtSeconds)
  if (fromSeconds > nowSeconds + clockSkewSecondsMax) throw tokenTooNew(nowSeconds, fromSeconds)
}
