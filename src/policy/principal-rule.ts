/**
 * Whom a statement of a resource's policy names, and how: as the very principal, as its role, or
 * only as everybody its account lets.
 *
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
import type { PrincipalKind, WrittenPrincipal } from './document.ts'
import { accountOf, type Principal } from './principal.ts'

/**
 * What an Allow gives a principal of the resource's own account.
 *
 * - `direct`: everything; neither identity policies nor boundary nor session policies are asked.
 * - `limited`: the role or user behind the session is named; boundary and session policies bind.
 * - `delegated`: the account is named, which may then allow its principals by identity policies.
 *
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export type Grant = 'direct' | 'limited' | 'delegated'

export interface PrincipalRule {
  readonly isNot: boolean
  /** `"*"` is everybody, `{"AWS": "*"}` all but who shows another provider's token (judgement). */
  readonly everyone: 'all' | 'aws' | undefined
  /** ARNs, accounts, unique ids, services, providers, canonical ids; each with its kind in front. */
  readonly names: ReadonlySet<string>
}

export function principalRule(written: WrittenPrincipal, isNot: boolean): PrincipalRule {
  if (written === '*') return { isNot, everyone: 'all', names: new Set() }
  const names = written.map(({ kind, value }) => name(kind, value))
  return {
    isNot,
    everyone: names.includes('AWS *') ? 'aws' : undefined,
    names: new Set(names.flatMap(equalForms)),
  }
}

/** How much a rule names a principal; `undefined`: not at all. */
export function grantTo(rule: PrincipalRule, forms: PrincipalForms): Grant | undefined {
  if (isEveryone(rule, forms)) return 'direct'
  for (const [form, grant] of forms.grants) if (rule.names.has(form)) return grant
  return undefined
}

/** Whether a Deny means a principal. */
export function isDenied(rule: PrincipalRule, forms: PrincipalForms): boolean {
  if (!rule.isNot) return grantTo(rule, forms) !== undefined
  // AWS: a principal with a permissions boundary is denied by NotPrincipal, whatever that lists.
  if (forms.hasBoundary) return true
  if (isEveryone(rule, forms)) return false
  // AWS: NotPrincipal spares only those whose every name it lists: account, role and session.
  const isListed = (names: readonly string[]) => names.some((one) => rule.names.has(one))
  return forms.spared.length === 0 || !forms.spared.every(isListed)
}

function isEveryone({ everyone }: PrincipalRule, { isWebIdentity }: PrincipalForms): boolean {
  return everyone === 'all' || (everyone === 'aws' && !isWebIdentity)
}

/** All that a principal can be called; worked out once for each decision. */
export interface PrincipalForms {
  /** Strongest first. */
  readonly grants: readonly (readonly [form: string, grant: Grant])[]
  /** What NotPrincipal must list to spare it: of each, one of the names it goes by. */
  readonly spared: readonly (readonly string[])[]
  readonly hasBoundary: boolean
  readonly isWebIdentity: boolean
}

export function formsOf(principal: Principal, hasBoundary: boolean): PrincipalForms {
  const account = accountOf(principal)
  const own = ownForms(principal)
  const delegated = account === undefined ? [] : [name('AWS', accountArn(principal, account))]
  const isRoot = principal.kind === 'root'
  return {
    grants: [...own, ...delegated.map((form) => [form, isRoot ? 'direct' : 'delegated'] as const)],
    spared: [...sparedForms(principal), ...delegated.map((form) => [form])],
    hasBoundary,
    isWebIdentity: principal.kind === 'web-identity',
  }
}

function ownForms(principal: Principal): (readonly [string, Grant])[] {
  switch (principal.kind) {
    case 'user':
      return [
        [name('AWS', principal.arn), 'direct'],
        [name('AWS', principal.userId), 'direct'],
      ]
    case 'role-session':
      return [
        [name('AWS', principal.arn), 'direct'],
        [name('AWS', principal.roleArn), 'limited'],
        [name('AWS', roleIdOf(principal.userId)), 'limited'],
      ]
    case 'federated-user':
      return [
        [name('AWS', principal.arn), 'direct'],
        [name('AWS', principal.by.arn), 'limited'],
        [name('AWS', principal.by.userId), 'limited'],
      ]
    case 'service':
      return [[name('Service', principal.service), 'direct']]
    case 'web-identity':
      return [
        [name('Federated', principal.provider), 'direct'],
        [name('Federated', '*'), 'direct'],
      ]
    case 'root':
    case 'anonymous':
      return []
  }
}

/** Users and roles stand in policies by their ids, and by ARN in those that nobody has bound. */
function sparedForms(principal: Principal): string[][] {
  switch (principal.kind) {
    case 'user':
      return [[name('AWS', principal.arn), name('AWS', principal.userId)]]
    case 'role-session':
      return [
        [name('AWS', principal.arn)],
        [name('AWS', principal.roleArn), name('AWS', roleIdOf(principal.userId))],
      ]
    case 'federated-user':
      return [
        [name('AWS', principal.arn)],
        [name('AWS', principal.by.arn), name('AWS', principal.by.userId)],
      ]
    case 'service':
      return [[name('Service', principal.service)]]
    case 'web-identity':
      return [[name('Federated', principal.provider)]]
    case 'root':
    case 'anonymous':
      return []
  }
}

/** AWS: `AROA…:session` is the role `AROA…`. */
function roleIdOf(userId: string): string {
  return userId.split(':')[0] ?? userId
}

function name(kind: PrincipalKind, value: string): string {
  return `${kind} ${value}`
}

/** AWS: the account's ARN and its bare number are equal. */
function equalForms(form: string): string[] {
  const account = /^AWS (\d{12})$/.exec(form)?.[1]
  return account === undefined
    ? [form]
    : ['aws', 'aws-cn', 'aws-us-gov'].map((partition) =>
        name('AWS', `arn:${partition}:iam::${account}:root`),
      )
}

function accountArn(principal: Principal, account: string): string {
  const partition = 'arn' in principal ? (principal.arn.split(':')[1] ?? 'aws') : 'aws'
  return `arn:${partition}:iam::${account}:root`
}
