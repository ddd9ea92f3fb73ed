/**
 * What policies would decide, without anything being done.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html
 */
import type { ContextEntry, EvaluationResult, Statement } from '../../generated/iam.ts'
import { lowerAscii } from '../../policy/ascii.ts'
import type { CompiledPolicy } from '../../policy/compiled-policy.ts'
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
import { type Position, positionsIn } from '../../policy/json-reader.ts'
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
 * How many results a page may have at most. A pattern of several stars may take each of its
 * characters as often as the text has characters, and each result tells every statement that
 * matched. AWS: pages may be shorter than asked for.
 */
export function combinationsMax({ policies, resources, context }: Simulation): number {
  const all = policiesOf(policies)
  const texts = [...resources, ...Object.values(context).flat()]
  const longest = texts.reduce((max, { length }) => Math.max(max, length), 1)
  const steps = all.reduce((sum, policy) => sum + stepsOf(policy, longest), 0)
  const statements = all.reduce((sum, one) => sum + one.statements.length, 0)
  return Math.max(1, Math.floor(Math.min(pageStepsMax / steps, pageStatementsMax / statements)))
}

/** A tenth of a second or two at the worst, and far less in all likelihood (judgement). */
const pageStepsMax = 100_000_000
const pageStatementsMax = 5_000

function stepsOf({ text, statements }: CompiledPolicy, longest: number): number {
  const many = statements.filter(({ start, end }) => severalStars.test(text.slice(start, end)))
  return many.reduce((sum, { start, end }) => sum + (end - start) * longest, text.length)
}

/** Within one string. */
const severalStars = /\*[^"*]*\*/

/** As a request has them: one value, or several where the type is a list's. */
export function contextOf(entries: readonly ContextEntry[] = []): ContextValues {
  return Object.fromEntries(
    entries.flatMap(
      ({ ContextKeyName: name, ContextKeyValues: values = [], ContextKeyType: type }) =>
        name === undefined ? [] : [[name, type?.endsWith('List') ? values : (values[0] ?? '')]],
    ),
  )
}

/** What policies would decide of one action on one resource, told by what all results share. */
export function simulate(
  simulation: Simulation,
  { action, resource }: Combination,
  telling: Telling,
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
  const matched = matchedStatements(decision).map(telling.match)
  const missing = decision.missingContextKeys.map(telling.key)
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

/** How statements and keys are told; worked out once for all results, since texts may be long. */
export interface Telling {
  match(match: Match): Statement
  /** As the policies write it. */
  key(lowerName: string): string
}

export function tellingOf({ policies }: Simulation): Telling {
  const positions = new Map<string, (offset: number) => Position>()
  const told = new Map<Match['statement'], Statement>()
  let written: ReadonlyMap<string, string> | undefined
  const positionsOf = (text: string) => {
    const known = positions.get(text) ?? positionsIn(text)
    positions.set(text, known)
    return known
  }
  return {
    match(match) {
      const known = told.get(match.statement) ?? writeMatch(match, positionsOf(textOf(match)))
      told.set(match.statement, known)
      return known
    },
    key(name) {
      written ??= new Map(contextKeysIn(policiesOf(policies)).map((key) => [lowerAscii(key), key]))
      return written.get(name) ?? name
    },
  }
}

function textOf({ attached }: Match): string {
  return attached.policy.text
}

/**
 * AWS calls all of them `IAM Policy`, which its model lacks
 * (https://github.com/soto-project/soto/pull/230), managed policies by name, inline ones with whose
 * they are; a statement begins behind the bracket or comma before it.
 */
function writeMatch(
  { attached, statement, type }: Match,
  positionOf: (offset: number) => Position,
): Statement {
  const { name, arn, source, owner, policy } = attached
  const isInline = arn === undefined && owner !== undefined
  return {
    SourcePolicyId: isInline ? `${source}_${owner}_${name}` : name,
    SourcePolicyType: sourceTypes[type] as NonNullable<Statement['SourcePolicyType']>,
    StartPosition: writePosition(positionOf(startOf(policy.text, statement.start))),
    EndPosition: writePosition(positionOf(statement.end)),
  }
}

/** Behind the last character before it that is no white space. */
function startOf(text: string, offset: number): number {
  let at = offset
  while (at > 0 && /\s/.test(text[at - 1] ?? '')) at--
  return at
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

function writePosition({ line, column }: Position) {
  return { Line: line, Column: column }
}

function policiesOf({ identity, boundary, resource, serviceControl = [] }: Policies) {
  const all = [...identity, boundary, resource, ...serviceControl.flat()]
  return all.flatMap((one) => (one ? [one.policy] : []))
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
