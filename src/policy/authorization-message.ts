/**
 * What an encoded authorisation message holds, and DecodeAuthorizationMessage answers.
 *
 * AWS: https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
 */
import { accountOf, printedPrincipal, type Principal } from './principal.ts'
import { principalContext } from './context.ts'
import type { Match } from './decision.ts'
import type { Refusal } from './denial-text.ts'

interface Items<Item> {
  readonly items: readonly Item[]
}

export interface AuthorizationMessage {
  readonly allowed: boolean
  readonly explicitDeny: boolean
  readonly matchedStatements: Items<MatchedStatement>
  readonly failures: Items<never>
  readonly context: {
    readonly principal: { readonly id: string; readonly arn: string }
    readonly action: string
    readonly resource: string
    readonly conditions: Items<ContextEntry>
  }
}

interface MatchedStatement {
  readonly statementId: string
  readonly effect: 'ALLOW' | 'DENY'
  readonly principals: Items<{ readonly value: string }>
  readonly principalGroups: Items<never>
  readonly actions: Items<{ readonly value: string }>
  readonly resources: Items<{ readonly value: string }>
  readonly conditions: Items<ContextEntry>
}

interface ContextEntry {
  readonly key: string
  readonly values: Items<{ readonly value: string }>
}

export function authorizationMessage({ request, decision }: Refusal): AuthorizationMessage {
  const { principal, action, resource, context } = request
  return {
    allowed: decision.effect === 'allow',
    explicitDeny: decision.effect === 'explicit-deny',
    matchedStatements: { items: decision.deniedBy.map(matchedStatement) },
    failures: { items: [] },
    context: {
      principal: { id: idOf(principal), arn: printedPrincipal(principal) },
      action,
      resource,
      conditions: { items: Object.entries(context).map(([key, value]) => entry(key, value)) },
    },
  }
}

function idOf(principal: Principal): string {
  return 'userId' in principal
    ? principal.userId
    : (accountOf(principal) ?? String(principalContext(principal)['aws:userid'] ?? ''))
}

/** What the statement says of itself, read again from its text. */
function matchedStatement({ attached, statement }: Match): MatchedStatement {
  const written = JSON.parse(
    attached.policy.text.slice(statement.start, statement.end),
  ) as Readonly<Record<string, unknown>>
  const { Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition } = written
  return {
    statementId: statement.sid ?? '',
    effect: statement.effect === 'Allow' ? 'ALLOW' : 'DENY',
    principals: values(Principal ?? NotPrincipal),
    principalGroups: { items: [] },
    actions: values(Action ?? NotAction),
    resources: values(Resource ?? NotResource),
    conditions: {
      items: Object.values((Condition ?? {}) as Record<string, Record<string, unknown>>).flatMap(
        (keys) => Object.entries(keys).map(([key, value]) => entry(key, value)),
      ),
    },
  }
}

function entry(key: string, value: unknown): ContextEntry {
  return { key, values: values(value) }
}

function values(written: unknown): Items<{ readonly value: string }> {
  return { items: flat(written).map((value) => ({ value })) }
}

function flat(written: unknown): string[] {
  if (written === undefined || written === null) return []
  if (Array.isArray(written)) return written.flatMap(flat)
  return typeof written === 'object' ? Object.values(written).flatMap(flat) : [String(written)]
}
