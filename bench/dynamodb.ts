/**
 * GetItem and PutItem of 1 KB and Query of 100 items, signed by a user's own key, over 2,048 keys of
 * a table of 40,000 units: in memory and with a data directory, in turn with a bare node:http server
 * and dynalite, which is installed once: `npm run bench dynamodb`. With moto's server, which takes its
 * time: `node tools/run.mjs bench/dynamodb.ts 3 memory,moto GetItem,PutItem`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Cloud,
  fill,
  requests,
  startDynalite,
  startKasane,
  startMoto,
} from './support/dynamodb-clouds.ts'
import { keepFigures } from './support/figures.ts'
import { type Load, load } from './support/load.ts'
import { start } from './support/processes.ts'
import { median, rounded } from './support/statistics.ts'

const runs = 3
const seconds = Number(process.argv[2] ?? 3)
const warmUpSeconds = 2
const sides = (process.argv[3] ?? 'memory,dataDir,dynalite').split(',')

type Operation = keyof typeof requests
const operations = (process.argv[4] ?? 'GetItem,PutItem,Query').split(',') as Operation[]

const dataDir = mkdtempSync(join(tmpdir(), 'kasane-bench-'))
const starts = {
  memory: () => startKasane(),
  dataDir: () => startKasane(['--data-dir', join(dataDir, 'data')]),
  dynalite: startDynalite,
  moto: startMoto,
}
const bare = {
  ...(await start(['bench/support/reference-server.mjs', '{port}'], (endpoint) =>
    fetch(endpoint).then(() => true),
  )),
  keys: { accessKeyId: 'AKIDBENCH', secretAccessKey: 'a secret of the bench' },
}
const clouds: Record<string, Cloud> = {}
try {
  for (const side of sides) {
    const cloud = await starts[side as keyof typeof starts]()
    clouds[side] = cloud
    await fill(cloud, side === 'moto')
  }
  const figures: Record<string, unknown> = {}
  for (const operation of operations) figures[operation] = await compare(operation)
  keepFigures('dynamodb', {
    what: 'requests and CPU time a request, and ratios to a bare node:http server in turn',
    ...figures,
  })
} finally {
  for (const { stop } of [bare, ...Object.values(clouds)]) await stop()
  rmSync(dataDir, { recursive: true, force: true })
}

async function compare(operation: Operation) {
  const all: Record<string, Load[]> = {}
  for (const cloud of [bare, ...Object.values(clouds)]) {
    await measure(cloud, operation, warmUpSeconds)
  }
  for (let run = 0; run < runs; run++) {
    for (const [side, cloud] of Object.entries({ bare, ...clouds })) {
      ;(all[side] ??= []).push(await measure(cloud, operation, seconds))
    }
  }
  return Object.fromEntries(
    Object.entries(all).map(([side, loads]) => [side, summary(loads, all['bare'] ?? [])]),
  )
}

/** The bare server is sent a PutItem each time, so that all ratios are to the same. */
function measure(cloud: Cloud, operation: Operation, seconds: number): Promise<Load> {
  const sent = cloud === bare ? requests.PutItem(bare) : requests[operation](cloud)
  return load(cloud.endpoint, sent, { seconds, pid: cloud.pid })
}

function summary(ours: readonly Load[], bare: readonly Load[]) {
  const ratios = ours.map(({ perSecond }, run) => perSecond / (bare[run]?.perSecond ?? 1))
  const cpuRatios = ours.map(({ cpuUs }, run) => (bare[run]?.cpuUs ?? Number.NaN) / cpuUs)
  return {
    perSecond: ours.map(({ perSecond }) => Math.round(perSecond)).join(' '),
    cpuUs: ours.map(({ cpuUs }) => rounded(cpuUs, 1)).join(' '),
    failures: ours.reduce((sum, { failures }) => sum + failures, 0),
    ratio: rounded(median(ratios), 3),
    cpuRatio: rounded(median(cpuRatios), 3),
  }
}
