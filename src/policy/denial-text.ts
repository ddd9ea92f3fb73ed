/**
 * What AWS answers to who is refused.
 *
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html for the
 * sentence and its ends; `denial-families.ts` for the services.
 */
import { type AuthorizationMessage, authorizationMessage } from './authorization-message.ts'
import type { Decision, Match, PolicyRequest, PolicyType } from './decision.ts'
import { type DenialFamily, denialFamily } from './denial-families.ts'
import { printedPrincipal } from './principal.ts'

export interface Denial {
  readonly code: DenialFamily['code']
  readonly status: 400 | 403
  readonly message: string
  /** How the error's structure calls its message, where that isn't `message`. */
  readonly messageMember?: 'Message'
  /** To be encoded, and appended by `withEncoded`. */
  readonly authorizationMessage?: AuthorizationMessage
}

export interface Refusal {
  /** The service that was called, as `models/` names it: it may ask for others' actions. */
  readonly service: string
  readonly request: PolicyRequest
  readonly decision: Decision
  /** Principal and resource are in the same organisation, whose accounts are told more. */
  readonly isSameOrganisation?: boolean
}

export function denialOf(refusal: Refusal): Denial {
  const family = denialFamily(refusal.service)
  const { code, status, messageMember } = family
  const { action } = refusal.request
  return {
    code,
    status,
    message: messageOf(refusal, family),
    ...(messageMember && { messageMember }),
    ...(family.encodes?.(action) && { authorizationMessage: authorizationMessage(refusal) }),
  }
}

/** AWS: "… policy. Encoded authorization failure message: …". */
export function withEncoded(denial: Denial, encoded: string): Denial {
  const message = `${denial.message}. Encoded authorization failure message: ${encoded}`
  return { ...denial, message }
}

function messageOf(refusal: Refusal, family: DenialFamily): string {
  const { action } = refusal.request
  if (family.withoutUser?.has(action)) return `Not authorized to perform ${action}`
  if (family.strangersAreTold !== undefined && isStranger(refusal)) return family.strangersAreTold
  const reason = family.withoutReason?.has(action) ? '' : ` ${reasonOf(refusal, family)}`
  return (
    `${family.preface ?? ''}User: ${printedPrincipal(refusal.request.principal)} is not authorized ` +
    `to perform: ${printedAction(refusal, family)} on ${printedResource(refusal, family)}${reason}`
  )
}

function reasonOf(refusal: Refusal, family: DenialFamily): string {
  const { deniedBy, missing } = refusal.decision
  const [deny] = deniedBy
  if (deny)
    return `with an explicit deny in ${policyPhrases[deny.type].deny}${arnOf(deny, refusal)}`
  const type = missing[0] ?? 'identity'
  const action = printedAction(refusal, family)
  return `because no ${policyPhrases[type].allow} allows the ${action} action`
}

/** AWS: resource control policies deny in words; that they don't allow is said by analogy. */
const policyPhrases: Readonly<
  Record<PolicyType, { readonly allow: string; readonly deny: string }>
> = {
  identity: { allow: 'identity-based policy', deny: 'an identity-based policy' },
  resource: { allow: 'resource-based policy', deny: 'a resource-based policy' },
  boundary: { allow: 'permissions boundary', deny: 'a permissions boundary' },
  session: { allow: 'session policy', deny: 'a session policy' },
  'service-control': { allow: 'service control policy', deny: 'a service control policy' },
  'resource-control': { allow: 'resource control policy', deny: 'a resource control policy' },
}

/**
 * AWS: since January 2026 denies name the policy, within an account or an organisation; policies
 * without an ARN aren't named.
 * https://aws.amazon.com/blogs/security/enhanced-access-denied-error-messages-with-policy-arns
 */
function arnOf({ type, attached }: Match, refusal: Refusal): string {
  const { arn } = attached
  return arn === undefined || type === 'resource' || isStranger(refusal) ? '' : `: ${arn}`
}

function isStranger({ decision, isSameOrganisation = false }: Refusal): boolean {
  return decision.isCrossAccount && !isSameOrganisation
}

function printedAction({ service, request }: Refusal, { printAction }: DenialFamily): string {
  return printAction && request.action.toLowerCase().startsWith(`${service}:`)
    ? printAction(request.action)
    : request.action
}

/** AWS: S3 doesn't name the key that it couldn't use. */
function printedResource({ service, request }: Refusal, { printResource }: DenialFamily): string {
  const { action, resource } = request
  if (service === 's3' && action.startsWith('kms:')) return 'this resource'
  const printed = action.startsWith(`${service}:`) ? printResource?.(resource, action) : undefined
  return `resource: ${printed ?? resource}`
}
