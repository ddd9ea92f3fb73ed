/**
 * Opening a data directory with a million messages of 1 KB in one queue: from the spawn to the first
 * answered ReceiveMessage, behind a kill and behind an orderly end, in turn with an empty queue's.
 * `npm run bench reopen`; with fewer: `node tools/run.mjs bench/reopen.ts 100000`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { keepFigures } from './support/figures.ts'
import { sqsInProcess, startKasane } from './support/in-process.ts'
import { start } from './support/processes.ts'
import { sqs } from './support/sqs.ts'
import { median, rounded } from './support/statistics.ts'

const messages = Number(process.argv[2] ?? 1_000_000)
const rounds = 5
const endings = ['SIGKILL', 'SIGTERM'] as const

/** A data directory of one queue, and what opening it took. */
interface Directory {
  readonly path: string
  readonly count: number
  readonly openedMs: { readonly SIGKILL: number[]; readonly SIGTERM: number[] }
  readonly attributesMs: number[]
}

const folder = mkdtempSync(join(tmpdir(), 'kasane-bench-'))
try {
  const full = directoryOf('full', messages)
  const empty = directoryOf('empty', 0)
  const writtenPerSecond = await fill(full)
  await fill(empty)
  for (let round = 0; round < rounds; round++) {
    for (const ending of endings) {
      for (const directory of [full, empty]) await reopen(directory, ending)
    }
  }
  keepFigures('reopen', {
    what: `${messages} messages of 1 KB in one queue: milliseconds from the spawn to the first answered ReceiveMessage, and of GetQueueAttributes behind it`,
    writtenPerSecond: Math.round(writtenPerSecond),
    full: mediansOf(full),
    empty: mediansOf(empty),
  })
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function directoryOf(name: string, count: number): Directory {
  const openedMs = { SIGKILL: [], SIGTERM: [] }
  return { path: join(folder, name), count, openedMs, attributesMs: [] }
}

/** Answers how many messages a second were sent. */
async function fill({ path, count }: Directory): Promise<number> {
  const kasane = await startKasane({ dataDir: path, clock: 'running' })
  const handler = kasane.requestHandler()
  const { QueueUrl } = await sqsInProcess(handler, 'CreateQueue', { QueueName: 'bench' })
  const began = performance.now()
  for (let at = 0; at < count; at += 10) {
    const Entries = Array.from({ length: Math.min(10, count - at) }, (_, one) => ({
      Id: String(one),
      MessageBody: `${at + one} `.padEnd(1_024, 'x'),
    }))
    await sqsInProcess(handler, 'SendMessageBatch', { QueueUrl, Entries })
  }
  const seconds = (performance.now() - began) / 1_000
  await kasane.stop()
  return count / seconds
}

/** Opens it twice, the second time behind this ending. */
async function reopen(directory: Directory, ending: (typeof endings)[number]): Promise<void> {
  const cloud = await open(directory, hasAnswered)
  await cloud.stop(ending)
  const again = await open(directory, hasAnswered)
  directory.openedMs[ending].push(again.startMs)
  const began = performance.now()
  const { Attributes } = await ask(again.endpoint, 'GetQueueAttributes', {
    AttributeNames: ['ApproximateNumberOfMessages'],
  })
  directory.attributesMs.push(performance.now() - began)
  await again.stop()
  const { ApproximateNumberOfMessages } = Attributes as Record<string, string>
  if (Number(ApproximateNumberOfMessages) !== directory.count) throw new Error('messages are lost')

  async function hasAnswered(endpoint: string): Promise<boolean> {
    const { Messages = [] } = await ask(endpoint, 'ReceiveMessage', { VisibilityTimeout: 0 })
    return (Messages as unknown[]).length === Math.min(1, directory.count)
  }
}

function open({ path }: Directory, ask: (endpoint: string) => Promise<boolean>) {
  return start(['bin/kasane', 'start', '--port', '{port}', '--quiet', '--data-dir', path], ask)
}

async function ask(endpoint: string, operation: string, input: object) {
  const QueueUrl = `${endpoint}/000000000000/bench`
  return (await sqs(endpoint, operation, { QueueUrl, ...input })) as Record<string, unknown>
}

function mediansOf({ openedMs, attributesMs }: Directory) {
  return {
    openedBehindKill: rounded(median(openedMs.SIGKILL), 0),
    openedBehindEnd: rounded(median(openedMs.SIGTERM), 0),
    getQueueAttributes: rounded(median(attributesMs)),
  }
}
