/** Short ways to say who asks, and what policies say. */
import { compilePolicy } from '../compiled-policy.ts'
import type { AttachedPolicy, Policies, PolicyRequest } from '../decision.ts'
import { evaluate } from '../evaluate.ts'
import type { Flavour } from '../flavour.ts'
import type { Principal, RoleSession, User } from '../principal.ts'

export const here = '111111111111'
export const there = '222222222222'
export const queue = `arn:aws:sqs:us-east-1:${here}:q`

export const eve: User = {
  kind: 'user',
  account: here,
  arn: `arn:aws:iam::${here}:user/eve`,
  userId: 'AIDAEVE',
}
export const root: Principal = { kind: 'root', account: here, arn: `arn:aws:iam::${here}:root` }
export const session: RoleSession = {
  kind: 'role-session',
  account: here,
  arn: `arn:aws:sts::${here}:assumed-role/worker/s`,
  roleArn: `arn:aws:iam::${here}:role/team/worker`,
  userId: 'AROAWORKER:s',
}
export const federated: Principal = {
  kind: 'federated-user',
  account: here,
  arn: `arn:aws:sts::${here}:federated-user/fay`,
  userId: `${here}:fay`,
  by: { arn: eve.arn, userId: eve.userId },
}
export const events: Principal = { kind: 'service', service: 'events.amazonaws.com' }
export const anonymous: Principal = { kind: 'anonymous' }

export type Written = Readonly<Record<string, unknown>>

/** A policy of these statements; version 2012-10-17. */
export function attached(
  flavour: Flavour,
  statements: Written | readonly Written[],
  more: Partial<AttachedPolicy> = {},
): AttachedPolicy {
  const text = JSON.stringify({ Version: '2012-10-17', Statement: statements })
  return { name: flavour, policy: compilePolicy(text, flavour), ...more }
}

export function allow(Action: string, Resource: string, more: Written = {}): Written {
  return { Effect: 'Allow', Action, Resource, ...more }
}

export function deny(Action: string, Resource: string, more: Written = {}): Written {
  return { Effect: 'Deny', Action, Resource, ...more }
}

export const sendAllowed = attached('identity', allow('sqs:SendMessage', queue))
export const nothingAllowed = attached('identity', allow('ec2:RunInstances', '*'))
export const sendDenied = attached('identity', deny('sqs:*', '*'))

/** A queue's policy that lets a principal send. */
export function queuePolicy(Principal: unknown, more: Written = {}): AttachedPolicy {
  return attached('resource', allow('sqs:SendMessage', queue, { Principal, ...more }))
}

/** Eve sends to a queue of her account, unless said otherwise. */
export function sendBy(principal: Principal, more: Partial<PolicyRequest> = {}): PolicyRequest {
  return {
    principal,
    action: 'sqs:SendMessage',
    resource: queue,
    resourceAccount: here,
    context: {},
    ...more,
  }
}

export function policies(given: Partial<Policies>): Policies {
  return { identity: [], ...given }
}

/** `allow`, `denied by` a type of policy, or `missing` all types that lack an allow. */
export function outcome(request: PolicyRequest, given: Partial<Policies>): string {
  const { effect, missing, deniedBy } = evaluate(request, policies(given))
  if (effect === 'allow') return 'allow'
  return effect === 'explicit-deny' ? `denied by ${deniedBy[0]?.type}` : `missing ${missing.join()}`
}
