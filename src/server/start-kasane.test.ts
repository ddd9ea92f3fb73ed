import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { version } from '../version.ts'
import { type Kasane, type KasaneOptions, startKasane } from './start-kasane.ts'

const started: Kasane[] = []
afterEach(async () => {
  for (const kasane of started.splice(0)) await kasane.stop()
})

async function start(options?: KasaneOptions) {
  const kasane = await startKasane(options)
  started.push(kasane)
  const client = new SQSClient(kasane.clientConfig())
  const createQueue = async (QueueName: string) => {
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName }))
    return QueueUrl ?? ''
  }
  return { kasane, client, createQueue }
}

describe('a cloud in the process', () => {
  test('answers a client of the SDK without a socket', async () => {
    const { client, createQueue, kasane } = await start()
    const QueueUrl = await createQueue('jobs')
    expect(QueueUrl).toBe(`${kasane.endpoint}/000000000000/jobs`)
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }))
    const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl }))
    expect(Messages?.map(({ Body }) => Body)).toEqual(['hello'])
  })

  test('raises the errors that AWS raises, and tells why', async () => {
    const { client, kasane } = await start()
    const error = await client
      .send(new GetQueueUrlCommand({ QueueName: 'none' }))
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      name: 'QueueDoesNotExist',
      message: 'The specified queue does not exist.',
      $metadata: { httpStatusCode: 400, requestId: kasane.requests()[0]?.requestId },
    })
    expect(kasane.incidents()[0]).toMatchObject({
      operation: 'GetQueueUrl',
      why: { kind: 'not-found' },
    })
  })

  test('shares nothing with another', async () => {
    const first = await start()
    const second = await start()
    await first.createQueue('jobs')
    await expect(second.client.send(new GetQueueUrlCommand({ QueueName: 'jobs' }))).rejects.toThrow(
      'The specified queue does not exist.',
    )
  })

  test('moves time when told, and only then', async () => {
    const { kasane } = await start({ startAt: '2026-01-01T00:00:00Z' })
    await kasane.clock.advance('PT1H')
    await kasane.clock.advance(1_500)
    expect(kasane.clock.now().toISOString()).toBe('2026-01-01T01:00:01.500Z')
    await kasane.clock.set('2026-02-01T00:00:00Z')
    expect(kasane.clock.now().toISOString()).toBe('2026-02-01T00:00:00.000Z')
    await expect(kasane.clock.set('2026-01-01T00:00:00Z')).rejects.toThrow(
      'Time only moves forward.',
    )
    await expect(kasane.clock.advance(-1)).rejects.toThrow('Time only moves forward.')
  })

  test('ends a long poll when its client gives up, and the message stays for others', async () => {
    const { client, createQueue } = await start()
    const QueueUrl = await createQueue('jobs')
    const giveUp = new AbortController()
    const polled = client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), {
      abortSignal: giveUp.signal,
    })
    const failure = polled.catch((error: unknown) => error)
    await new Promise((resolve) => setImmediate(resolve))
    giveUp.abort()
    expect(await failure).toMatchObject({ name: 'AbortError' })
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'kept' }))
    const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl }))
    expect(Messages?.map(({ Body }) => Body)).toEqual(['kept'])
  })

  test('makes the same ids from the same seed', async () => {
    const send = async () => {
      const { client, createQueue } = await start({ seed: 'one' })
      const QueueUrl = await createQueue('jobs')
      return client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }))
    }
    expect((await send()).MessageId).toBe((await send()).MessageId)
  })

  test('forgets everything when reset', async () => {
    const { client, createQueue, kasane } = await start()
    await createQueue('jobs')
    await kasane.reset()
    expect(kasane.requests()).toEqual([])
    await expect(client.send(new GetQueueUrlCommand({ QueueName: 'jobs' }))).rejects.toThrow(
      'The specified queue does not exist.',
    )
  })

  test('refuses everything once it has ended, and ends once', async () => {
    const { client, createQueue, kasane } = await start()
    const QueueUrl = await createQueue('jobs')
    const polled = client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }))
    const letGo = polled.catch((error: unknown) => error)
    await new Promise((resolve) => setImmediate(resolve))
    await kasane.stop()
    await kasane.stop()
    const ended = 'This Kasane has ended: stop() was called. startKasane() starts another.'
    expect(await letGo).toMatchObject({ message: ended })
    await expect(client.send(new GetQueueUrlCommand({ QueueName: 'jobs' }))).rejects.toThrow(ended)
    await expect(kasane.clock.advance('PT1H')).rejects.toThrow(ended)
    expect(() => kasane.clock.run()).toThrow(ended)
    expect(() => kasane.clock.hold()).toThrow(ended)
    await expect(kasane.reset()).rejects.toThrow(ended)
  })

  test('verifies the signatures of the keys that it was given', async () => {
    const key = { id: 'AKIDGIVEN', secret: 'secret', account: '111122223333' }
    const { kasane } = await start({ accessKeys: [key] })
    const clientOf = (secretAccessKey: string) =>
      new SQSClient({
        ...kasane.clientConfig(),
        credentials: { accessKeyId: key.id, secretAccessKey },
      })
    const { QueueUrl } = await clientOf(key.secret).send(new CreateQueueCommand({ QueueName: 'a' }))
    expect(QueueUrl).toBe(`${kasane.endpoint}/111122223333/a`)
    await expect(
      clientOf('another').send(new CreateQueueCommand({ QueueName: 'a' })),
    ).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' })
  })
})

describe('a cloud on a port', () => {
  test('answers there, LocalStack health included', async () => {
    const { kasane } = await start({ port: 0 })
    expect(kasane.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const health = await fetch(`${kasane.endpoint}/_localstack/health`)
    expect(await health.json()).toMatchObject({ services: { sqs: 'available', s3: 'disabled' } })
    const head = await fetch(`${kasane.endpoint}/health`, { method: 'HEAD' })
    expect(head.status).toBe(200)
  })

  test('is reset as LocalStack is, and tells of itself', async () => {
    const { kasane, createQueue } = await start({ port: 0 })
    await createQueue('jobs')
    const at = (path: string) => `${kasane.endpoint}/_localstack/${path}`
    const read = await fetch(at('state/reset'))
    expect([read.status, await read.json()]).toEqual([
      405,
      { error: '/_localstack/state/reset takes POST.' },
    ])
    expect(kasane.requests().length).toBe(1)
    const done = await fetch(at('state/reset'), { method: 'POST' })
    expect([done.status, await done.text()]).toEqual([200, ''])
    expect(kasane.requests()).toEqual([])
    await expect(createQueue('jobs')).resolves.toMatch(/jobs$/)
    const info = await fetch(at('info'))
    expect(await info.json()).toEqual({
      version,
      edition: 'kasane',
      is_license_activated: false,
      session_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      system: process.platform,
      server_time_utc: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
      uptime: expect.any(Number),
    })
  })

  test('says so when the port is taken, and by whom', async () => {
    const { kasane } = await start({ port: 0 })
    const port = Number(new URL(kasane.endpoint).port)
    const rest = '--port N takes another one, --port 0 any free one.'
    await expect(startKasane({ port })).rejects.toThrow(
      `Port ${port} of 127.0.0.1 is taken: Kasane ${version} already runs there. ${rest}`,
    )
    const other = createServer((_, answer) => answer.end('hello'))
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const taken = (other.address() as AddressInfo).port
    await expect(startKasane({ port: taken })).rejects.toThrow(
      `Port ${taken} of 127.0.0.1 is taken: another program listens there. ${rest}`,
    )
    other.close()
  })
})

test('a cloud with a data directory goes on where it was', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kasane-start-'))
  const dataDir = join(folder, 'data')
  const first = await start({ dataDir })
  const QueueUrl = await first.createQueue('jobs')
  await first.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'kept' }))
  await expect(startKasane({ dataDir })).rejects.toThrow(`${dataDir} is in use by process`)
  await first.kasane.stop()
  const second = await start({ dataDir })
  const { Messages } = await second.client.send(new ReceiveMessageCommand({ QueueUrl }))
  expect(Messages?.map(({ Body }) => Body)).toEqual(['kept'])
  await second.kasane.stop()
  started.length = 0
  rmSync(folder, { recursive: true })
})
