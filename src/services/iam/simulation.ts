/**
 * What policies would decide, without anything being done.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html
 */
import type { ContextEntry, EvaluationResult, Statement } from '../../generated/iam.ts'
import { lowerAscii } from '../../policy/ascii.ts'
import type { ContextValues } from '../../policy/context.ts'
import { principalContext } from '../../policy/context.ts'
import type {
  Effect,
  Match,
  Policies,
  PolicyRequest,
  PolicyType,
  TracedDecision,
} from '../../policy/decision.ts'
import { traceEvaluation } from '../../policy/evaluate.ts'
import { positionOf } from '../../policy/json-reader.ts'
import type { Principal } from '../../policy/principal.ts'
import { contextKeysIn } from './context-keys.ts'

export interface Simulation {
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  readonly policies: Policies
  readonly principal: Principal
  /** Nobody is said to call: keys that tell who are missing. */
  readonly isCallerUnknown: boolean
  /** The account that owns the resources. */
  readonly owner: string
  readonly context: ContextValues
  /** The type of policies in an answer's details, where the accounts differ. */
  readonly isCrossAccount: boolean
}

/** One action on one resource, and its place among all of them. */
export interface Combination {
  readonly action: string
  readonly resource: string
  readonly index: number
}

/** Each action on each resource. */
export function* combinations({ actions, resources }: Simulation): Generator<Combination> {
  let index = 0
  for (const action of actions) {
    for (const resource of resources) yield { action, resource, index: index++ }
  }
}

/**
 * How many results a page may have at most. Matching may take each character of the policies as
 * often as the resource has characters. AWS: pages may be shorter than asked for.
 */
export function combinationsMax({ policies, resources }: Simulation): number {
  const texts = textsOf(policies).reduce((sum, text) => sum + text.length, 0)
  const longest = resources.reduce((max, { length }) => Math.max(max, length), 1)
  return Math.max(1, Math.floor(pageStepsMax / (texts * longest)))
}

/** Some seconds of work at the worst, and far less in all likelihood (judgement). */
const pageStepsMax = 200_000_000

/** As a request has them: one value, or several where the type is a list's. */
export function contextOf(entries: readonly ContextEntry[] = []): ContextValues {
  return Object.fromEntries(
    entries.flatMap(
      ({ ContextKeyName: name, ContextKeyValues: values = [], ContextKeyType: type }) =>
        name === undefined ? [] : [[name, type?.endsWith('List') ? values : (values[0] ?? '')]],
    ),
  )
}

/** What policies would decide of one action on one resource. */
export function simulate(
  simulation: Simulation,
  { action, resource }: Combination,
): EvaluationResult {
  const { policies, principal, owner } = simulation
  const request: PolicyRequest = {
    principal,
    action,
    resource,
    resourceAccount: owner,
    context: { ...hiddenKeys(simulation), ...simulation.context },
  }
  const decision = traceEvaluation(request, policies)
  const matched = matchedStatements(decision).map(writeMatch)
  const missing = missingKeys(decision, policies)
  const details = detailsOf(simulation, decision)
  const answer = decisions[decision.effect]
  const byOrganization = decision.verdicts['service-control']
  return {
    EvalActionName: action,
    EvalResourceName: resource,
    EvalDecision: answer,
    MatchedStatements: matched,
    MissingContextValues: missing,
    ...details,
    ...(byOrganization !== undefined && {
      OrganizationsDecisionDetail: { AllowedByOrganizations: byOrganization === 'allow' },
    }),
    ...(resource !== '*' && {
      ResourceSpecificResults: [
        {
          EvalResourceName: resource,
          EvalResourceDecision: answer,
          MatchedStatements: matched,
          MissingContextValues: missing,
          ...details,
        },
      ],
    }),
  }
}

const decisions = {
  allow: 'allowed',
  'explicit-deny': 'explicitDeny',
  'implicit-deny': 'implicitDeny',
} as const satisfies Record<Effect, string>

/** What principals say of themselves, said to be absent. */
function hiddenKeys({ isCallerUnknown, principal }: Simulation): ContextValues {
  if (!isCallerUnknown) return {}
  const absent = Object.keys(principalContext(principal)).map((key) => [key, undefined])
  return Object.fromEntries(absent) as ContextValues
}

/** AWS: where a statement denies, those that allow aren't told. */
function matchedStatements({ effect, matches }: TracedDecision): readonly Match[] {
  if (effect === 'implicit-deny') return []
  const asked = effect === 'allow' ? 'Allow' : 'Deny'
  return matches.filter(({ statement }) => statement.effect === asked)
}

/**
 * AWS calls all of them `IAM Policy`, which its model lacks
 * (https://github.com/soto-project/soto/pull/230), managed policies by name, inline ones with whose
 * they are; a statement begins behind the bracket or comma before it.
 */
function writeMatch({ attached, statement, type }: Match): Statement {
  const { name, arn, source, owner, policy } = attached
  const isInline = arn === undefined && owner !== undefined
  const start = policy.text.slice(0, statement.start).trimEnd().length
  return {
    SourcePolicyId: isInline ? `${source}_${owner}_${name}` : name,
    SourcePolicyType: sourceTypes[type] as NonNullable<Statement['SourcePolicyType']>,
    StartPosition: writePosition(policy.text, start),
    EndPosition: writePosition(policy.text, statement.end),
  }
}

/** All but the first are by analogy. */
const sourceTypes: Readonly<Record<PolicyType, string>> = {
  identity: 'IAM Policy',
  boundary: 'Permissions Boundary Policy',
  resource: 'Resource Policy',
  session: 'Session Policy',
  'service-control': 'Organizations Policy',
  'resource-control': 'Organizations Policy',
}

function writePosition(text: string, offset: number) {
  const { line, column } = positionOf(text, offset)
  return { Line: line, Column: column }
}

/** As the policies write them. */
function missingKeys({ missingContextKeys }: TracedDecision, policies: Policies): string[] {
  if (missingContextKeys.length === 0) return []
  const written = new Map(contextKeysIn(textsOf(policies)).map((key) => [lowerAscii(key), key]))
  return missingContextKeys.map((key) => written.get(key) ?? key)
}

function textsOf({ identity, boundary, resource, serviceControl = [] }: Policies): string[] {
  const all = [...identity, boundary, resource, ...serviceControl.flat()]
  return all.flatMap((one) => (one ? [one.policy.text] : []))
}

/** What each type of policies says, in the answers to which it belongs. */
function detailsOf({ policies, isCrossAccount }: Simulation, { verdicts }: TracedDecision) {
  const says = (effect: Effect = 'implicit-deny') => decisions[effect]
  const details: EvaluationResult['EvalDecisionDetails'] = isCrossAccount
    ? { 'IAM Policy': says(verdicts.identity), 'Resource Policy': says(verdicts.resource) }
    : {}
  return {
    EvalDecisionDetails: details,
    ...(policies.boundary && {
      PermissionsBoundaryDecisionDetail: {
        AllowedByPermissionsBoundary: verdicts.boundary === 'allow',
      },
    }),
  }
}
