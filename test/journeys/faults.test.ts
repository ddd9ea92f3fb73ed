import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type KasaneProcess, startKasaneProcess, startUntilUrl } from '../support/kasane-process.ts'
import { run } from '../support/programs.ts'
import { canMount, mountSmallDisk, type SmallDisk } from '../support/small-disk.ts'

const folder = mkdtempSync(join(tmpdir(), 'kasane-faults-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A start that is to fail; what it says. */
function start(...words: readonly string[]) {
  return run('node', ['bin/kasane', 'start', '--port', '0', ...words])
}

function clientOf({ url }: KasaneProcess): SQSClient {
  return new SQSClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  })
}

async function withOneQueue(dataDir: string): Promise<void> {
  const kasane = await startKasaneProcess(['--data-dir', dataDir])
  await clientOf(kasane).send(new CreateQueueCommand({ QueueName: 'kept' }))
  await kasane.stop()
}

/** Every file of a data directory with its bytes, to see that nothing was touched. */
function contentOf(dataDir: string): Record<string, string> {
  const files = readdirSync(dataDir, { withFileTypes: true, recursive: true })
  return Object.fromEntries(
    files
      .filter((file) => file.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [path, readFileSync(path).toString('base64')]),
  )
}

describe('a port', () => {
  test('that another program has is said to be taken', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const { code, out, err } = await start('--port', String(port))
    server.close()
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toBe(
      `kasane: Port ${port} of 127.0.0.1 is taken: another program listens there. --port N takes another one, --port 0 any free one.\n`,
    )
  })
})

describe('a data directory', () => {
  test('that another process has is said to be in use, and works on', async () => {
    const dataDir = join(folder, 'in-use')
    const kasane = await startKasaneProcess(['--data-dir', dataDir])
    const { code, err } = await start('--data-dir', dataDir)
    const sqs = clientOf(kasane)
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'still' }))
    await kasane.stop()
    expect(code).toBe(1)
    expect(err).toMatch(new RegExp(`^kasane: .*${dataDir}.*in use.*${kasane.child.pid}`))
    expect(QueueUrl).toBe(`${kasane.url}/000000000000/still`)
  })

  test('of a newer version is left as it is', async () => {
    const dataDir = join(folder, 'newer')
    await withOneQueue(dataDir)
    const format = JSON.parse(readFileSync(join(dataDir, 'format'), 'utf8'))
    const newer = { ...format, format: 99, version: '9.0.0' }
    writeFileSync(join(dataDir, 'format'), JSON.stringify(newer))
    const before = contentOf(dataDir)
    const { code, err } = await start('--data-dir', dataDir)
    expect({ code, err }).toEqual({
      code: 1,
      err: `kasane: The data directory ${dataDir} has format 99, written by Kasane 9.0.0; this version reads up to 2. Use that version, or another directory.\n`,
    })
    expect(contentOf(dataDir)).toEqual(before)
  })

  test('that is damaged is left as it is', async () => {
    const dataDir = join(folder, 'damaged')
    await withOneQueue(dataDir)
    const store = join(dataDir, 'store')
    for (const name of readdirSync(store)) writeFileSync(join(store, name), 'x'.repeat(65_536))
    const before = contentOf(dataDir)
    const { code, err } = await start('--data-dir', dataDir)
    expect(code).toBe(1)
    expect(err).toMatch(/^kasane: .*damaged.*\n$/)
    expect(contentOf(dataDir)).toEqual(before)
  })

  test('that holds something else is left as it is', async () => {
    const dataDir = join(folder, 'foreign')
    mkdirSync(dataDir)
    writeFileSync(join(dataDir, 'thesis.txt'), 'mine')
    const { code, err } = await start('--data-dir', dataDir)
    expect({ code, err }).toEqual({
      code: 1,
      err: `kasane: ${dataDir} is no data directory of Kasane and isn't empty (it holds thesis.txt). Choose an empty or a new one.\n`,
    })
    expect(readdirSync(dataDir)).toEqual(['thesis.txt'])
  })
})

describe.skipIf(!canMount())('a disk', () => {
  let disk: SmallDisk
  beforeAll(() => {
    disk = mountSmallDisk('size=16m')
  })
  afterAll(() => disk.remove())

  test('that is read-only is said to be so', async () => {
    const dataDir = join(disk.path, 'read-only')
    await withOneQueue(dataDir)
    disk.remount('ro')
    const { code, err } = await start('--data-dir', dataDir)
    disk.remount('rw')
    expect(code).toBe(1)
    expect(err).toMatch(new RegExp(`^kasane: .*${dataDir}.*read-only`))
    await withOneQueue(dataDir)
  })

  test('that is full refuses writes, loses none, and takes them again when there is room', async () => {
    const dataDir = join(disk.path, 'full')
    let kasane = await startKasaneProcess(['--data-dir', dataDir])
    const made = await clientOf(kasane).send(new CreateQueueCommand({ QueueName: 'full' }))
    const path = new URL(String(made.QueueUrl)).pathname
    const { sent, refusal } = await fill(clientOf(kasane), `${kasane.url}${path}`)
    expect(sent).toBeGreaterThan(3)
    expect(refusal).toMatchObject({ $metadata: { httpStatusCode: 503 } })
    expect(String(refusal)).toMatch(/no room left/)
    disk.remount('size=64m')
    const more = await fill(clientOf(kasane), `${kasane.url}${path}`, 3)
    expect(more).toMatchObject({ sent: 3, refusal: undefined })
    await kasane.stop('SIGKILL')
    kasane = await startKasaneProcess(['--data-dir', dataDir])
    expect(await drain(clientOf(kasane), `${kasane.url}${path}`)).toBe(sent + 3)
    await kasane.stop()
  })
})

describe('npm start', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('ends at %s within 2 seconds', async (signal) => {
    const kasane = await startUntilUrl('npm', ['start', '--silent', '--', '--port', '0'])
    const { durationMs } = await kasane.stop(signal)
    expect(durationMs).toBeLessThan(2_000)
    await expect(fetch(kasane.url)).rejects.toThrow('fetch failed')
  })

  test('ends in the middle of long polls, which it answers', async () => {
    const kasane = await startKasaneProcess()
    const sqs = clientOf(kasane)
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'quiet' }))
    const poll = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }))
    // One more call behind it: when this is answered the poll is waiting.
    await sqs.send(
      new SendMessageCommand({ QueueUrl: `${QueueUrl}`, MessageBody: 'x', DelaySeconds: 900 }),
    )
    const { code, durationMs } = await kasane.stop()
    expect((await poll).Messages ?? []).toEqual([])
    expect({ code, isInTime: durationMs < 2_000 }).toEqual({ code: 0, isInTime: true })
  })
})

const bodyBytes = 250_000

async function fill(sqs: SQSClient, QueueUrl: string, callsMax = 500) {
  for (let sent = 0; sent < callsMax; sent++) {
    const MessageBody = 'x'.repeat(bodyBytes)
    try {
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }))
    } catch (refusal) {
      return { sent, refusal }
    }
  }
  return { sent: callsMax, refusal: undefined }
}

async function drain(sqs: SQSClient, QueueUrl: string): Promise<number> {
  for (let count = 0; ;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 43_200 }),
    )
    if (Messages.length === 0) return count
    count += Messages.length
    for (const { Body } of Messages) expect(Body?.length).toBe(bodyBytes)
  }
}
