/** Commands that let one action through: the least policies, put where they are missing. */
import { createHash } from 'node:crypto'
import type { Incident } from '../../kernel/incidents.ts'
import type { AccessCause } from '../../policy/access-cause.ts'
import type { Cure as LeastCure, LeastPolicy } from '../../policy/least-policy.ts'
import { partitionOf } from '../../kernel/place.ts'
import { awsCommand } from './commands.ts'
import { advice, type Cure, type Surroundings } from './explanation.ts'
import { changedPolicy, isAwsManaged, newVersion } from './policy-changes.ts'
import { withStatements } from './policy-documents.ts'
import { nameIn } from './policy-words.ts'
import { resourcePolicyCommand } from './resource-policies.ts'
import { sessionAgain } from './sessions.ts'

type Where = Pick<Incident, 'account' | 'region'>

/** One for each place in which an allow is missing; all are needed. */
export function allowing(why: AccessCause, where: Where, surroundings: Surroundings): Cure[] {
  return why.cures.map((cure) => {
    const { text, commands } = placed(cure, why, where, surroundings)
    return commands.length === 0
      ? advice(`${text} ${JSON.stringify(cure.policy)}`)
      : advice(text, ...commands)
  })
}

interface Placed {
  readonly text: string
  /** None where it is not known what the place is called, or nobody may change it. */
  readonly commands: readonly string[]
}

function placed(
  { type, policy }: LeastCure,
  why: AccessCause,
  where: Where,
  surroundings: Surroundings,
): Placed {
  switch (type) {
    case 'identity':
      return inIdentity(policy, why, where, surroundings)
    case 'resource':
      return inResource(policy, why, where, surroundings)
    case 'boundary':
      return inBoundary(policy, why, where, surroundings)
    case 'session':
      return inSession(policy, why, where, surroundings)
    case 'service-control':
      return inServiceControl(policy, why, where, surroundings)
    case 'resource-control':
      // AWS: these only deny; what lets through is always attached.
      return {
        text: 'The organisation has to allow it in a resource control policy:',
        commands: [],
      }
  }
}

function inIdentity(
  policy: LeastPolicy,
  why: AccessCause,
  where: Where,
  surroundings: Surroundings,
): Placed {
  const owner = ownerOf(why)
  if (!owner) return { text: 'Allow just this to the caller:', commands: [] }
  const { type, name } = owner
  const document = JSON.stringify(policy)
  return {
    text: `Allow just this to the ${type} ${name}:`,
    commands: [
      awsCommand(surroundings, where, [
        'iam',
        `put-${type}-policy`,
        `--${type}-name`,
        name,
        '--policy-name',
        policyName(why),
        '--policy-document',
        document,
      ]),
    ],
  }
}

/** The user or role whose policies count for the caller, where one can be changed. */
function ownerOf({ principal }: AccessCause): { type: 'user' | 'role'; name: string } | undefined {
  switch (principal.kind) {
    case 'user':
      return { type: 'user', name: nameIn(principal.arn) }
    case 'role-session':
      return principal.isServiceLinked
        ? undefined
        : { type: 'role', name: nameIn(principal.roleArn) }
    case 'federated-user':
      return principal.by.arn.includes(':user/')
        ? { type: 'user', name: nameIn(principal.by.arn) }
        : undefined
    default:
      return undefined
  }
}

/** The same for the same refusal, so that pasting twice changes nothing. */
export function policyName({ action, resource }: Pick<AccessCause, 'action' | 'resource'>): string {
  const mark = createHash('sha256').update(resource).digest('hex').slice(0, 8)
  return `Allow-${action.replace(':', '-').slice(0, 100)}-${mark}`
}

function inResource(
  { Statement }: LeastPolicy,
  why: AccessCause,
  where: Where,
  surroundings: Surroundings,
): Placed {
  const { resource, caller } = why
  const document = withStatements(surroundings.resourcePolicyOf(resource), Statement, why.deniedBy)
  return {
    text: `Allow just this to ${caller} in the policy of ${resource}:`,
    commands: listOf(resourcePolicyCommand(resource, document, where, surroundings)),
  }
}

function inBoundary(
  { Statement }: LeastPolicy,
  why: AccessCause,
  where: Where,
  surroundings: Surroundings,
): Placed {
  const { arn, text } = why.boundary ?? {}
  const document = withStatements(text, Statement, why.deniedBy)
  if (arn !== undefined && !isAwsManaged(arn)) {
    return {
      text: `Let the permissions boundary ${arn} reach this far:`,
      commands: [newVersion(arn, document, where, surroundings)],
    }
  }
  return {
    text: 'AWS’s own policies stay as they are. Give it another permissions boundary, which allows this too:',
    commands: otherBoundary(document, why, where, surroundings),
  }
}

/** AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const managedPolicyLengthMax = 6_144

function otherBoundary(
  document: string,
  why: AccessCause,
  where: Where,
  surroundings: Surroundings,
): string[] {
  const owner = ownerOf(why)
  if (!owner || document.length > managedPolicyLengthMax) return []
  const name = `Boundary-${policyName(why)}`
  const arn = `arn:${partitionOf(where.region)}:iam::${where.account}:policy/${name}`
  const { type } = owner
  return [
    ['create-policy', '--policy-name', name, '--policy-document', document],
    [
      `put-${type}-permissions-boundary`,
      `--${type}-name`,
      owner.name,
      '--permissions-boundary',
      arn,
    ],
  ].map((words) => awsCommand(surroundings, where, ['iam', ...words]))
}

/** What a session may do is said when it is made. */
function inSession(
  { Statement }: LeastPolicy,
  { session: facts = { arns: [] }, principal, deniedBy }: AccessCause,
  incident: Where,
  surroundings: Surroundings,
): Placed {
  const { text, arns, provider } = facts
  const policy = withStatements(text, Statement, deniedBy)
  const behind = behindOf(principal)
  if (behind === undefined) {
    return { text: 'Make the session anew, with this among its session policies:', commands: [] }
  }
  const session = 'arn' in principal ? principal.arn : ''
  const again = sessionAgain({
    session,
    behind,
    incident,
    surroundings,
    made: { policy, policyArns: arns, ...(provider !== undefined && { provider }) },
  })
  return { text: `Its session policies have to allow it. ${again.text}`, commands: again.commands }
}

function behindOf(principal: AccessCause['principal']): string | undefined {
  if (principal.kind === 'role-session') return principal.roleArn
  return principal.kind === 'federated-user' ? principal.by.arn : undefined
}

/** At each level that lets nothing through; what is AWS's own lets everything through. */
function inServiceControl(
  { Statement }: LeastPolicy,
  { serviceControl = [], deniedBy }: AccessCause,
  where: Where,
  surroundings: Surroundings,
): Placed {
  const narrow = new Map(serviceControl.map(({ arn, text }) => [arn, text]))
  const commands = [...narrow].flatMap(([arn, text]) =>
    listOf(changedPolicy(arn, withStatements(text, Statement, deniedBy), where, surroundings)),
  )
  const which = narrow.size === 1 ? 'this service control policy' : 'each of these'
  return {
    text:
      commands.length === 0
        ? 'The organisation has to allow it in a service control policy:'
        : `At every level of the organisation something has to allow it. Let ${which} do so, as the management account:`,
    commands,
  }
}

function listOf(command: string | undefined): string[] {
  return command === undefined ? [] : [command]
}
