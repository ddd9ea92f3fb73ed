/** What the lab needs to be there: two queues, a role that may receive, a session of it. */
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { CreateQueueCommand, GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import type { Credentials, Stage } from '../lab.ts'

export const visibilitySeconds = 30
export const maxReceiveCount = 3

export interface Queues {
  readonly jobs: Queue
  readonly failed: Queue
}

export interface Queue {
  readonly url: string
  readonly arn: string
}

export async function makeQueues(sqs: SQSClient): Promise<Queues> {
  const failed = await makeQueue(sqs, 'jobs-failed')
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: failed.arn, maxReceiveCount })
  const VisibilityTimeout = String(visibilitySeconds)
  const jobs = await makeQueue(sqs, 'jobs', { RedrivePolicy, VisibilityTimeout })
  return { jobs, failed }
}

async function makeQueue(
  sqs: SQSClient,
  QueueName: string,
  Attributes: Record<string, string> = {},
): Promise<Queue> {
  const { QueueUrl: url = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))
  const { Attributes: given = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
  )
  return { url, arn: given['QueueArn'] ?? '' }
}

/** AWS: an account's root user may not assume roles, so that an operator does. */
export async function startWorker(stage: Stage, { jobs }: Queues): Promise<Credentials> {
  const iam = new IAMClient(stage.root)
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: 'worker',
      AssumeRolePolicyDocument: policy({
        Principal: { AWS: `arn:aws:iam::${stage.account}:root` },
        Action: 'sts:AssumeRole',
      }),
    }),
  )
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: 'worker',
      PolicyName: 'receive-only',
      PolicyDocument: policy({ Action: 'sqs:ReceiveMessage', Resource: jobs.arn }),
    }),
  )
  const roleArn = Role?.Arn ?? ''
  return assumeRole(stage, roleArn, await makeOperator(iam, roleArn))
}

/** A user who may assume the role, and nothing else. */
async function makeOperator(iam: IAMClient, roleArn: string): Promise<Credentials> {
  const UserName = 'operator'
  await iam.send(new CreateUserCommand({ UserName }))
  const PolicyDocument = policy({ Action: 'sts:AssumeRole', Resource: roleArn })
  await iam.send(
    new PutUserPolicyCommand({ UserName, PolicyName: 'start-workers', PolicyDocument }),
  )
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }))
  return {
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: AccessKey?.SecretAccessKey ?? '',
  }
}

async function assumeRole(
  stage: Stage,
  RoleArn: string,
  operator: Credentials,
): Promise<Credentials> {
  const sts = new STSClient(stage.as(operator))
  const assume = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'first-steps' })
  const { Credentials: given } = await sts.send(assume)
  return {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
  }
}

function policy(statement: object): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', ...statement }],
  })
}
