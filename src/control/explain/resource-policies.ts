/** How the policy of a resource is set, by the kind of resource. */
import type { Incident } from '../../kernel/incidents.ts'
import { shownPolicy } from '../../policy/bound-policy.ts'
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
  const settable = document === undefined ? undefined : withoutGone(document, surroundings)
  const words = wordsFor[service]?.({ resource, account, document: settable, surroundings })
  const owner = { account: account || where.account, region: region || where.region }
  return words && awsCommand(surroundings, owner, words)
}

interface Named {
  readonly Principal?: '*' | { readonly AWS?: string | readonly string[] }
}

/** The ids of users and roles that are gone name nobody, and AWS takes no policy that names them. */
function withoutGone(kept: string, { arnOf }: Pick<Surroundings, 'arnOf'>): string {
  const shown = shownPolicy(kept, 'resource', { arnOf, idOf: () => undefined })
  if (!gone.test(shown)) return shown
  const document = JSON.parse(shown) as { readonly Statement: Named | readonly Named[] }
  const statements = [document.Statement].flat().flatMap((statement) => {
    const { Principal } = statement
    if (typeof Principal !== 'object' || !Principal.AWS) return [statement]
    const { AWS: listed, ...others } = Principal
    const all = [listed].flat()
    const there = all.filter((name) => !gone.test(`"${name}`))
    if (there.length === all.length) return [statement]
    if (there.length === 0 && Object.keys(others).length === 0) return []
    return [{ ...statement, Principal: { ...others, ...(there.length > 0 && { AWS: there }) } }]
  })
  return JSON.stringify({ ...document, Statement: statements })
}

const gone = /"A(?:IDA|ROA)[A-Z0-9]{12}/

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
