import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type KasaneProcess, startKasaneProcess } from '../support/kasane-process.ts'

const crashes = 50
const senders = 8

/** A client's view of what it has sent: what was answered, and what was under way at the crash. */
interface Ledger {
  readonly acknowledged: Set<string>
  readonly unanswered: Set<string>
}

test(`kill -9 under load, ${crashes} times, loses no acknowledged message and halves no batch`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kasane-crash-'))
  const ledger: Ledger = { acknowledged: new Set(), unanswered: new Set() }
  let kasane = await startKasaneProcess(['--data-dir', folder])
  const made = await clientOf(kasane).send(new CreateQueueCommand({ QueueName: 'load' }))
  const path = new URL(String(made.QueueUrl)).pathname
  for (let crash = 0; crash < crashes; crash++) {
    const sqs = clientOf(kasane)
    const queueUrl = `${kasane.url}${path}`
    const enough = { answers: 20 + (crash % 10) * 5 }
    const load = Array.from({ length: senders }, (_, sender) =>
      sendUntilCrash(sqs, queueUrl, ledger, { crash, sender, enough }),
    )
    await Promise.any(load)
    await kasane.stop('SIGKILL')
    await Promise.all(load)
    sqs.destroy()
    kasane = await startKasaneProcess(['--data-dir', folder])
  }
  const found = await drain(clientOf(kasane), `${kasane.url}${path}`)
  await kasane.stop()
  rmSync(folder, { recursive: true })

  expect(ledger.acknowledged.size).toBeGreaterThan(crashes * 20)
  expect([...ledger.acknowledged].filter((body) => !found.has(body))).toEqual([])
  const known = (body: string) => ledger.acknowledged.has(body) || ledger.unanswered.has(body)
  expect([...found.keys()].filter((body) => !known(body))).toEqual([])
  expect([...found.values()].filter((times) => times !== 1)).toEqual([])
  expect(halvesOf(found)).toEqual([])
})

interface Load {
  readonly crash: number
  readonly sender: number
  /** Shared by all senders: how many answers are wanted before the crash. */
  readonly enough: { answers: number }
}

/** Sends single messages and batches of ten; resolves when there have been enough, ends at the crash. */
async function sendUntilCrash(
  sqs: SQSClient,
  queueUrl: string,
  ledger: Ledger,
  { crash, sender, enough }: Load,
): Promise<void> {
  for (let call = 0; call < 1_000; call++) {
    const isBatch = call % 3 === 0
    const name = `${isBatch ? 'batch' : 'single'}-${crash}-${sender}-${call}`
    const bodies = isBatch ? Array.from({ length: 10 }, (_, at) => `${name}/${at}`) : [name]
    for (const body of bodies) ledger.unanswered.add(body)
    try {
      await (isBatch ? sendBatch(sqs, queueUrl, bodies) : sendOne(sqs, queueUrl, name))
    } catch {
      return
    }
    for (const body of bodies) {
      ledger.unanswered.delete(body)
      ledger.acknowledged.add(body)
    }
    if (--enough.answers <= 0) return
  }
}

async function sendOne(sqs: SQSClient, QueueUrl: string, MessageBody: string): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }))
}

async function sendBatch(
  sqs: SQSClient,
  QueueUrl: string,
  bodies: readonly string[],
): Promise<void> {
  const Entries = bodies.map((MessageBody, at) => ({ Id: String(at), MessageBody }))
  const { Successful = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }))
  expect(Successful.length).toBe(bodies.length)
}

/** Receives until nothing is left; how often each body came. */
async function drain(sqs: SQSClient, QueueUrl: string): Promise<Map<string, number>> {
  const found = new Map<string, number>()
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 43_200 }),
    )
    if (Messages.length === 0) return found
    for (const { Body = '' } of Messages) found.set(Body, (found.get(Body) ?? 0) + 1)
  }
}

/** A batch is one change: of its ten messages all are there or none is. */
function halvesOf(found: ReadonlyMap<string, number>): string[] {
  const sizes = new Map<string, number>()
  for (const body of found.keys()) {
    const [name = '', at] = body.split('/')
    if (at !== undefined) sizes.set(name, (sizes.get(name) ?? 0) + 1)
  }
  return [...sizes].filter(([, size]) => size !== 10).map(([name, size]) => `${name}: ${size}`)
}

function clientOf({ url }: KasaneProcess): SQSClient {
  return new SQSClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  })
}
