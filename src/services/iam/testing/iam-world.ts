/** A cloud with IAM alone, and a few AWS managed policies. */
import { expect } from 'vitest'
import { testPlace, world, type WorldOptions } from '../../../../test/support/world.ts'
import type { Caller } from '../../../kernel/caller.ts'
import type { ManagedPolicies, ManagedPolicy } from '../../../ports/managed-policies.ts'
import { iam } from '../service.ts'

export const account = testPlace.account

export const readOnlyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
export const serviceLinkedPolicyArn =
  'arn:aws:iam::aws:policy/aws-service-role/AmazonECSServiceRolePolicy'

/** A document that allows one action on everything. */
export function allowing(...actions: string[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
  })
}

/** A trust policy for a service or for an ARN. */
export function trusting(principal: string): string {
  const kind = principal.endsWith('.amazonaws.com') ? 'Service' : 'AWS'
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { [kind]: principal }, Action: 'sts:AssumeRole' }],
  })
}

export function iamWorld(options: Partial<WorldOptions> = {}) {
  const ports = { managedPolicies, ...options.ports }
  const cloud = world({ ...options, services: [iam, ...(options.services ?? [])], ports })
  return { ...cloud, ask: cloud.call }
}

/** The user of an answer of CreateUser, as a caller. */
export function callerOf(user: { readonly Arn: string; readonly UserId: string }): Caller {
  return { kind: 'user', account, arn: user.Arn, userId: user.UserId }
}

/** The call is refused with exactly this. */
export async function expectRefusal(
  call: Promise<unknown>,
  code: string,
  status: number,
  message: string,
): Promise<void> {
  const refusal = await call.then(
    () => 'not refused',
    (error: { code?: string; status?: number; message?: string }) => ({
      code: error.code,
      status: error.status,
      message: error.message,
    }),
  )
  expect(refusal).toEqual({ code, status, message })
}

const known: readonly ManagedPolicy[] = [
  policy('/aws-service-role/', 'AmazonECSServiceRolePolicy', allowing('ecs:*')),
  policy('/job-function/', 'Billing', allowing('aws-portal:*')),
  policy('/', 'ReadOnlyAccess', allowing('s3:Get*', 's3:List*')),
]

const managedPolicies: ManagedPolicies = {
  find: (arn) => known.find((one) => one.arn === arn),
  list: () => known,
}

function policy(path: string, name: string, document: string): ManagedPolicy {
  const createdAtMs = Date.UTC(2015, 1, 6)
  return {
    arn: `arn:aws:iam::aws:policy${path}${name}`,
    name,
    path,
    version: 1,
    createdAtMs,
    updatedAtMs: createdAtMs,
    document,
  }
}
