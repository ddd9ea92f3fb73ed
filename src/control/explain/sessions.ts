/** How a session is made again: by the one command of STS that makes its kind. */
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
  /** Session policies it is to have; those of a session whose time is up aren't known. */
  readonly policies?: { readonly policy: string; readonly arns: readonly string[] }
}

/**
 * The call that makes a session is its owner's own: for a role whoever its trust policy names (AWS:
 * no root user), else the very user. A root user's key is known where any key is trusted.
 */
export function sessionAgain(wanted: SessionAgain): Cure {
  const { session, behind, incident, surroundings } = wanted
  const account = behind.split(':')[4] ?? ''
  const isRoot = behind.endsWith(':root')
  const around = isRoot ? surroundings : { ...surroundings, trustsAnyKey: false }
  const words = [...wordsOf(session, behind), ...policyOptions(wanted.policies)]
  const command = awsCommand(around, { account, region: incident.region }, ['sts', ...words])
  return advice(`Make the session anew, with the credentials of ${whoOf(behind)}:`, command)
}

function wordsOf(session: string, behind: string): readonly string[] {
  if (session.includes(':federated-user/'))
    return ['get-federation-token', '--name', nameIn(session)]
  if (!behind.includes(':role/')) return ['get-session-token']
  return ['assume-role', '--role-arn', behind, '--role-session-name', nameIn(session)]
}

function policyOptions(policies: SessionAgain['policies']): readonly string[] {
  if (!policies) return []
  const { policy, arns } = policies
  const managed = arns.length === 0 ? [] : ['--policy-arns', ...arns.map((arn) => `arn=${arn}`)]
  return ['--policy', policy, ...managed]
}

function whoOf(behind: string): string {
  if (behind.endsWith(':root')) return 'the root user'
  if (behind.includes(':role/')) {
    return `whoever the trust policy of ${nameIn(behind)} lets in, not with those of the session`
  }
  return `the user ${nameIn(behind)}, not with those of the session`
}
