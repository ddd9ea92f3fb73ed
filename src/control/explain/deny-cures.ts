/** What helps against statements that deny. */
import type { Incident } from '../../kernel/incidents.ts'
import type { AccessCause, StatementFacts } from '../../policy/access-cause.ts'
import { awsCommand } from './commands.ts'
import { advice, type Cure, type Surroundings } from './explanation.ts'
import { changedPolicy } from './policy-changes.ts'
import { withoutStatements } from './policy-documents.ts'
import { statementWords } from './policy-words.ts'
import { resourcePolicyCommand } from './resource-policies.ts'

type Where = Pick<Incident, 'account' | 'region'>

/** For statements that deny, by the policies they stand in: against them no allow helps. */
export function takingAway(why: AccessCause, where: Where, surroundings: Surroundings): Cure[] {
  return byPolicy(why.deniedBy).map((found) => {
    const command = withoutDeny(found[0], why, where, surroundings)
    const which = found.map(statementWords).join(' and ')
    const text = `No allow outweighs a deny. If it is not meant for this, take ${which} away`
    return command === undefined ? advice(`${text}.`) : advice(`${text}:`, command)
  })
}

type Group = [StatementFacts, ...StatementFacts[]]

/** A policy is changed whole, so that what is said of it is one step. */
function byPolicy(deniedBy: readonly StatementFacts[]): Group[] {
  const groups = new Map<string, Group>()
  for (const one of deniedBy) {
    const { type, policy, arn, source, owner } = one
    const key = JSON.stringify([type, policy, arn, source, owner])
    const group = groups.get(key)
    if (group) group.push(one)
    else groups.set(key, [one])
  }
  return [...groups.values()]
}

function withoutDeny(
  { type, policy, arn, source, owner, rest: withoutIt }: StatementFacts,
  { resource, deniedBy }: AccessCause,
  where: Where,
  surroundings: Surroundings,
): string | undefined {
  const rest = withoutStatements(withoutIt, deniedBy)
  if (type === 'resource') {
    return resourcePolicyCommand(resource, rest, where, surroundings)
  }
  if (arn !== undefined) {
    return rest === undefined ? undefined : changedPolicy(arn, rest, where, surroundings)
  }
  if (type !== 'identity' || owner === undefined || source === undefined) return undefined
  const change = rest === undefined ? 'delete' : 'put'
  const document = rest === undefined ? [] : ['--policy-document', rest]
  return awsCommand(surroundings, where, [
    'iam',
    `${change}-${source}-policy`,
    `--${source}-name`,
    owner,
    '--policy-name',
    policy,
    ...document,
  ])
}
