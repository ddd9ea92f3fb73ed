/**
 * How long parallel scans of small items keep others waiting: the longest time for which the event
 * loop stood still while four segments were scanned in pages of 1 MB. `npm run bench dynamodb-scans`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { jsonRequest } from './support/aws-calls.ts'
import { keepFigures } from './support/figures.ts'
import { endpoint, sendInProcess, startKasane } from './support/in-process.ts'
import { median, rounded } from './support/statistics.ts'

const items = 60_000
const segments = 4
const rounds = 15
const keys = { accessKeyId: 'test', secretAccessKey: 'test' }

const folder = mkdtempSync(join(tmpdir(), 'kasane-bench-'))
try {
  keepFigures('dynamodb-scans', {
    what: `${segments} parallel scans of ${items} items of 70 bytes: milliseconds`,
    memory: await measure({}),
    dataDir: await measure({ dataDir: join(folder, 'data') }),
  })
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function measure(options: { dataDir?: string }) {
  const kasane = await startKasane(options)
  const handler = kasane.requestHandler()
  const ask = (operation: string, input: object) => {
    const target = `DynamoDB_20120810.${operation}`
    return sendInProcess(
      handler,
      jsonRequest(endpoint, keys, { service: 'dynamodb', target, input }),
    )
  }
  await ask('CreateTable', {
    TableName: 'small',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    ProvisionedThroughput: { ReadCapacityUnits: 40_000, WriteCapacityUnits: 40_000 },
  })
  await kasane.clock.advance(1_000)
  for (let at = 0; at < items; at += 25) {
    const puts = Array.from({ length: 25 }, (_, one) => ({
      PutRequest: { Item: { pk: { S: `item-${at + one}` }, text: { S: 'x'.repeat(50) } } },
    }))
    if (at % 5_000 === 0) await kasane.clock.advance(1_000)
    await ask('BatchWriteItem', { RequestItems: { small: puts } })
  }
  const scans: number[] = []
  const standstills: number[] = []
  const cpuMs: number[] = []
  for (let round = 0; round < rounds; round++) {
    await kasane.clock.advance(60_000)
    const began = performance.now()
    const loop = watchLoop()
    await Promise.all(
      Array.from({ length: segments }, (_, Segment) =>
        ask('Scan', { TableName: 'small', Segment, TotalSegments: segments }),
      ),
    )
    scans.push((performance.now() - began) / segments)
    const longest = loop.end()
    standstills.push(longest.ms)
    cpuMs.push(longest.cpuMs)
  }
  await kasane.stop()
  return {
    page: rounded(median(scans)),
    longestStandstill: rounded(median(standstills)),
    // On a busy machine this tells more; the collector's threads count, too.
    longestCpu: rounded(median(cpuMs)),
  }
}

function watchLoop() {
  let latest = now()
  const longest = { ms: 0, cpuMs: 0 }
  let isEnded = false
  const look = () => {
    const { ms, cpuMs } = now()
    longest.ms = Math.max(longest.ms, ms - latest.ms)
    longest.cpuMs = Math.max(longest.cpuMs, cpuMs - latest.cpuMs)
    latest = { ms, cpuMs }
    if (!isEnded) setImmediate(look)
  }
  setImmediate(look)
  return {
    end() {
      isEnded = true
      return longest
    },
  }
}

function now() {
  const { user, system } = process.cpuUsage()
  return { ms: performance.now(), cpuMs: (user + system) / 1_000 }
}
