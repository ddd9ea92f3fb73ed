/** Commands that change a policy which has an ARN of its own. */
import type { Incident } from '../../kernel/incidents.ts'
import { awsCommand } from './commands.ts'
import type { Surroundings } from './explanation.ts'
import { nameIn } from './policy-words.ts'

type Where = Pick<Incident, 'account' | 'region'>

/** `undefined`: not the user's to change. */
export function changedPolicy(
  arn: string,
  document: string,
  where: Where,
  surroundings: Surroundings,
): string | undefined {
  const [, , service, , account = '', path = ''] = arn.split(':')
  if (service === 'iam' && !isAwsManaged(arn)) {
    return newVersion(arn, document, where, surroundings)
  }
  if (service !== 'organizations' || account === 'aws') return undefined
  // AWS: an organisation's policies are changed by its management account, which their ARNs name.
  const words = ['organizations', 'update-policy', '--policy-id', nameIn(path)]
  return awsCommand(surroundings, { ...where, account }, [...words, '--content', document])
}

export function isAwsManaged(arn: string): boolean {
  return arn.includes(':iam::aws:')
}

export function newVersion(
  arn: string,
  document: string,
  where: Where,
  surroundings: Surroundings,
): string {
  return awsCommand(surroundings, where, [
    'iam',
    'create-policy-version',
    '--policy-arn',
    arn,
    '--policy-document',
    document,
    '--set-as-default',
  ])
}
