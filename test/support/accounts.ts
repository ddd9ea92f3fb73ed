/** Accounts, users and roles of a whole cloud, each with the SDK's clients. */
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { CreateQueueCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs'
import { AssumeRoleCommand, type AssumeRoleRequest, STSClient } from '@aws-sdk/client-sts'
import type { KasaneOptions } from '../../src/server/start-kasane.ts'
import { cloud } from './cloud.ts'

export const A = '111111111111'
export const B = '222222222222'

export type Clients = Awaited<ReturnType<typeof accounts>>['root']

/** A statement; an allowance unless told otherwise. */
export function statement(Action: string | string[], more: object = {}): object {
  return { Effect: 'Allow', Action, Resource: '*', ...more }
}

export function policy(...Statement: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement })
}

export function trust(AWS: string, more: object = {}): string {
  return policy({ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole', ...more })
}

interface Keys {
  readonly AccessKeyId?: string | undefined
  readonly SecretAccessKey?: string | undefined
  readonly SessionToken?: string | undefined
}

/** `root` is A's root user; everybody else is of A too unless an account is named. */
export async function accounts(options: KasaneOptions = {}) {
  const kasane = await cloud(options)

  function as({ AccessKeyId = '', SecretAccessKey = 'any', SessionToken }: Keys, region?: string) {
    const credentials = {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      ...(SessionToken && { sessionToken: SessionToken }),
    }
    const config = {
      ...kasane.clientConfig(),
      credentials,
      maxAttempts: 1,
      ...(region && { region }),
    }
    return {
      sqs: new SQSClient(config),
      iam: new IAMClient(config),
      sts: new STSClient(config),
      keys: { AccessKeyId, SecretAccessKey, SessionToken },
    }
  }

  const rootOf = (account: string) => as({ AccessKeyId: account })
  const root = rootOf(A)

  /** A user with an inline policy `p`, or without any. */
  async function user(UserName: string, PolicyDocument?: string, account = A) {
    const { iam } = rootOf(account)
    await iam.send(new CreateUserCommand({ UserName }))
    if (PolicyDocument !== undefined) {
      await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'p', PolicyDocument }))
    }
    const { AccessKey = {} } = await iam.send(new CreateAccessKeyCommand({ UserName }))
    return as(AccessKey)
  }

  /** A role that its account's users may assume unless told otherwise; its ARN. */
  async function role(
    RoleName: string,
    { allow, trusted = trust(A), account = A, ...more }: RoleOptions = {},
  ): Promise<string> {
    const { iam } = rootOf(account)
    const AssumeRolePolicyDocument = trusted
    const { Role } = await iam.send(
      new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, ...more }),
    )
    if (allow !== undefined) {
      const PolicyDocument = allow
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument }))
    }
    return Role?.Arn ?? ''
  }

  async function assume(by: { sts: STSClient }, RoleArn: string, more: Assuming = {}) {
    const { Credentials } = await by.sts.send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: 'session', ...more }),
    )
    return as(Credentials ?? {})
  }

  /** A queue of an account; its URL. */
  async function queue(QueueName: string, account = A): Promise<string> {
    const { QueueUrl = '' } = await rootOf(account).sqs.send(new CreateQueueCommand({ QueueName }))
    return QueueUrl
  }

  /** Gives a queue a policy of one statement about that queue. */
  async function openQueue(QueueUrl: string, Principal: unknown, more: object = {}) {
    const [, account = '', name = ''] = new URL(QueueUrl).pathname.split('/')
    const Resource = `arn:aws:sqs:us-east-1:${account}:${name}`
    const Policy = policy(statement('sqs:SendMessage', { Principal, Resource, ...more }))
    const asked = new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } })
    await rootOf(account).sqs.send(asked)
  }

  return { kasane, as, rootOf, root, user, role, assume, queue, openQueue }
}

export type Assuming = Partial<AssumeRoleRequest>

export interface RoleOptions {
  /** Its inline policy. */
  readonly allow?: string
  /** Its trust policy. */
  readonly trusted?: string
  readonly account?: string
  readonly Path?: string
  readonly PermissionsBoundary?: string
  readonly MaxSessionDuration?: number
}
