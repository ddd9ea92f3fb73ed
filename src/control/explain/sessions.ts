/** How a session is made again: by the one command of STS that makes its kind. */
import type { CallerSession } from '../../kernel/caller.ts'
import type { Incident } from '../../kernel/incidents.ts'
import { awsCommand } from './commands.ts'
import { advice, type Cure, type Surroundings } from './explanation.ts'
import { nameIn } from './policy-words.ts'

export interface SessionAgain {
  /** Its ARN: a role's session, a federated user, a user or an account's root user. */
  readonly session: string
  /** The role, or the user who asked for it; an ARN. */
  readonly behind: string
  readonly incident: Pick<Incident, 'region'>
  readonly surroundings: Surroundings
  readonly made?: MadeWith
}

/** What it was made with and is to be made with again, as far as it is known. */
export interface MadeWith extends Partial<Omit<CallerSession, 'behindArn' | 'behindId'>> {
  /** A code of an MFA device was shown. */
  readonly hasMfa?: boolean
}

/**
 * The call that makes a session is its owner's own: for a role whoever its trust policy names (AWS:
 * no root user), else the very user. A root user's key is known where any key is trusted.
 */
export function sessionAgain(wanted: SessionAgain): Cure {
  const { session, behind, incident, surroundings, made = {} } = wanted
  if (made.provider !== undefined) return withToken(wanted, made, made.provider)
  const account = behind.split(':')[4] ?? ''
  const isRoot = behind.endsWith(':root')
  const around = isRoot ? surroundings : { ...surroundings, trustsAnyKey: false }
  const words = [...wordsOf(session, behind), ...optionsOf(made, behind)]
  const command = awsCommand(around, { account, region: incident.region }, ['sts', ...words])
  const changes = changesOf(made, surroundings.resourcePolicyOf(behind))
  return advice(
    `Make the session anew, with the credentials of ${whoOf(behind)}${changes}:`,
    command,
  )
}

/**
 * AWS: unsigned, so that no credentials are wanted; session tags and a source identity stand in the
 * token. Nobody keeps the token: the SDKs read it from the file that the variable names.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
 */
function withToken(
  { session, behind, incident, surroundings }: SessionAgain,
  { tags: _, transitiveTagKeys: __, sourceIdentity: ___, ...made }: MadeWith,
  provider: string,
): Cure {
  const role = ['--role-arn', behind, '--role-session-name', nameIn(session)]
  const words = ['assume-role-with-web-identity', ...role, ...optionsOf(made, behind)]
  const around = { ...surroundings, trustsAnyKey: false }
  const where = { account: behind.split(':')[4] ?? '', region: incident.region }
  const command = awsCommand(around, where, ['sts', ...words])
  return advice(
    `Make the session anew, with a new token of ${provider}. It needs no credentials; the token is read from the file that AWS_WEB_IDENTITY_TOKEN_FILE names:`,
    `${command} --web-identity-token "file://$AWS_WEB_IDENTITY_TOKEN_FILE"`,
  )
}

function wordsOf(session: string, behind: string): readonly string[] {
  if (session.includes(':federated-user/')) {
    return ['get-federation-token', '--name', nameIn(session)]
  }
  if (!behind.includes(':role/')) return ['get-session-token']
  return ['assume-role', '--role-arn', behind, '--role-session-name', nameIn(session)]
}

function optionsOf(made: MadeWith, behind: string): readonly string[] {
  const { policy, policyArns = [], tags = [], transitiveTagKeys = [], sourceIdentity } = made
  const asked = tags.map(({ key, value }) => ({ Key: key, Value: value }))
  return [
    ...option('--policy', policy === undefined ? [] : [policy]),
    ...option(
      '--policy-arns',
      policyArns.map((arn) => `arn=${arn}`),
    ),
    ...option('--tags', asked.length === 0 ? [] : [JSON.stringify(asked)]),
    ...option('--transitive-tag-keys', transitiveTagKeys),
    ...option('--source-identity', sourceIdentity === undefined ? [] : [sourceIdentity]),
    ...option('--duration-seconds', durationOf(made, behind)),
  ]
}

function option(name: string, values: readonly string[]): readonly string[] {
  return values.length === 0 ? [] : [name, ...values]
}

/** None where it is what AWS gives who asks for none. */
function durationOf({ issuedAtMs, expiresAtMs }: MadeWith, behind: string): readonly string[] {
  if (issuedAtMs === undefined || expiresAtMs === undefined) return []
  const seconds = Math.round((expiresAtMs - issuedAtMs) / 1_000)
  // AWS: an hour, but half a day for what a user asks for.
  const usual = behind.includes(':user/') ? 43_200 : 3_600
  return seconds === usual ? [] : [String(seconds)]
}

/** What the command lacks, or has too much: nobody keeps an external id, and MFA codes are good once. */
function changesOf({ hasMfa, transitiveTagKeys = [] }: MadeWith, trust = ''): string {
  const lacking = [
    ...(/sts:ExternalId/i.test(trust) ? ['--external-id, which its trust policy asks for'] : []),
    ...(hasMfa ? ['--serial-number and --token-code of the MFA device'] : []),
  ]
  return [
    ...lacking.map((what) => `; add ${what}`),
    ...(transitiveTagKeys.length === 0
      ? []
      : ['; leave out the tags that the calling session hands on itself']),
  ].join('')
}

function whoOf(behind: string): string {
  if (behind.endsWith(':root')) return 'the root user'
  if (behind.includes(':role/')) {
    return `whoever the trust policy of ${nameIn(behind)} lets in, not with those of the session`
  }
  return `the user ${nameIn(behind)}, not with those of the session`
}
