/** A cloud with IAM alone, and a few AWS managed policies. */
import { expect } from 'vitest'
import { testPlace, world, type WorldOptions } from '../../../../test/support/world.ts'
import type { ResourceCheck } from '../../../kernel/authorisation.ts'
import { type Caller, rootOf } from '../../../kernel/caller.ts'
import type { ManagedPolicies, ManagedPolicy } from '../../../ports/managed-policies.ts'
import { iamDirectory } from '../directory.ts'
import { iam } from '../service.ts'
import type { IamChange, IamReading } from '../state.ts'

export const account = testPlace.account

export const readOnlyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
export const serviceLinkedPolicyArn =
  'arn:aws:iam::aws:policy/aws-service-role/AmazonECSServiceRolePolicy'

/** A document that allows actions on everything. */
export function allowing(...actions: string[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
  })
}

/** A trust policy for a service, or for what an ARN or an account names. */
export function trusting(principal: string): string {
  const kind = principal.endsWith('.amazonaws.com') ? 'Service' : 'AWS'
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { [kind]: principal }, Action: 'sts:AssumeRole' }],
  })
}

interface Made {
  readonly arn: string
  readonly id: string
}

export function iamWorld(options: Partial<WorldOptions> = {}) {
  const identityDirectory = iamDirectory(
    (account, partition) =>
      kernel.cells.of(iam, { account, partition, region: testPlace.region })
        .changing as unknown as IamChange,
  )
  const ports = { managedPolicies, identityDirectory, ...options.ports }
  const cloud = world({ ...options, services: [iam, ...(options.services ?? [])], ports })
  const { call, kernel } = cloud

  /** What an operation that makes something answers about it. */
  async function make(operation: string, input: object): Promise<Made> {
    type Answer = Record<string, Readonly<Record<string, string>>>
    const [made = {}] = Object.values(await call<Answer>(operation, input))
    const id = Object.entries(made).find(([name]) =>
      /^(?:User|Group|Role|Policy|InstanceProfile)Id$/.test(name),
    )
    return { arn: made['Arn'] ?? '', id: id?.[1] ?? '' }
  }

  return {
    ...cloud,
    ask: call,
    user: (UserName: string, more: object = {}) => make('CreateUser', { UserName, ...more }),
    group: (GroupName: string, more: object = {}) => make('CreateGroup', { GroupName, ...more }),
    role: (RoleName: string, more: object = {}) =>
      make('CreateRole', {
        RoleName,
        AssumeRolePolicyDocument: trusting('ec2.amazonaws.com'),
        ...more,
      }),
    policy: (PolicyName: string, more: object = {}) =>
      make('CreatePolicy', { PolicyName, PolicyDocument: allowing('s3:*'), ...more }),
    profile: (InstanceProfileName: string, more: object = {}) =>
      make('CreateInstanceProfile', { InstanceProfileName, ...more }),
    /** IAM's state as authorisation sees it. */
    reading: () => kernel.cells.of(iam, testPlace).changing as unknown as IamReading,
  }
}

/** A user as a caller. */
export function callerOf({ arn, id }: Made): Caller {
  return { kind: 'user', account, arn, userId: id }
}

/** A session of a role as a caller. */
export function sessionOf(role: Made): Caller {
  const name = role.arn.slice(role.arn.lastIndexOf('/') + 1)
  const arn = `arn:aws:sts::${account}:assumed-role/${name}/s`
  return { kind: 'role', account, arn, userId: `${role.id}:s` }
}

/** What an operation asks IAM, of an account's root user. */
export function checksOf(name: string, input: object, own: IamReading): readonly ResourceCheck[] {
  const operation = iam.operations.find((one) => one.name === name)
  const checks = operation?.resource(input, testPlace, own as never, rootOf(account)) ?? []
  return typeof checks === 'string' ? [{ resource: checks }] : checks
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
