/** What helps against statements that deny. */
import type { Incident } from '../../kernel/incidents.ts'
import type { AccessCause, StatementFacts } from '../../policy/access-cause.ts'
import { awsCommand } from './commands.ts'
import { advice, type Cure, type Surroundings } from './explanation.ts'
import { changedPolicy } from './policy-changes.ts'
import { statementWords } from './policy-words.ts'
import { resourcePolicyCommand } from './resource-policies.ts'

type Where = Pick<Incident, 'account' | 'region'>

/** For statements that deny: against them no allow helps. */
export function takingAway(why: AccessCause, where: Where, surroundings: Surroundings): Cure[] {
  return why.deniedBy.map((found) => {
    const command = withoutDeny(found, why, where, surroundings)
    const text = `No allow outweighs a deny. If it is not meant for this, take ${statementWords(found)} away`
    return command === undefined ? advice(`${text}.`) : advice(`${text}:`, command)
  })
}

function withoutDeny(
  { type, policy, arn, source, owner, rest }: StatementFacts,
  { resource }: AccessCause,
  where: Where,
  surroundings: Surroundings,
): string | undefined {
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
