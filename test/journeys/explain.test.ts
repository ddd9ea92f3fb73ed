import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { type KasaneProcess, startKasaneProcess } from '../support/kasane-process.ts'
import { isThere, run } from '../support/programs.ts'

const owner = '111122223333'

interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

let server: KasaneProcess
beforeAll(async () => {
  server = await startKasaneProcess(['--clock', 'held'])
})
afterAll(() => server.stop())

function configFor(credentials: Keys, endpoint = server.url) {
  return { endpoint, region: 'us-east-1', credentials, maxAttempts: 1 }
}

function rootOf(account: string): Keys {
  return { accessKeyId: account, secretAccessKey: 'test' }
}

const allow = (Action: string | string[], Resource: string) => ({
  Effect: 'Allow',
  Action,
  Resource,
})

function document(...Statement: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement })
}

/** A user with one inline policy, and its keys. */
async function makeUser(UserName: string, PolicyDocument: string, account = owner): Promise<Keys> {
  const iam = new IAMClient(configFor(rootOf(account)))
  await iam.send(new CreateUserCommand({ UserName }))
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'own', PolicyDocument }))
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }))
  return {
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: AccessKey?.SecretAccessKey ?? '',
  }
}

async function makeQueue(QueueName: string): Promise<string> {
  const sqs = new SQSClient(configFor(rootOf(owner)))
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName }))
  return QueueUrl
}

function send(keys: Keys, QueueUrl: string) {
  const sqs = new SQSClient(configFor(keys))
  return sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }))
}

/** As in the shell of who was refused: its keys are in the environment, the endpoint is not. */
function shell(command: string, keys?: Keys) {
  return run('sh', ['-c', command], {
    PATH: `${join(process.cwd(), 'bin')}:${process.env['PATH']}`,
    AWS_PAGER: '',
    ...(keys && {
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    }),
  })
}

async function explained(...words: string[]): Promise<string> {
  const { out, code } = await run('node', [
    'bin/kasane',
    'explain',
    ...words,
    '--endpoint',
    server.url,
  ])
  expect(code).toBe(0)
  return out
}

function commandsIn(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('      '))
    .map((line) => line.trim())
}

/** Pastes every command of the last explanation. */
async function paste(keys?: Keys): Promise<string[]> {
  const commands = commandsIn(await explained('last'))
  for (const command of commands) {
    const { code, err } = await shell(command, keys)
    expect({ command, code, err }).toEqual({ command, code: 0, err: '' })
  }
  return commands
}

describe.skipIf(!isThere('aws', '--version'))('what kasane explain prints, pasted,', () => {
  test('grants a user of the AWS CLI the one action that was missing', async () => {
    const queue = await makeQueue('orders')
    const arn = `arn:aws:sqs:us-east-1:${owner}:orders`
    const keys = await makeUser('reader', document(allow('sqs:ReceiveMessage', arn)))
    const sending = `aws sqs send-message --queue-url ${queue} --message-body hi --region us-east-1 --endpoint-url ${server.url}`
    const refused = await shell(sending, keys)
    expect(refused.err).toContain(
      'An error occurred (AccessDenied) when calling the SendMessage operation: ' +
        `User: arn:aws:iam::${owner}:user/reader is not authorized to perform: sqs:sendmessage on resource: ${arn} ` +
        'because no identity-based policy allows the sqs:sendmessage action',
    )
    expect(await explained('last')).toContain(
      `No policy of the user reader or its groups allows sqs:SendMessage on ${arn}.`,
    )
    expect(await paste(keys)).toEqual([
      expect.stringContaining(' aws iam put-user-policy --user-name reader --policy-name '),
    ])
    expect((await shell(sending, keys)).code).toBe(0)
    const purging = sending.replace(/send-message (.*) --message-body hi/, 'purge-queue $1')
    expect((await shell(purging, keys)).err).toContain('AccessDenied')
  })

  test('lets a stranger in on both sides', async () => {
    const queue = await makeQueue('shared')
    const keys = await makeUser('stranger', document(allow('sqs:ListQueues', '*')), '444455556666')
    await expect(send(keys, queue)).rejects.toThrow('is not authorized to perform')
    expect(await paste(keys)).toEqual([
      expect.stringContaining('put-user-policy --user-name stranger'),
      expect.stringContaining('set-queue-attributes'),
    ])
    expect(await send(keys, queue)).toHaveProperty('MessageId')
  })

  test('takes away the statement that denies', async () => {
    const queue = await makeQueue('denied')
    const deny = { Sid: 'NoSend', Effect: 'Deny', Action: 'sqs:SendMessage', Resource: '*' }
    const keys = await makeUser('blocked', document(allow('sqs:*', '*'), deny))
    await expect(send(keys, queue)).rejects.toThrow('with an explicit deny')
    expect(await explained()).toContain(
      'Statement 2 ("NoSend") of the inline policy own of the user blocked denies it',
    )
    await paste(keys)
    expect(await send(keys, queue)).toHaveProperty('MessageId')
  })

  test('widens a permissions boundary', async () => {
    const queue = await makeQueue('bounded')
    const keys = await makeUser('bounded', document(allow('sqs:*', '*')))
    const iam = new IAMClient(configFor(rootOf(owner)))
    const { Policy } = await iam.send(
      new CreatePolicyCommand({
        PolicyName: 'edge',
        PolicyDocument: document(allow('s3:*', '*')),
      }),
    )
    await iam.send(
      new PutUserPermissionsBoundaryCommand({
        UserName: 'bounded',
        PermissionsBoundary: Policy?.Arn ?? '',
      }),
    )
    await expect(send(keys, queue)).rejects.toThrow('no permissions boundary allows')
    await paste(keys)
    expect(await send(keys, queue)).toHaveProperty('MessageId')
  })

  test('has a role trust who may assume it', async () => {
    const RoleArn = `arn:aws:iam::${owner}:role/deployer`
    const keys = await makeUser('deploying', document(allow('sts:AssumeRole', RoleArn)))
    const other = await makeUser('trusted', document(allow('sts:AssumeRole', RoleArn)))
    const iam = new IAMClient(configFor(rootOf(owner)))
    const trust = {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${owner}:user/trusted` },
      Action: 'sts:AssumeRole',
    }
    const AssumeRolePolicyDocument = document(trust)
    await iam.send(new CreateRoleCommand({ RoleName: 'deployer', AssumeRolePolicyDocument }))
    const assume = (by: Keys) =>
      new STSClient(configFor(by)).send(
        new AssumeRoleCommand({ RoleArn, RoleSessionName: 'session' }),
      )
    await expect(assume(keys)).rejects.toThrow('is not authorized to perform: sts:AssumeRole')
    expect(await paste(keys)).toEqual([expect.stringContaining('update-assume-role-policy')])
    expect(await assume(keys)).toHaveProperty('Credentials')
    expect(await assume(other)).toHaveProperty('Credentials')
  })

  test('has a user assume the role that no root user may', async () => {
    const iam = new IAMClient(configFor(rootOf(owner)))
    const AssumeRolePolicyDocument = document({
      Effect: 'Allow',
      Principal: { AWS: owner },
      Action: 'sts:AssumeRole',
    })
    await iam.send(new CreateRoleCommand({ RoleName: 'worker', AssumeRolePolicyDocument }))
    const asked = { RoleArn: `arn:aws:iam::${owner}:role/worker`, RoleSessionName: 'shift' }
    await expect(
      new STSClient(configFor(rootOf(owner))).send(new AssumeRoleCommand(asked)),
    ).rejects.toThrow('Roles may not be assumed by root accounts.')
    expect((await paste(rootOf(owner))).length).toBe(3)
  })

  test('creates the queue that is not there', async () => {
    const sqs = new SQSClient(configFor(rootOf(owner)))
    const QueueUrl = `${server.url}/${owner}/missing`
    const receive = () => sqs.send(new ReceiveMessageCommand({ QueueUrl }))
    await expect(receive()).rejects.toThrow('The specified queue does not exist')
    expect((await paste()).length).toBe(2)
    expect(await receive()).toHaveProperty('$metadata')
  })
})

describe('what kasane explain prints', () => {
  test('raises a quota', async () => {
    const QueueUrl = await makeQueue('busy')
    const sqs = new SQSClient(configFor(rootOf(owner)))
    const place = `--account ${owner} --endpoint ${server.url}`
    expect((await shell(`kasane quotas set sqs L-C491D5A4 1 ${place}`)).code).toBe(0)
    for (const MessageBody of ['a', 'b']) {
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }))
    }
    const receive = () => sqs.send(new ReceiveMessageCommand({ QueueUrl }))
    expect((await receive()).Messages?.length).toBe(1)
    await expect(receive()).rejects.toThrow('Too many messages have been received')
    const [command = ''] = commandsIn(await explained())
    expect(command).toBe(
      `bin/kasane quotas set sqs L-C491D5A4 2 --account ${owner} --region us-east-1 --endpoint ${server.url}`,
    )
    expect((await shell(command)).code).toBe(0)
    expect((await receive()).Messages?.length).toBe(1)
  })

  test('moves the clock to when a name is free again', async () => {
    const QueueUrl = await makeQueue('again')
    const sqs = new SQSClient(configFor(rootOf(owner)))
    await sqs.send(new DeleteQueueCommand({ QueueUrl }))
    const create = () => sqs.send(new CreateQueueCommand({ QueueName: 'again' }))
    await expect(create()).rejects.toThrow('You must wait 60 seconds')
    const [command = ''] = commandsIn(await explained())
    expect(command).toMatch(/^bin\/kasane clock set /)
    expect((await shell(command)).code).toBe(0)
    expect(await create()).toHaveProperty('QueueUrl')
  })

  test('names what is wrong with a signature', async () => {
    const keys = await makeUser('signing', document(allow('sqs:*', '*')))
    const list = (secretAccessKey: string) =>
      new SQSClient(configFor({ ...keys, secretAccessKey })).send(new ListQueuesCommand({}))
    await expect(list('test')).rejects.toThrow('does not match the signature you provided')
    expect(await explained()).toContain(
      'The signature is right for another request: the secret is not what was signed.\n  - signed: the secret "test"',
    )
    await expect(list('quite another')).rejects.toThrow('does not match')
    expect(await explained()).toMatch(/String to sign:\n {4}AWS4-HMAC-SHA256\n {4}\d{8}T\d{6}Z\n/)
    expect(await list(keys.secretAccessKey)).toHaveProperty('$metadata')
  })

  test('is found by the id that the client shows', async () => {
    const QueueUrl = `${server.url}/${owner}/nowhere`
    const error = await send(rootOf(owner), QueueUrl).catch((refusal: unknown) => refusal)
    const { requestId = '' } = (error as { $metadata: { requestId?: string } }).$metadata
    expect(await explained(requestId)).toContain(`request ${requestId}\n`)
  })
})

describe('kasane start --iam audit', () => {
  test('lets all through, lists what would have been refused, and writes the least policy', async () => {
    const auditing = await startKasaneProcess(['--iam', 'audit'])
    try {
      const iam = new IAMClient(configFor(rootOf(owner), auditing.url))
      await iam.send(new CreateUserCommand({ UserName: 'new' }))
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'new' }))
      const keys = {
        accessKeyId: AccessKey?.AccessKeyId ?? '',
        secretAccessKey: AccessKey?.SecretAccessKey ?? '',
      }
      const sqs = new SQSClient(configFor(keys, auditing.url))
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'jobs' }))
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }))
      const at = `--endpoint ${auditing.url}`
      const { out } = await shell(`kasane incidents --audit --json ${at}`)
      expect(
        out
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line)),
      ).toMatchObject([
        { operation: 'CreateQueue', isAudit: true, why: { action: 'sqs:CreateQueue' } },
        { operation: 'SendMessage', isAudit: true, why: { action: 'sqs:SendMessage' } },
      ])
      const arn = `arn:aws:iam::${owner}:user/new`
      const policy = await shell(`kasane policy generate --principal ${arn} ${at}`)
      expect(JSON.parse(policy.out)).toEqual({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['sqs:CreateQueue', 'sqs:SendMessage'],
            Resource: `arn:aws:sqs:us-east-1:${owner}:jobs`,
          },
        ],
      })
    } finally {
      await auditing.stop()
    }
  })
})
