/**
 * Both stores at a million entries of half a kilobyte: what a write, a read, a range and a reopening
 * cost, in microseconds of one core.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { openLmdbStore } from '../src/engines/lmdb-store.ts'
import { afterPrefix, type Key, keyOf } from '../src/kernel/store/key.ts'
import { memoryStore } from '../src/kernel/store/memory-store.ts'
import type { BaseStore, Range } from '../src/kernel/store/store.ts'
import { keepFigures } from './support/figures.ts'
import { rounded } from './support/statistics.ts'

const entries = 1_000_000
const perBatch = 1_000
const queues = 50

const path = mkdtempSync(join(tmpdir(), 'kasane-bench-store-'))
const memory = await figuresOf(memoryStore())
const disk = await openLmdbStore({ path })
const onDisk = await figuresOf(disk)
await disk.close()
const began = performance.now()
const reopened = await openLmdbStore({ path })
reopened.get(keyFor(1))
const reopenMs = performance.now() - began
await reopened.close()
const durable = await openLmdbStore({ path, durable: true })
const durableUs = await wallOf(500, (at) => commitThree(durable, at))
await durable.close()
rmSync(path, { recursive: true })

keepFigures('store', {
  what: `${entries} entries of 0.5 KB; microseconds of CPU each, on disk with the flush in the background; durable in microseconds that pass, one after another`,
  memory,
  onDisk: { ...onDisk, reopenMs: rounded(reopenMs), durableCommitOf3: rounded(durableUs) },
})

async function figuresOf(store: BaseStore): Promise<object> {
  const put = await costOf(entries / perBatch, (batch) => {
    const first = batch * perBatch
    return store.commit(
      Array.from({ length: perBatch }, (_, at) => ({
        key: keyFor(first + at),
        value: entity(first + at),
      })),
    )
  })
  return {
    putInBatches: rounded(put / perBatch),
    commitOf3: rounded(await costOf(20_000, (at) => commitThree(store, at))),
    get: rounded(await costOf(100_000, (at) => void store.get(anyKey(at)))),
    rangeOf1: rounded(await costOf(20_000, (at) => read(store, at, 1))),
    rangeOf20: rounded(await costOf(20_000, (at) => read(store, at, 20))),
    rssMiB: Math.round(process.memoryUsage().rss / 2 ** 20),
  }
}

function commitThree(store: BaseStore, at: number): void | Promise<void> {
  const key = keyFor(entries + at)
  return store.commit([
    { key, value: entity(at) },
    { key: keyOf('123456789012', 'us-east-1', 'sqs', 'messages', 'due', 'queue1', at), value: key },
    {
      key: keyOf('123456789012', 'us-east-1', 'sqs', 'queues', '=', 'queue1'),
      value: { sent: at },
    },
  ])
}

function read(store: BaseStore, at: number, limit: number): void {
  const range: Range = { start: anyKey(at), end: afterPrefix(keyOf('123456789012')), limit }
  for (const entry of store.range(range)) void entry
}

function keyFor(at: number): Key {
  return keyOf('123456789012', 'us-east-1', 'sqs', 'messages', '=', `queue${at % queues}`, at)
}

/** All over the keys, the same ones in every run. */
function anyKey(at: number): Key {
  return keyFor((at * 7_919) % entries)
}

function entity(at: number): object {
  const [id, sentAtMs] = [`message-${at}`, 1_700_000_000_000 + at]
  return { id, body: 'x'.repeat(400), sentAtMs, visibleAtMs: sentAtMs, receives: 0, attributes: {} }
}

/** Microseconds of CPU a turn. */
async function costOf(turns: number, work: (at: number) => void | Promise<void>): Promise<number> {
  const before = process.cpuUsage()
  await run(turns, work)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / turns
}

async function wallOf(turns: number, work: (at: number) => void | Promise<void>): Promise<number> {
  const before = performance.now()
  await run(turns, work)
  return ((performance.now() - before) * 1_000) / turns
}

/** The event loop turns now and then, as it does in a server. */
async function run(turns: number, work: (at: number) => void | Promise<void>): Promise<void> {
  for (let at = 0; at < turns; at++) {
    const done = work(at)
    if (done) await done
    if (at % 50 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
}
