/** Who is behind temporary credentials. */
import { accountOfAccessKeyId } from '../../kernel/access-key.ts'
import { partitionOfArn } from '../../kernel/arn.ts'
import { anonymous, type Caller, type CallerSession } from '../../kernel/caller.ts'
import type { Now } from '../../kernel/clock.ts'
import { isoSeconds } from '../../kernel/iso-seconds.ts'
import { lowerAscii } from '../../policy/ascii.ts'
import type { IdentityDirectory, Tagged } from '../../ports/identity-directory.ts'
import type { Identities, KeyFinding } from '../../ports/identities.ts'
import { secretAccessKeyOf } from './sealing.ts'
import { openToken, type Session } from './session.ts'

export interface SessionWorld {
  readonly directory: IdentityDirectory
  readonly clock: Now
  /** STS's secret of an account; see `findSecret`. Each partition has its own. */
  secretOf(account: string, partition: string): string | undefined
}

/** Opened tokens that are remembered. */
const openedMax = 1_000

interface Opened {
  readonly session: Session
  readonly account: string
  readonly accessKeyId: string
  readonly token: string
  readonly secret: string
  readonly secretAccessKey: string
  /** The caller as last found, with the name and tags of whoever is behind it. */
  found?: { readonly arn: string; readonly tags: readonly Tagged[]; readonly caller: Caller }
}

/** Finds the sessions of temporary credentials; to be asked for `ASIA…` ids of Kasane's own form. */
export function sessionIdentities(world: SessionWorld): Identities {
  const opened = new Map<string, Opened>()

  /** The session that a token holds, opened once. */
  function open(accessKeyId: string, account: string, token: string, partition: string) {
    const secret = world.secretOf(account, partition)
    if (secret === undefined) return undefined
    const known = opened.get(accessKeyId)
    if (known?.token === token && known.secret === secret) return known
    const session = openToken(token, { accessKeyId, secret })
    if (!session) return undefined
    const secretAccessKey = secretAccessKeyOf(accessKeyId, token, secret)
    const fresh: Opened = { session, account, accessKeyId, token, secret, secretAccessKey }
    remember(opened, fresh)
    return fresh
  }

  return {
    find(accessKeyId, token, partition = 'aws') {
      const account = opened.get(accessKeyId)?.account ?? accountOfAccessKeyId(accessKeyId)
      // AWS: such a key alone is no key at all.
      if (token === undefined || account === undefined) return { kind: 'revoked' }
      const known = open(accessKeyId, account, token, partition)
      return known ? findingOf(world, known) : invalidToken(token, account)
    },
  }
}

function remember(opened: Map<string, Opened>, fresh: Opened): void {
  const oldest = opened.size >= openedMax ? opened.keys().next().value : undefined
  if (oldest !== undefined) opened.delete(oldest)
  opened.set(fresh.accessKeyId, fresh)
}

/** A finding whose token is never the one that came. */
function invalidToken(token: string, account: string): KeyFinding {
  return {
    kind: 'known',
    secret: '',
    caller: anonymous(account),
    sessionToken: `not ${token}`,
    status: 'active',
  }
}

function findingOf(world: SessionWorld, opened: Opened): KeyFinding {
  const { session, token, secretAccessKey } = opened
  const caller = callerOf(world, opened)
  if (!caller) return { kind: 'revoked' }
  return {
    kind: 'known',
    secret: secretAccessKey,
    caller,
    sessionToken: token,
    status: world.clock.now() < session.expiresAtMs ? 'active' : 'expired',
    ...(isUnknownToIam(session) && { unknownTo: ['iam'] }),
  }
}

/**
 * AWS: IAM takes sessions of roles, and those of GetSessionToken that MFA was shown for.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html
 */
function isUnknownToIam({ kind, mfaAtMs }: Session): boolean {
  return kind === 'federated' || (kind !== 'role' && mfaAtMs === undefined)
}

/** `undefined`: who was behind the session is no more; a namesake is another. */
function callerOf(world: SessionWorld, opened: Opened): Caller | undefined {
  const { session, accessKeyId, account, found } = opened
  const behind = behindOf(world.directory, session, account)
  if (behind?.id !== session.behindId) return undefined
  // Nothing else changes, but for the age of a proof by MFA.
  const isSame = found?.tags === behind.tags && found.arn === behind.arn
  if (isSame && session.mfaAtMs === undefined) return found.caller
  const caller: Caller = {
    ...identityOf(session, behind, account),
    account,
    accessKeyId,
    session: sessionFacts(session, behind),
    context: contextOf(session, behind, world.clock.now()),
  }
  opened.found = { arn: behind.arn, tags: behind.tags, caller }
  return caller
}

interface Behind {
  readonly arn: string
  readonly id: string
  readonly name: string
  readonly tags: readonly Tagged[]
  readonly isServiceLinked?: boolean
}

const noTags: readonly Tagged[] = []

function behindOf(
  directory: IdentityDirectory,
  { kind, behindArn, behindId }: Session,
  account: string,
): Behind | undefined {
  if (kind === 'role') return directory.findRole(behindArn)
  if (behindArn.endsWith(':root')) return { arn: behindArn, id: account, name: '', tags: noTags }
  return directory.findUserById(behindArn, behindId)
}

function identityOf({ kind, name }: Session, behind: Behind, account: string) {
  const sts = `arn:${partitionOfArn(behind.arn)}:sts::${account}`
  switch (kind) {
    case 'role':
      return {
        kind,
        arn: `${sts}:assumed-role/${behind.name}/${name}`,
        userId: `${behind.id}:${name}`,
      }
    case 'federated':
      return { kind, arn: `${sts}:federated-user/${name}`, userId: `${account}:${name}` }
    case 'user':
    case 'root':
      return { kind, arn: behind.arn, userId: behind.id }
  }
}

function sessionFacts(session: Session, { arn, isServiceLinked }: Behind): CallerSession {
  const { kind: _, name: __, mfaAtMs: ___, claims: ____, ...facts } = session
  return { ...facts, behindArn: arn, ...(isServiceLinked && { isServiceLinked }) }
}

/** AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
function contextOf(session: Session, { tags }: Behind, nowMs: number) {
  const { mfaAtMs, sourceIdentity, provider, claims } = session
  return {
    ...principalTags([...tags, ...(session.tags ?? [])]),
    'aws:TokenIssueTime': isoSeconds(session.issuedAtMs),
    'aws:MultiFactorAuthPresent': String(mfaAtMs !== undefined),
    ...(mfaAtMs !== undefined && {
      'aws:MultiFactorAuthAge': String(Math.floor((nowMs - mfaAtMs) / 1_000)),
    }),
    ...(sourceIdentity !== undefined && { 'aws:SourceIdentity': sourceIdentity }),
    ...(provider !== undefined && { 'aws:FederatedProvider': provider }),
    ...claims,
  }
}

/** AWS: session tags go before those of the role; a key's case doesn't count. */
function principalTags(tags: readonly Tagged[]): Record<string, string> {
  const byKey = new Map(tags.map((tag) => [lowerAscii(tag.key), tag]))
  return Object.fromEntries(
    [...byKey.values()].map(({ key, value }) => [`aws:PrincipalTag/${key}`, value]),
  )
}
