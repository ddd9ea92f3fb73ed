import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { advance } from '../support/control-api.ts'
import { type KasaneProcess, startKasaneProcess } from '../support/kasane-process.ts'

const crashes = 50
const senders = 6
const deleters = 2

/** What the clients know: of a call that was under way at a crash, nothing. */
class Ledger {
  readonly sent = new Set<string>()
  readonly perhapsSent = new Set<string>()
  readonly deleted = new Set<string>()
  readonly perhapsDeleted = new Set<string>()

  /** What must be there: sent for sure, and nobody has asked to delete it. */
  wanted(): string[] {
    const isKept = (body: string) => !this.deleted.has(body) && !this.perhapsDeleted.has(body)
    return [...this.sent].filter(isKept)
  }

  /** What may be there: nobody knows of its deletion. */
  isPossible(body: string): boolean {
    return (this.sent.has(body) || this.perhapsSent.has(body)) && !this.deleted.has(body)
  }
}

test(`kill -9 under load, ${crashes} times, loses nothing acknowledged and halves no batch`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kasane-crash-'))
  const ledger = new Ledger()
  let kasane = await startKasaneProcess(['--data-dir', folder])
  const made = await clientOf(kasane).send(new CreateQueueCommand({ QueueName: 'load' }))
  const path = new URL(String(made.QueueUrl)).pathname
  for (let crash = 0; crash < crashes; crash++) {
    const target = { sqs: clientOf(kasane), queueUrl: `${kasane.url}${path}`, ledger }
    const enough = { answers: 20 + (crash % 10) * 5 }
    const load = [
      ...Array.from({ length: senders }, (_, sender) =>
        sendUntilCrash(target, `${crash}-${sender}`, enough),
      ),
      ...Array.from({ length: deleters }, () => deleteUntilCrash(target)),
    ]
    await Promise.any(load)
    await kasane.stop('SIGKILL')
    await Promise.all(load)
    target.sqs.destroy()
    kasane = await startKasaneProcess(['--data-dir', folder])
  }
  // What was received and not deleted is visible again.
  await advance(kasane.url, 'PT1H')
  const found = await drain(clientOf(kasane), `${kasane.url}${path}`)
  await kasane.stop()
  rmSync(folder, { recursive: true })

  expect(ledger.sent.size).toBeGreaterThan(crashes * 20)
  expect(ledger.deleted.size).toBeGreaterThan(crashes)
  // There was load: calls were under way at the crashes.
  expect(ledger.perhapsSent.size).toBeGreaterThan(crashes)
  expect(ledger.wanted().filter((body) => !found.has(body))).toEqual([])
  expect([...found.keys()].filter((body) => !ledger.isPossible(body))).toEqual([])
  expect([...found.values()].filter((times) => times !== 1)).toEqual([])
  expect(halvesOf(new Set([...found.keys(), ...ledger.deleted, ...ledger.perhapsDeleted]))).toEqual(
    [],
  )
})

interface Target {
  readonly sqs: SQSClient
  readonly queueUrl: string
  readonly ledger: Ledger
}

/** Sends single messages and batches of ten until all senders have had answers enough. */
async function sendUntilCrash(
  { sqs, queueUrl, ledger }: Target,
  sender: string,
  enough: { answers: number },
): Promise<void> {
  for (let call = 0; enough.answers > 0; call++) {
    const name = `${sender}-${call}`
    const isBatch = call % 3 === 0
    const bodies = isBatch ? Array.from({ length: 10 }, (_, at) => `${name}/${at}`) : [name]
    for (const body of bodies) ledger.perhapsSent.add(body)
    try {
      await (isBatch ? sendBatch(sqs, queueUrl, bodies) : sendOne(sqs, queueUrl, name))
    } catch {
      return
    }
    for (const body of bodies) {
      ledger.perhapsSent.delete(body)
      ledger.sent.add(body)
    }
    enough.answers--
  }
}

/** Receives and deletes what the others send, until there is no answer any more. */
async function deleteUntilCrash({ sqs, queueUrl, ledger }: Target): Promise<void> {
  const receive = { QueueUrl: queueUrl, MaxNumberOfMessages: 3, WaitTimeSeconds: 20 }
  try {
    for (;;) {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(receive))
      for (const { Body = '', ReceiptHandle } of Messages) {
        ledger.perhapsDeleted.add(Body)
        await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }))
        ledger.perhapsDeleted.delete(Body)
        ledger.deleted.add(Body)
      }
    }
  } catch {
    // The crash.
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
  if (Successful.length !== bodies.length) throw new Error('a batch was taken in part')
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

/** A batch is one change: of its ten messages all were there or none was. */
function halvesOf(bodies: ReadonlySet<string>): string[] {
  const sizes = new Map<string, number>()
  for (const body of bodies) {
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
