/** Sessions of roles: how long, and what AWS calls who has one. */
import { partitionOfArn } from '../../kernel/arn.ts'
import type { KnownRole } from '../../ports/identity-directory.ts'
import { longerThanChained, longerThanRole } from './errors.ts'
import { chainedSessionSecondsMax, roleSessionSecondsDefault } from './limits.ts'
import type { StsReading } from './state.ts'

/** @throws AwsError ValidationError */
export function roleSessionSeconds(
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
export function assumedRoleUser({ arn, account, name, id }: KnownRole, sessionName: string) {
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
