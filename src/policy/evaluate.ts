/**
 * Who may do what: one action on one resource, judged by all policies that have a say.
 *
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 * within an account, reference_policies_evaluation-logic-cross-account.html between two.
 */
import type {
  Decision,
  Effect,
  Match,
  Policies,
  PolicyRequest,
  PolicyType,
  TracedDecision,
} from './decision.ts'
import { applicablePolicies } from './organisation-policies.ts'
import { accountOf, type Principal } from './principal.ts'
import type { Statement } from './statement.ts'
import { Subject, type Trace } from './subject.ts'
import { findAllow, findDeny, findGrant, type ResourceGrant, traceType } from './verdict.ts'

/**
 * The order in which denies are reported. AWS names one type only, and doesn't document which when
 * several deny; this is the order in which its flow chart asks (judgement).
 */
const denyOrder: readonly PolicyType[] = [
  'resource-control',
  'service-control',
  'resource',
  'identity',
  'boundary',
  'session',
]

/** Decides, and stops as soon as it can. */
export function evaluate(request: PolicyRequest, given: Policies): Decision {
  const policies = applicablePolicies(request, given)
  const subject = new Subject(request, policies.boundary !== undefined)
  for (const type of denyOrder) {
    const deny = findDeny(type, policies, subject)
    if (deny) return decision(request, 'explicit-deny', { deniedBy: [deny] })
  }
  const { missing, allowedBy } = new Allows(request, policies, subject)
  const effect = missing.length === 0 ? 'allow' : 'implicit-deny'
  return decision(request, effect, { missing, allowedBy })
}

/** The same decision with all that led to it. */
export function traceEvaluation(request: PolicyRequest, given: Policies): TracedDecision {
  const policies = applicablePolicies(request, given)
  const subject = new Subject(request, policies.boundary !== undefined)
  const trace: Trace = { matches: [], nearMisses: [] }
  const verdicts: Partial<Record<PolicyType, Effect>> = {}
  for (const type of denyOrder) {
    const verdict = traceType(type, policies, subject, trace)
    if (verdict) verdicts[type] = verdict
  }
  const deniedBy = trace.matches.filter(({ statement }) => statement.effect === 'Deny')
  const { missing, allowedBy } = new Allows(request, policies, subject)
  const effect =
    deniedBy.length > 0 ? 'explicit-deny' : missing.length > 0 ? 'implicit-deny' : 'allow'
  const looked = [...trace.matches, ...trace.nearMisses].map(({ statement }) => statement)
  return {
    ...decision(request, effect, { deniedBy, missing, allowedBy }),
    ...trace,
    missingContextKeys: missingKeys(looked, subject),
    verdicts,
  }
}

function decision(
  request: PolicyRequest,
  effect: Effect,
  found: Partial<Pick<Decision, 'allowedBy' | 'deniedBy' | 'missing'>>,
): Decision {
  const isCrossAccount = accountOf(request.principal) !== request.resourceAccount
  return { effect, allowedBy: [], deniedBy: [], missing: [], isCrossAccount, ...found }
}

function missingKeys(statements: readonly Statement[], { context }: Subject): string[] {
  const keys = new Set(statements.flatMap((statement) => statement.keys))
  return [...keys].filter((key) => context.valuesOf(key) === undefined)
}

/** Asks for the allows that a request needs, and notes where one is missing. */
class Allows {
  readonly missing: PolicyType[] = []
  readonly allowedBy: Match[] = []
  readonly #policies: Policies
  readonly #subject: Subject

  constructor(request: PolicyRequest, policies: Policies, subject: Subject) {
    this.#policies = policies
    this.#subject = subject
    if (policies.resourceControl) this.#ask('resource-control')
    if (policies.serviceControl) this.#ask('service-control')
    const { principal } = request
    const grant = isSamePartition(request) ? findGrant(policies, subject) : undefined
    const isOwn = accountOf(principal) === request.resourceAccount
    if (hasIdentity(principal)) this.#askCaller(principal, isOwn ? grant : undefined)
    if (grant) this.allowedBy.push(grant)
    else if (!isOwn || request.resourcePolicyDecides === true) this.missing.push('resource')
  }

  /** `grant`: what a policy of the same account gives, which spares the caller's own policies. */
  #askCaller(principal: Principal, grant: ResourceGrant | undefined): void {
    if (principal.kind === 'root' || grant?.grant === 'direct') return
    if (grant?.grant !== 'limited') this.#ask('identity')
    if (this.#policies.boundary) this.#ask('boundary')
    // AWS: a federated user's session without policies of its own may do nothing.
    if (this.#policies.session || principal.kind === 'federated-user') this.#ask('session')
  }

  #ask(type: PolicyType): void {
    const allow = findAllow(type, this.#policies, this.#subject)
    if (allow) this.allowedBy.push(allow)
    else this.missing.push(type)
  }
}

/** Services, strangers and holders of a provider's token have no policies of their own. */
function hasIdentity({ kind }: Principal): boolean {
  return kind !== 'service' && kind !== 'anonymous' && kind !== 'web-identity'
}

/** AWS: no policy reaches from one partition into another. */
function isSamePartition({ principal, resource }: PolicyRequest): boolean {
  if (!('arn' in principal) || !resource.startsWith('arn:')) return true
  return partitionOf(principal.arn) === partitionOf(resource)
}

function partitionOf(arn: string): string {
  return arn.slice(4, arn.indexOf(':', 4))
}
