/**
 * The claims of a provider's token as condition keys: `token.actions.githubusercontent.com:sub`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
import type { IdToken } from './id-token.ts'

export type ClaimContext = Readonly<Record<string, string | readonly string[]>>

interface Shown {
  /** The provider's issuer, without its scheme. */
  readonly url: string
  readonly token: IdToken
  /** The one of the token's audiences that the provider is registered for. */
  readonly audience: string
}

/** What the role's trust policy may look at. */
export function claimContext(shown: Shown): ClaimContext {
  const { url, token } = shown
  const { email, aud } = token.claims
  const others = offeredBy(url).map((name) => [name, textOf(token.claims[name])] as const)
  return {
    ...sessionClaims(shown),
    ...keysOf(url, [['email', textOf(email)], ['oaud', textsOf(aud)], ...others]),
  }
}

/** AWS: what goes on to be known of the session, for the policies of what it asks for. */
export function sessionClaims({ url, token, audience }: Shown): ClaimContext {
  const { amr } = token.claims
  return keysOf(url, [
    ['aud', audience],
    ['sub', token.subject],
    ['amr', Array.isArray(amr) ? textsOf(amr) : undefined],
  ])
}

type Claim = readonly [name: string, value: string | readonly string[] | undefined]

function keysOf(url: string, claims: readonly Claim[]): ClaimContext {
  const known = claims.flatMap(([name, value]) =>
    value === undefined ? [] : [[`${url}:${name}`, value] as const],
  )
  return Object.fromEntries(known)
}

const gitHub = [
  'actor',
  'actor_id',
  'enterprise_id',
  'environment',
  'job_workflow_ref',
  'ref',
  'repository',
  'repository_id',
  'repository_owner_id',
  'workflow',
]

const gitLab = [
  'namespace_id',
  'pipeline_source',
  'project_id',
  'ref_protected',
  'runner_environment',
  'user_access_level',
  'user_email',
  'user_id',
  'user_login',
]

const buildkite = [
  'build_branch',
  'cluster_id',
  'cluster_name',
  'organization_id',
  'organization_slug',
  'pipeline_id',
  'pipeline_slug',
]

/**
 * Claims beyond the standard ones, which AWS makes keys of for these providers alone.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
 */
const offered: readonly (readonly [provider: RegExp, claims: readonly string[]])[] = [
  [/^token\.actions\.githubusercontent\.com(?:\/.+)?$/, gitHub],
  [/^token\.actions\.[a-z0-9-]+\.ghe\.com$/, gitHub],
  [/^github\.com\/enterprises\/[^/]+$/, gitHub],
  [/^gitlab\.com$/, gitLab],
  [/^agent\.(?:buildkite\.com|[a-z0-9-]+\.buildkite\.(?:dev|site))$/, buildkite],
  [/^oidc\.circleci\.com\/org\/[^/]+$/, ['oidc.circleci.com/project-id']],
  [/^idcs-[a-z0-9]+\.identity\.oraclecloud\.com$/, ['rpst_id']],
]

function offeredBy(url: string): readonly string[] {
  return offered.find(([provider]) => provider.test(url))?.[1] ?? []
}

/** Numbers and truths stand as policies write them; what is neither can't be compared. */
function textOf(value: unknown): string | undefined {
  const isPlain = typeof value === 'number' || typeof value === 'boolean'
  return typeof value === 'string' ? value : isPlain ? String(value) : undefined
}

function textsOf(value: unknown): string | readonly string[] | undefined {
  if (!Array.isArray(value)) return textOf(value)
  return value.filter((one): one is string => typeof one === 'string')
}
