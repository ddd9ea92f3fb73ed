/** IAM judges every call, as AWS's clients see it. */
import {
  IAMClient,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteRoleCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  TagQueueCommand,
  DeleteMessageCommand,
} from '@aws-sdk/client-sqs'
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import { cloud } from '../../test/support/cloud.ts'

const account = '111122223333'
const queueArn = `arn:aws:sqs:us-east-1:${account}:jobs`

function policy(...statements: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements })
}

const trustAccount = policy({
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: 'sts:AssumeRole',
})

/** An account with a queue, and clients for whoever has keys there. */
async function accountWithQueue() {
  const kasane = await cloud()
  const as = (accessKeyId: string, secretAccessKey = 'any', sessionToken?: string) => {
    const credentials = { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) }
    const config = { ...kasane.clientConfig(), credentials, maxAttempts: 1 }
    return { sqs: new SQSClient(config), iam: new IAMClient(config), sts: new STSClient(config) }
  }
  const root = as(account)
  const { QueueUrl = '' } = await root.sqs.send(new CreateQueueCommand({ QueueName: 'jobs' }))
  async function user(UserName: string, document?: string) {
    await root.iam.send(new CreateUserCommand({ UserName }))
    if (document !== undefined) await allow(UserName, document)
    const { AccessKey } = await root.iam.send(new CreateAccessKeyCommand({ UserName }))
    return { ...as(AccessKey?.AccessKeyId ?? '', AccessKey?.SecretAccessKey), key: AccessKey }
  }
  async function allow(UserName: string, PolicyDocument: string) {
    await root.iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'p', PolicyDocument }))
  }
  return { kasane, as, root, QueueUrl, user, allow }
}

const send = (QueueUrl: string) => new SendMessageCommand({ QueueUrl, MessageBody: 'hello' })

describe("a user's call", () => {
  it('is refused while no policy allows it, and told why', async () => {
    const { user, QueueUrl, kasane } = await accountWithQueue()
    const { sqs } = await user('alice')
    await expect(sqs.send(send(QueueUrl))).rejects.toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
      message:
        `User: arn:aws:iam::${account}:user/alice is not authorized to perform: sqs:sendmessage ` +
        `on resource: ${queueArn} because no identity-based policy allows the sqs:sendmessage action`,
    })
    expect(kasane.incidents().at(-1)?.why).toMatchObject({
      kind: 'access',
      action: 'sqs:SendMessage',
      resource: queueArn,
      missing: ['identity'],
    })
  })

  it('is let through at once when a policy allows it, and only that', async () => {
    const { user, QueueUrl } = await accountWithQueue()
    const only = policy({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queueArn })
    const { sqs } = await user('alice', only)
    await sqs.send(send(QueueUrl))
    await expect(sqs.send(new ReceiveMessageCommand({ QueueUrl }))).rejects.toMatchObject({
      name: 'AccessDenied',
    })
  })

  it('is refused by an explicit deny, whatever else allows it', async () => {
    const { user, root, QueueUrl } = await accountWithQueue()
    const { sqs } = await user('alice', policy({ Effect: 'Deny', Action: 'sqs:*', Resource: '*' }))
    const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess'
    await root.iam.send(new AttachUserPolicyCommand({ UserName: 'alice', PolicyArn }))
    await expect(sqs.send(send(QueueUrl))).rejects.toMatchObject({
      message:
        `User: arn:aws:iam::${account}:user/alice is not authorized to perform: sqs:sendmessage ` +
        `on resource: ${queueArn} with an explicit deny in an identity-based policy`,
    })
  })

  it('is refused with the wrong secret, and with a key that was deleted', async () => {
    const { user, as, root } = await accountWithQueue()
    const { sts, key } = await user('alice')
    await sts.send(new GetCallerIdentityCommand({}))
    const forged = as(key?.AccessKeyId ?? '', 'wrong')
    await expect(forged.sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
    })
    const { AccessKeyId } = key ?? {}
    await root.iam.send(new DeleteAccessKeyCommand({ UserName: 'alice', AccessKeyId }))
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
      message: 'The security token included in the request is invalid.',
    })
  })

  it('may ask who it is without any policy', async () => {
    const { user } = await accountWithQueue()
    const { sts } = await user('alice')
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: account,
      Arn: `arn:aws:iam::${account}:user/alice`,
    })
  })
})

describe('conditions', () => {
  it('see the address, the time and whether the call was encrypted', async () => {
    const { user, QueueUrl, allow, kasane } = await accountWithQueue()
    const { sqs } = await user('alice')
    const when = (condition: object) =>
      allow(
        'alice',
        policy({ Effect: 'Allow', Action: 'sqs:*', Resource: '*', Condition: condition }),
      )
    await when({ IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } })
    await sqs.send(send(QueueUrl))
    await when({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } })
    await expect(sqs.send(send(QueueUrl))).rejects.toMatchObject({ name: 'AccessDenied' })
    await when({ Bool: { 'aws:SecureTransport': 'true' } })
    await expect(sqs.send(send(QueueUrl))).rejects.toMatchObject({ name: 'AccessDenied' })
    await when({ DateGreaterThan: { 'aws:CurrentTime': '2026-01-02T00:00:00Z' } })
    await expect(sqs.send(send(QueueUrl))).rejects.toMatchObject({ name: 'AccessDenied' })
    await kasane.clock.advance('P2D')
    await sqs.send(send(QueueUrl))
  })
})

describe('tags', () => {
  it('of the queue and of the request are seen by policies', async () => {
    const { user, root, QueueUrl } = await accountWithQueue()
    const ifTeam = (key: string) => ({ StringEquals: { [key]: 'blue' } })
    const { sqs } = await user(
      'alice',
      policy(
        {
          Effect: 'Allow',
          Action: 'sqs:SendMessage',
          Resource: '*',
          Condition: ifTeam('aws:ResourceTag/team'),
        },
        {
          Effect: 'Allow',
          Action: 'sqs:TagQueue',
          Resource: '*',
          Condition: ifTeam('aws:RequestTag/team'),
        },
      ),
    )
    await expect(sqs.send(send(QueueUrl))).rejects.toMatchObject({ name: 'AccessDenied' })
    await root.sqs.send(new TagQueueCommand({ QueueUrl, Tags: { team: 'blue' } }))
    await sqs.send(send(QueueUrl))
    await sqs.send(new TagQueueCommand({ QueueUrl, Tags: { team: 'blue' } }))
    await expect(
      sqs.send(new TagQueueCommand({ QueueUrl, Tags: { team: 'red' } })),
    ).rejects.toMatchObject({ name: 'AccessDenied' })
  })
})

describe("another account's queue", () => {
  it('needs the say of both accounts', async () => {
    const { as, root, QueueUrl } = await accountWithQueue()
    const stranger = as('444455556666')
    await expect(stranger.sqs.send(send(QueueUrl))).rejects.toMatchObject({ name: 'AccessDenied' })
    const Policy = policy({
      Effect: 'Allow',
      Principal: { AWS: '444455556666' },
      Action: 'sqs:SendMessage',
      Resource: queueArn,
    })
    await root.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }))
    await stranger.sqs.send(send(QueueUrl))
    const { AccessKey } = await (async () => {
      await stranger.iam.send(new CreateUserCommand({ UserName: 'bob' }))
      return stranger.iam.send(new CreateAccessKeyCommand({ UserName: 'bob' }))
    })()
    const bob = as(AccessKey?.AccessKeyId ?? '', AccessKey?.SecretAccessKey)
    await expect(bob.sqs.send(send(QueueUrl))).rejects.toMatchObject({ name: 'AccessDenied' })
  })

  it('answers a stranger who asks for its URL that there is none', async () => {
    const { as } = await accountWithQueue()
    const asked = new GetQueueUrlCommand({ QueueName: 'jobs', QueueOwnerAWSAccountId: account })
    await expect(as('444455556666').sqs.send(asked)).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
    })
  })
})

describe('a role', () => {
  async function worker() {
    const made = await accountWithQueue()
    const { root } = made
    const RoleName = 'worker'
    await root.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trustAccount }))
    const PolicyDocument = policy({
      Effect: 'Allow',
      Action: ['sqs:ReceiveMessage', 'sqs:SendMessage'],
      Resource: queueArn,
    })
    await root.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'work', PolicyDocument }))
    const allowed = policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' })
    const operator = await made.user('operator', allowed)
    const RoleArn = `arn:aws:iam::${account}:role/${RoleName}`
    const assume = async (more: { Policy?: string } = {}) => {
      const { Credentials: given } = await operator.sts.send(
        new AssumeRoleCommand({ RoleArn, RoleSessionName: 'one', ...more }),
      )
      return made.as(given?.AccessKeyId ?? '', given?.SecretAccessKey, given?.SessionToken)
    }
    return { ...made, operator, assume, RoleArn, RoleName }
  }

  it('may what its policies say, and its session no more than the session policy', async () => {
    const { assume, QueueUrl } = await worker()
    const session = await assume()
    await session.sqs.send(send(QueueUrl))
    const { Messages } = await session.sqs.send(new ReceiveMessageCommand({ QueueUrl }))
    const { ReceiptHandle = '' } = Messages?.[0] ?? {}
    await expect(
      session.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })),
    ).rejects.toMatchObject({
      message:
        `User: arn:aws:sts::${account}:assumed-role/worker/one is not authorized to perform: ` +
        `sqs:deletemessage on resource: ${queueArn} because no identity-based policy allows the ` +
        'sqs:deletemessage action',
    })
    const narrowed = await assume({
      Policy: policy({ Effect: 'Allow', Action: 'sqs:ReceiveMessage', Resource: '*' }),
    })
    await expect(narrowed.sqs.send(send(QueueUrl))).rejects.toMatchObject({
      message:
        `User: arn:aws:sts::${account}:assumed-role/worker/one is not authorized to perform: ` +
        `sqs:sendmessage on resource: ${queueArn} because no session policy allows the ` +
        'sqs:sendmessage action',
    })
  })

  it("can't be assumed by whom its trust policy or his own policies don't let", async () => {
    const { user, as, RoleArn } = await worker()
    const asked = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'one' })
    const nobody = await user('nobody')
    await expect(nobody.sts.send(asked)).rejects.toMatchObject({
      name: 'AccessDenied',
      message:
        `User: arn:aws:iam::${account}:user/nobody is not authorized to perform: sts:AssumeRole ` +
        `on resource: ${RoleArn}`,
    })
    await expect(as('444455556666').sts.send(asked)).rejects.toMatchObject({ name: 'AccessDenied' })
  })

  it('ends its session by the emulated clock', async () => {
    const { assume, QueueUrl, kasane } = await worker()
    const session = await assume()
    await session.sqs.send(send(QueueUrl))
    await kasane.clock.advance('PT1H')
    await expect(session.sqs.send(send(QueueUrl))).rejects.toMatchObject({ name: 'ExpiredToken' })
  })

  it('takes its sessions with it when it goes, though another of its name comes', async () => {
    const { assume, root, RoleName, QueueUrl } = await worker()
    const session = await assume()
    const { DeleteRolePolicyCommand } = await import('@aws-sdk/client-iam')
    await root.iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'work' }))
    await root.iam.send(new DeleteRoleCommand({ RoleName }))
    await root.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trustAccount }))
    await expect(session.sqs.send(send(QueueUrl))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
    })
  })
})
