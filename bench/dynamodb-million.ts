/**
 * A million items of 1 KB in a data directory: how fast they are written, what memory they take, how
 * fast the directory opens again, and what GetItem takes among them against among ten thousand.
 * `npm run bench dynamodb-million`; with five million: `node tools/run.mjs bench/dynamodb-million.ts
 * 5000000`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { request as httpRequest, Agent } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { call, createTable, itemOf, startKasane, type Cloud } from './support/dynamodb-clouds.ts'
import { keepFigures } from './support/figures.ts'
import type { LoadRequest } from './support/load.ts'
import { pssMiB } from './support/processes.ts'
import { rounded } from './support/statistics.ts'

const many = Number(process.argv[2] ?? 1_000_000)
const few = 10_000
const reads = 20_000
const writersAtOnce = 8

const folder = mkdtempSync(join(tmpdir(), 'kasane-bench-'))
const options = ['--data-dir', join(folder, 'data')]
const agent = new Agent({ keepAlive: true })
try {
  keepFigures('dynamodb-million', await figures())
} finally {
  agent.destroy()
  rmSync(folder, { recursive: true, force: true })
}

async function figures() {
  let cloud = await startKasane(options)
  const key = [{ name: 'pk', type: 'S' }]
  await createTable(cloud, 'few', key)
  await createTable(cloud, 'many', key)
  await fill(cloud, 'few', few)
  const began = performance.now()
  await fill(cloud, 'many', many)
  const perSecond = many / ((performance.now() - began) / 1_000)
  const afterWriting = pssMiB(cloud.pid, 'Pss_Anon')
  await cloud.stop()
  cloud = await startKasane(options)
  const { startMs } = cloud
  const [a, b] = [await latencies(cloud, 'few', few), await latencies(cloud, 'many', many)]
  const afterReading = pssMiB(cloud.pid, 'Pss_Anon')
  const [fewAgain, manyAgain] = [
    await latencies(cloud, 'few', few),
    await latencies(cloud, 'many', many),
  ]
  await cloud.stop()
  return {
    what: `${many} items of 1 KB in a data directory; GetItem of keys by chance, one at a time`,
    writtenPerSecond: Math.round(perSecond),
    anonymousMiB: {
      afterWriting: Math.round(afterWriting),
      afterReading: Math.round(afterReading),
    },
    openedMs: Math.round(startMs),
    getItemMs: { few: a, many: b, fewAgain, manyAgain },
    p99Ratio: rounded(Math.min(b.p99 / a.p99, manyAgain.p99 / fewAgain.p99)),
  }
}

async function fill(cloud: Cloud, name: string, count: number): Promise<void> {
  let next = 0
  const writer = async () => {
    for (let at = next; at < count; at = next) {
      next += 25
      const items = Array.from({ length: Math.min(25, count - at) }, (_, one) => itemOf(at + one))
      const puts = items.map((Item) => ({ PutRequest: { Item } }))
      let left: object = { [name]: puts }
      while (Object.keys(left).length > 0) {
        const input = { RequestItems: left }
        const text = await ask(call(cloud, 'BatchWriteItem', input), cloud.endpoint)
        left = (JSON.parse(text) as { UnprocessedItems: object }).UnprocessedItems
        if (Object.keys(left).length > 0) await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
  }
  await Promise.all(Array.from({ length: writersAtOnce }, writer))
}

async function latencies(cloud: Cloud, name: string, count: number) {
  const ms: number[] = []
  for (let at = 0; at < reads; at++) {
    const pk = { S: `item-${Math.floor(Math.random() * count)}` }
    const sent = call(cloud, 'GetItem', { TableName: name, Key: { pk } })
    const began = performance.now()
    await ask(sent, cloud.endpoint)
    ms.push(performance.now() - began)
  }
  ms.sort((a, b) => a - b)
  const at = (share: number) => rounded(ms[Math.floor(ms.length * share)] ?? Number.NaN, 3)
  return { p50: at(0.5), p99: at(0.99) }
}

function ask({ method, path, headers, body }: LoadRequest, endpoint: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const length = String(Buffer.byteLength(body))
    const given = { method, headers: { ...headers, 'content-length': length }, agent }
    const sent = httpRequest(new URL(path, endpoint), given, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        if (response.statusCode === 200) resolve(text)
        else reject(new Error(`${response.statusCode} ${text}`))
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
