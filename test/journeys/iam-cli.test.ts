/** The AWS CLI all the way: each refusal is AWS's, is explained, and is cured by what is pasted. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { advance } from '../support/control-api.ts'
import { type KasaneProcess, startKasaneProcess } from '../support/kasane-process.ts'
import { isThere, type Output, run } from '../support/programs.ts'

const owner = '111122223333'

interface Keys {
  readonly AccessKeyId: string
  readonly SecretAccessKey: string
  readonly SessionToken?: string
}

const rootKeys: Keys = { AccessKeyId: owner, SecretAccessKey: 'test' }

let server: KasaneProcess
beforeAll(async () => {
  server = await startKasaneProcess(['--clock', 'held'])
})
afterAll(() => server.stop())

/** A shell that has credentials, and neither an endpoint nor a region. */
function shell(command: string, keys: Keys): Promise<Output> {
  return run('sh', ['-c', command], {
    PATH: `${join(process.cwd(), 'bin')}:${process.env['PATH']}`,
    AWS_PAGER: '',
    AWS_ACCESS_KEY_ID: keys.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.SecretAccessKey,
    ...(keys.SessionToken && { AWS_SESSION_TOKEN: keys.SessionToken }),
  })
}

function aws(keys: Keys, ...words: readonly string[]): Promise<Output> {
  return run('aws', ['--endpoint-url', server.url, '--region', 'us-east-1', ...words], {
    AWS_PAGER: '',
    AWS_MAX_ATTEMPTS: '1',
    AWS_ACCESS_KEY_ID: keys.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.SecretAccessKey,
    ...(keys.SessionToken && { AWS_SESSION_TOKEN: keys.SessionToken }),
  })
}

async function root(...words: readonly string[]) {
  const { code, out, err } = await aws(rootKeys, ...words)
  if (code !== 0) throw new Error(err)
  return out === '' ? {} : JSON.parse(out)
}

function policy(...Statement: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement })
}

const allow = (Action: string | string[], Resource = '*') => ({ Effect: 'Allow', Action, Resource })

async function makeUser(name: string, document: string): Promise<Keys> {
  const user = ['--user-name', name]
  await root('iam', 'create-user', ...user)
  const named = ['--policy-name', 'own', '--policy-document', document]
  await root('iam', 'put-user-policy', ...user, ...named)
  const { AccessKey } = await root('iam', 'create-access-key', ...user)
  return AccessKey
}

async function makeQueue(name: string): Promise<string> {
  const { QueueUrl } = await root('sqs', 'create-queue', '--queue-name', name)
  return QueueUrl
}

async function makeRole(name: string, trusted: string, document: string): Promise<string> {
  const trust = policy({ Effect: 'Allow', Principal: { AWS: trusted }, Action: 'sts:AssumeRole' })
  const role = ['--role-name', name]
  const { Role } = await root(
    ...['iam', 'create-role', ...role, '--assume-role-policy-document', trust],
  )
  const named = ['--policy-name', 'own', '--policy-document', document]
  await root('iam', 'put-role-policy', ...role, ...named)
  return Role.Arn
}

async function assume(by: Keys, role: string, ...words: readonly string[]): Promise<Keys> {
  const { code, out, err } = await aws(
    by,
    ...['sts', 'assume-role', '--role-arn', role, '--role-session-name', 'one', ...words],
  )
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return JSON.parse(out).Credentials
}

function send(keys: Keys, queue: string): Promise<Output> {
  return aws(keys, 'sqs', 'send-message', '--queue-url', queue, '--message-body', 'hi')
}

/** The last line of what the AWS CLI prints of a refusal. */
async function refused(answer: Promise<Output>): Promise<string> {
  const { code, err } = await answer
  expect(code).not.toBe(0)
  return err.trim().replace('aws: [ERROR]: ', '')
}

function denial(who: string, queue: string, tail: string): string {
  return (
    'An error occurred (AccessDenied) when calling the SendMessage operation: ' +
    `User: ${who} is not authorized to perform: sqs:sendmessage ` +
    `on resource: arn:aws:sqs:us-east-1:${owner}:${queue} ${tail}`
  )
}

async function explained(...words: readonly string[]): Promise<string> {
  const all = ['bin/kasane', 'explain', ...words, '--endpoint', server.url]
  const { code, out } = await run('node', all)
  expect(code).toBe(0)
  return out
}

/** Pastes every command of the last explanation into a shell; the commands. */
async function paste(keys: Keys): Promise<string[]> {
  return (await pasted(keys)).map(({ command }) => command)
}

/** The same, and what the commands print. */
async function pasted(keys: Keys): Promise<{ command: string; out: string }[]> {
  const lines = (await explained('last')).split('\n')
  const commands = lines.filter((line) => line.startsWith('      ')).map((line) => line.trim())
  const answers: { command: string; out: string }[] = []
  for (const command of commands) {
    const { code, out, err } = await shell(command, keys)
    expect({ command, code, err }).toEqual({ command, code: 0, err: '' })
    answers.push({ command, out })
  }
  return answers
}

/** The session that a pasted command has made. */
async function pastedSession(keys: Keys): Promise<Keys> {
  const [answer] = await pasted(keys)
  return JSON.parse(answer?.out ?? '').Credentials
}

describe.skipIf(!isThere('aws', '--version'))('a user of the AWS CLI', () => {
  test('who may only receive is told as data what is missing, and pastes just that', async () => {
    const queue = await makeQueue('data')
    const arn = `arn:aws:sqs:us-east-1:${owner}:data`
    const keys = await makeUser('data', policy(allow('sqs:ReceiveMessage', arn)))
    expect((await aws(keys, 'sqs', 'receive-message', '--queue-url', queue)).code).toBe(0)
    const who = `arn:aws:iam::${owner}:user/data`
    expect(await refused(send(keys, queue))).toBe(
      denial(who, 'data', 'because no identity-based policy allows the sqs:sendmessage action'),
    )
    expect(JSON.parse(await explained('last', '--json'))).toMatchObject({
      operation: 'SendMessage',
      why: { action: 'sqs:SendMessage', resource: arn, missing: ['identity'] },
    })
    const before = await root('iam', 'list-user-policies', '--user-name', 'data')
    await paste(keys)
    const { PolicyNames } = await root('iam', 'list-user-policies', '--user-name', 'data')
    const name = PolicyNames.find((name: string) => !before.PolicyNames.includes(name))
    const { PolicyDocument } = await root(
      ...['iam', 'get-user-policy', '--user-name', 'data', '--policy-name', name],
    )
    expect(PolicyDocument.Statement).toEqual([allow('sqs:SendMessage', arn)])
    expect((await send(keys, queue)).code).toBe(0)
  })

  test('who is denied by a queue’s policy pastes it away', async () => {
    const queue = await makeQueue('closed')
    const keys = await makeUser('closed', policy(allow('sqs:*')))
    const arn = `arn:aws:sqs:us-east-1:${owner}:closed`
    const deny = { ...allow('sqs:SendMessage', arn), Effect: 'Deny', Principal: '*', Sid: 'No' }
    const keep = { ...allow('sqs:ReceiveMessage', arn), Principal: { AWS: owner }, Sid: 'Keep' }
    const Policy = policy(keep, deny)
    await root(
      ...['sqs', 'set-queue-attributes', '--queue-url', queue],
      ...['--attributes', JSON.stringify({ Policy })],
    )
    expect(await refused(send(keys, queue))).toBe(
      denial(
        `arn:aws:iam::${owner}:user/closed`,
        'closed',
        'with an explicit deny in a resource-based policy',
      ),
    )
    await paste(keys)
    expect((await send(keys, queue)).code).toBe(0)
    const { Attributes } = await root(
      ...['sqs', 'get-queue-attributes', '--queue-url', queue, '--attribute-names', 'Policy'],
    )
    expect(JSON.parse(Attributes.Policy).Statement).toEqual([keep])
  })

  test('who is denied by a managed policy sees its ARN, and pastes a version without it', async () => {
    const queue = await makeQueue('managed')
    const keys = await makeUser('managed', policy(allow('sqs:*')))
    const document = policy({ ...allow('sqs:SendMessage'), Effect: 'Deny' }, allow('sns:*'))
    const { Policy } = await root(
      ...['iam', 'create-policy', '--policy-name', 'NoSending', '--policy-document', document],
    )
    await root(
      ...['iam', 'attach-user-policy', '--user-name', 'managed', '--policy-arn', Policy.Arn],
    )
    expect(await refused(send(keys, queue))).toBe(
      denial(
        `arn:aws:iam::${owner}:user/managed`,
        'managed',
        `with an explicit deny in an identity-based policy: arn:aws:iam::${owner}:policy/NoSending`,
      ),
    )
    await paste(keys)
    expect((await send(keys, queue)).code).toBe(0)
    const { Versions } = await root('iam', 'list-policy-versions', '--policy-arn', Policy.Arn)
    expect(Versions.length).toBe(2)
  })

  test('whose key is deleted is nobody, and is told which key that was', async () => {
    const keys = await makeUser('gone', policy(allow('*')))
    expect((await aws(keys, 'sqs', 'list-queues')).code).toBe(0)
    await root(
      ...['iam', 'delete-access-key', '--user-name', 'gone'],
      ...['--access-key-id', keys.AccessKeyId],
    )
    for (const [service, command, operation] of [
      ['sqs', 'list-queues', 'ListQueues'],
      ['iam', 'list-users', 'ListUsers'],
      ['sts', 'get-caller-identity', 'GetCallerIdentity'],
    ] as const) {
      expect(await refused(aws(keys, service, command))).toBe(
        `An error occurred (InvalidClientTokenId) when calling the ${operation} operation: ` +
          'The security token included in the request is invalid.',
      )
    }
    expect(await explained('last')).toContain(`access key id: ${keys.AccessKeyId}`)
  })

  test('whose key is inactive is nobody, and pastes it active', async () => {
    const queue = await makeQueue('asleep')
    const keys = await makeUser('sleeper', policy(allow('sqs:*')))
    const key = ['--user-name', 'sleeper', '--access-key-id', keys.AccessKeyId]
    await root('iam', 'update-access-key', ...key, '--status', 'Inactive')
    expect(await refused(send(keys, queue))).toBe(
      'An error occurred (InvalidClientTokenId) when calling the SendMessage operation: ' +
        'The security token included in the request is invalid.',
    )
    expect(await paste(keys)).toHaveLength(1)
    expect((await send(keys, queue)).code).toBe(0)
  })

  test('whose organisation allows too little pastes what its management account has to say', async () => {
    const [boss, member] = [{ ...rootKeys, AccessKeyId: '777788889999' }, rootKeys]
    const queue = await makeQueue('governed')
    const keys = await makeUser('governed', policy(allow('*')))
    const organize = async (keys: Keys, ...words: readonly string[]) => {
      const { code, out, err } = await aws(keys, 'organizations', ...words)
      expect({ code, err }).toEqual({ code: 0, err: '' })
      return out === '' ? {} : JSON.parse(out)
    }
    await organize(boss, 'create-organization')
    const { Roots } = await organize(boss, 'list-roots')
    const target = ['--target-id', owner]
    const invitation = ['--target', `Id=${owner},Type=ACCOUNT`]
    const { Handshake } = await organize(boss, 'invite-account-to-organization', ...invitation)
    await organize(member, 'accept-handshake', '--handshake-id', Handshake.Id)
    const type = ['--policy-type', 'SERVICE_CONTROL_POLICY']
    await organize(boss, 'enable-policy-type', '--root-id', Roots[0].Id, ...type)
    const narrow = policy(allow(['iam:*', 'sts:*', 'organizations:*']))
    const { Policy } = await organize(
      boss,
      ...['create-policy', '--name', 'narrow', '--description', '-', '--content', narrow],
      ...['--type', 'SERVICE_CONTROL_POLICY'],
    )
    const { Id } = Policy.PolicySummary
    await organize(boss, 'attach-policy', '--policy-id', Id, ...target)
    await organize(boss, 'detach-policy', '--policy-id', 'p-FullAWSAccess', ...target)
    expect(await refused(send(keys, queue))).toBe(
      denial(
        `arn:aws:iam::${owner}:user/governed`,
        'governed',
        'because no service control policy allows the sqs:sendmessage action',
      ),
    )
    expect(await paste(keys)).toHaveLength(1)
    expect((await send(keys, queue)).code).toBe(0)
    await organize(boss, 'remove-account-from-organization', '--account-id', owner)
  })
})

describe.skipIf(!isThere('aws', '--version'))('a session of the AWS CLI', () => {
  test('is refused what its role lacks; what is pasted helps the session that goes on', async () => {
    const queue = await makeQueue('work')
    const operator = await makeUser('operator', policy(allow('sts:AssumeRole')))
    const role = await makeRole('worker', owner, policy(allow('sqs:ReceiveMessage')))
    const session = await assume(operator, role)
    const who = `arn:aws:sts::${owner}:assumed-role/worker/one`
    expect(await refused(send(session, queue))).toBe(
      denial(who, 'work', 'because no identity-based policy allows the sqs:sendmessage action'),
    )
    expect(await paste(operator)).toEqual([
      expect.stringContaining(' aws iam put-role-policy --role-name worker --policy-name '),
    ])
    expect((await send(session, queue)).code).toBe(0)
  })

  test('is held by its session policy, which only another session is free of', async () => {
    const queue = await makeQueue('narrow')
    const role = await makeRole('narrow', owner, policy(allow('sqs:*')))
    const operator = await makeUser('narrowing', policy(allow('sts:AssumeRole')))
    const only = policy(allow('sqs:ReceiveMessage'))
    const session = await assume(operator, role, '--policy', only)
    const who = `arn:aws:sts::${owner}:assumed-role/narrow/one`
    expect(await refused(send(session, queue))).toBe(
      denial(who, 'narrow', 'because no session policy allows the sqs:sendmessage action'),
    )
    const wider = await pastedSession(operator)
    expect((await send(wider, queue)).code).toBe(0)
    expect((await aws(wider, 'sqs', 'receive-message', '--queue-url', queue)).code).toBe(0)
    expect((await aws(wider, 'sqs', 'purge-queue', '--queue-url', queue)).code).not.toBe(0)
  })

  test('ends when its time is up, and is told when that was', async () => {
    const queue = await makeQueue('late')
    const role = await makeRole('late', owner, policy(allow('*')))
    const operator = await makeUser('early', policy(allow('sts:AssumeRole')))
    const session = await assume(operator, role, '--duration-seconds', '900')
    expect((await send(session, queue)).code).toBe(0)
    await advance(server.url, 'PT15M')
    for (const [answer, operation] of [
      [send(session, queue), 'SendMessage'],
      [aws(session, 'iam', 'list-users'), 'ListUsers'],
      [aws(session, 'sts', 'get-caller-identity'), 'GetCallerIdentity'],
    ] as const) {
      expect(await refused(answer)).toBe(
        `An error occurred (ExpiredToken) when calling the ${operation} operation: ` +
          'The security token included in the request is expired',
      )
    }
    const explanation = await explained('last')
    expect(explanation).toContain(`arn:aws:sts::${owner}:assumed-role/late/one`)
    expect(explanation).toMatch(
      /The session is over, by the clock of the cloud\.\n {2}- expired at: 2\d{3}-\d{2}-\d{2}T[\d:.]+Z\n/,
    )
    expect((await send(await pastedSession(operator), queue)).code).toBe(0)
  })
})
