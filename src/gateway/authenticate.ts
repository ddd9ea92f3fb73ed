/** Who calls: the signature is read, and proven where the key's secret is known. */
import { isOwnAccessKeyId } from '../kernel/access-key.ts'
import { anonymous, type Caller, rootOf } from '../kernel/caller.ts'
import { partitionOf } from '../kernel/place.ts'
import type { KnownKey } from '../ports/identities.ts'
import { type AuthFamily, type SignatureFault } from '../wire/sigv4-faults.ts'
import { readSignature, type Signature } from '../wire/sigv4-read.ts'
import { authFamily, signatureRefusal } from '../wire/sigv4-refusals.ts'
import { requireRegion, verifySignature } from '../wire/sigv4.ts'
import type { Exchange } from './exchange.ts'
import type { GatewayParts } from './parts.ts'

/** The account of callers whose key says nothing of theirs. */
export const defaultAccount = '000000000000'

/** @throws AwsError in the words of the service's family. */
export function authenticate(exchange: Exchange, parts: GatewayParts): void {
  const family = familyOf(exchange)
  const signature = readSignature(exchange.head, family)
  exchange.caller = signature
    ? callerOf(exchange, signature, family, parts)
    : anonymous(defaultAccount)
}

/**
 * Refuses callers without credentials where no policy of a resource could let them in. AWS: DynamoDB's
 * can't, and asks for a token: architect/dynalite, test/connection.js.
 */
export function requireCredentials(exchange: Exchange): void {
  const { caller, service, operation } = exchange
  if (caller?.kind !== 'anonymous' || service?.isOpenToAnonymous) return
  if (operation?.json.auth === 'none') return
  throw signatureRefusal({ kind: 'missing' }, familyOf(exchange))
}

function callerOf(
  exchange: Exchange,
  signature: Signature,
  family: AuthFamily,
  parts: GatewayParts,
): Caller {
  const { accessKeyId, sessionToken } = signature
  const finding = parts.identities.find(accessKeyId, sessionToken, partitionOf(exchange.region))
  if (finding.kind === 'known') {
    const fault = faultOf(finding, signature, exchange.facts?.name)
    if (fault) throw signatureRefusal(fault, family)
    verify(exchange, signature, finding.secret, family, parts)
    return finding.caller
  }
  if (finding.kind === 'revoked' || !parts.access.trustsAnyKey) {
    const state = isTokenless(signature) ? 'tokenless' : finding.kind
    throw signatureRefusal({ kind: 'unknown-key', accessKeyId, state }, family)
  }
  requireRegion(signature, family)
  return trustedRoot(accessKeyId, exchange.region)
}

/** AWS: a temporary key without its token is a key that nobody has. */
function isTokenless({ accessKeyId, sessionToken }: Signature): boolean {
  return (
    sessionToken === undefined && accessKeyId.startsWith('ASIA') && isOwnAccessKeyId(accessKeyId)
  )
}

function faultOf(
  key: KnownKey,
  { accessKeyId, sessionToken }: Signature,
  service: string | undefined,
): SignatureFault | undefined {
  const isUnknown = service !== undefined && key.unknownTo?.includes(service) === true
  if (isUnknown || key.status === 'inactive') {
    const state = isUnknown ? 'barred' : 'inactive'
    return { kind: 'unknown-key', accessKeyId, state, owner: key.caller.arn }
  }
  if (key.sessionToken === undefined) return undefined
  if (key.sessionToken !== sessionToken) {
    return { kind: 'token-invalid', sessionToken: sessionToken ?? '' }
  }
  return key.status === 'expired'
    ? { kind: 'token-expired', sessionToken, ...endOf(key.caller) }
    : undefined
}

function endOf({ arn, session, context }: Caller) {
  return (
    session && {
      session: arn,
      behind: session.behindArn,
      expiredAtMs: session.expiresAtMs,
      made: session,
      hasMfa: context?.['aws:MultiFactorAuthPresent'] === 'true',
    }
  )
}

function verify(
  exchange: Exchange,
  signature: Signature,
  secret: string,
  family: AuthFamily,
  { kernel: { clock } }: GatewayParts,
): void {
  const { facts, head, sent, stream, operation } = exchange
  const nowMs = clock.real.now()
  const { signedAtMs, presigned } = signature
  const { canonicalRequest } = verifySignature(head, signature, secret, {
    family,
    service: facts?.signingName ?? signature.scope.service,
    nowMs,
    presignedAgeMs: presigned ? nowMs - signedAtMs + clock.movedSinceMs(signedAtMs) : undefined,
    body: stream ? undefined : sent,
    toleranceMinutes: facts?.signatureMinutes,
    unsignedPayload: operation?.json.unsignedPayload,
  })
  exchange.proof = { signature, secret, canonicalRequest }
}

/** A key of twelve digits names its account; nobody's secret is known. */
function trustedRoot(accessKeyId: string, region: string): Caller {
  const account = /^\d{12}$/.test(accessKeyId) ? accessKeyId : defaultAccount
  return rootOf(account, partitionOf(region), accessKeyId)
}

function familyOf({ protocol, model }: Exchange): AuthFamily {
  return authFamily(protocol?.name ?? 'json1.1', model?.json ?? {})
}
