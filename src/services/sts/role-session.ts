/** Sessions of roles: made, and what AWS calls who has one. */
import { partitionOfArn } from '../../kernel/arn.ts'
import type { KnownRole } from '../../ports/identity-directory.ts'
import { longerThanChained, longerThanRole } from './errors.ts'
import { chainedSessionSecondsMax, roleSessionSecondsDefault } from './limits.ts'
import { issue, type Session } from './session.ts'
import { type GivenPolicies, packedSize, sessionPolicies } from './session-policies.ts'
import type { SessionTags } from './session-tags.ts'
import type { StsChange, StsReading } from './state.ts'

/** What requests for a role's session have in common. */
interface Asked extends GivenPolicies {
  readonly RoleSessionName: string
  readonly DurationSeconds?: number
  readonly MinimumSessionTokenSize?: number
}

/** What else there is to the session, by how it was asked for. */
interface Basis
  extends SessionTags, Pick<Session, 'sourceIdentity' | 'mfaAtMs' | 'provider' | 'claims'> {}

/**
 * Makes the session, as the members that the answers have in common.
 * @throws AwsError ValidationError, MalformedPolicyDocument, PackedPolicyTooLarge
 */
export function beginRoleSession(
  change: StsChange,
  role: KnownRole,
  asked: Asked,
  { basis, isChained }: { readonly basis: Basis; readonly isChained: boolean },
) {
  const { RoleSessionName: name, MinimumSessionTokenSize: tokenSizeMin } = asked
  const seconds = sessionSeconds(asked.DurationSeconds, role, isChained)
  const policies = sessionPolicies(asked, change.place)
  const packed = packedSize(policies, basis.tags)
  const issuedAtMs = change.clock.now()
  const session: Session = {
    kind: 'role',
    name,
    behindArn: role.arn,
    behindId: role.id,
    issuedAtMs,
    expiresAtMs: issuedAtMs + seconds * 1_000,
    ...policies,
    ...basis,
  }
  return {
    ...issue(change, session, { tokenSizeMin }),
    AssumedRoleUser: assumedRoleUser(role, name),
    ...packed,
    ...(basis.sourceIdentity !== undefined && { SourceIdentity: basis.sourceIdentity }),
  }
}

/** @throws AwsError ValidationError */
function sessionSeconds(
  asked: number | undefined,
  { sessionSecondsMax }: KnownRole,
  isChained: boolean,
): number {
  const seconds = asked ?? roleSessionSecondsDefault
  if (isChained && seconds > chainedSessionSecondsMax) {
    throw longerThanChained(seconds, chainedSessionSecondsMax)
  }
  if (seconds > sessionSecondsMax) throw longerThanRole(seconds, sessionSecondsMax)
  return seconds
}

/** AWS: the ARN of a session is without the role's path. */
function assumedRoleUser({ arn, account, name, id }: KnownRole, sessionName: string) {
  return {
    AssumedRoleId: `${id}:${sessionName}`,
    Arn: `arn:${partitionOfArn(arn)}:sts::${account}:assumed-role/${name}/${sessionName}`,
  }
}

/** A role's tags, as the condition keys of what asks for it. */
export function roleContext(role: KnownRole | undefined) {
  const tags = (role?.tags ?? []).flatMap(({ key, value }) => [
    [`iam:ResourceTag/${key}`, value],
    [`aws:ResourceTag/${key}`, value],
  ])
  return Object.fromEntries(tags) as Record<string, string>
}

/** AWS: nobody gets into a role of another partition. */
export function roleHere({ ports, place }: StsReading, arn: string): KnownRole | undefined {
  return partitionOfArn(arn) === place.partition ? ports.identityDirectory.findRole(arn) : undefined
}

export function isRoleArn(arn: string): boolean {
  return /^arn:aws[a-z-]*:iam::\d{12}:role\/./.test(arn)
}
