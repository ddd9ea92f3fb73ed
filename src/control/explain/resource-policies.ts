/** How the policy of a resource is set, by the kind of resource. */
import type { Incident } from '../../kernel/incidents.ts'
import { awsCommand } from './commands.ts'
import type { Surroundings } from './explanation.ts'
import { nameIn } from './policy-words.ts'

type Where = Pick<Incident, 'account' | 'region'>

/** As the account that owns the resource. `undefined`: not known for this kind, or not possible. */
export function resourcePolicyCommand(
  arn: string,
  document: string | undefined,
  where: Where,
  surroundings: Surroundings,
): string | undefined {
  const [, , service = '', region = '', account = '', ...rest] = arn.split(':')
  const resource = rest.join(':')
  const words = wordsFor[service]?.({ resource, account, document, surroundings })
  const owner = { account: account || where.account, region: region || where.region }
  return words && awsCommand(surroundings, owner, words)
}

interface Setting {
  readonly resource: string
  readonly account: string
  /** Absent: no policy at all. */
  readonly document: string | undefined
  readonly surroundings: Surroundings
}

const wordsFor: Readonly<Record<string, (setting: Setting) => readonly string[] | undefined>> = {
  sqs: ({ resource, account, document = '', surroundings: { endpoint } }) => [
    'sqs',
    'set-queue-attributes',
    '--queue-url',
    `${endpoint}/${account}/${resource}`,
    '--attributes',
    JSON.stringify({ Policy: document }),
  ],

  iam({ resource, document }) {
    // A role without a trust policy is none.
    if (!resource.startsWith('role/') || document === undefined) return undefined
    return [
      'iam',
      'update-assume-role-policy',
      '--role-name',
      nameIn(resource),
      '--policy-document',
      withoutResources(document),
    ]
  },
}

/** AWS: a trust policy names no resource, since it belongs to one. */
function withoutResources(document: string): string {
  const policy = JSON.parse(document) as { readonly Statement: unknown }
  const statements = ([policy.Statement].flat() as Record<string, unknown>[]).map(
    ({ Resource: _, ...statement }) => statement,
  )
  return JSON.stringify({ ...policy, Statement: statements })
}
