/**
 * Signed SQS SendMessage of 1 KB, everything checked, in memory and with a data directory, against
 * a bare node:http server under the same load: `npm run bench http`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signRequest } from '../src/wire/sigv4-sign.ts'
import { keepFigures } from './support/figures.ts'
import { type Load, load, type LoadRequest } from './support/load.ts'
import { type Started, start } from './support/processes.ts'
import { median, rounded } from './support/statistics.ts'

const runs = 3
const seconds = Number(process.argv[2] ?? 5)
const credentials = { accessKeyId: 'AKIDBENCH', secretAccessKey: 'a secret of the bench' }
const flags = [
  '--quiet',
  '--access-key',
  `${credentials.accessKeyId}:${credentials.secretAccessKey}`,
]

const reference = await start(['bench/support/reference-server.mjs', '{port}'], (endpoint) =>
  fetch(endpoint).then(() => true),
)
const dataDir = mkdtempSync(join(tmpdir(), 'kasane-bench-'))
try {
  keepFigures('http', {
    what: 'SQS SendMessage of 1 KB over JSON, signature verified: requests and CPU time a request, with a bare node:http server in turn',
    memory: await compare([]),
    dataDir: await compare(['--data-dir', join(dataDir, 'data')]),
  })
} finally {
  await reference.stop()
  rmSync(dataDir, { recursive: true, force: true })
}

async function compare(more: readonly string[]) {
  const kasane = await start(
    ['bin/kasane', 'start', '--port', '{port}', ...flags, ...more],
    async (endpoint) => (await call(endpoint, 'ListQueues', {})).ok,
  )
  const created = await call(kasane.endpoint, 'CreateQueue', { QueueName: 'bench' })
  const { QueueUrl } = (await created.json()) as { QueueUrl: string }
  const input = { QueueUrl, MessageBody: 'x'.repeat(1024) }
  const warmUp = { seconds: 2, pid: kasane.pid }
  await load(kasane.endpoint, requestFor(kasane.endpoint, 'SendMessage', input), warmUp)
  await load(reference.endpoint, requestFor(reference.endpoint, 'SendMessage', input), warmUp)
  const ours: Load[] = []
  const bare: Load[] = []
  for (let run = 0; run < runs; run++) {
    bare.push(await measure(reference, input))
    // Signed anew: a signature is good for a quarter of an hour.
    ours.push(await measure(kasane, input))
  }
  await kasane.stop()
  return summary(ours, bare)
}

function measure({ endpoint, pid }: Started, input: object): Promise<Load> {
  return load(endpoint, requestFor(endpoint, 'SendMessage', input), { seconds, pid })
}

function summary(ours: readonly Load[], bare: readonly Load[]) {
  const ratios = ours.map(({ perSecond }, run) => perSecond / (bare[run]?.perSecond ?? 1))
  const cpuRatios = ours.map(({ cpuUs }, run) => (bare[run]?.cpuUs ?? Number.NaN) / cpuUs)
  return {
    perSecond: ours.map(({ perSecond }) => Math.round(perSecond)),
    barePerSecond: bare.map(({ perSecond }) => Math.round(perSecond)),
    cpuUs: ours.map(({ cpuUs }) => rounded(cpuUs, 1)),
    bareCpuUs: bare.map(({ cpuUs }) => rounded(cpuUs, 1)),
    failures: ours.reduce((sum, { failures }) => sum + failures, 0),
    ratio: rounded(median(ratios)),
    cpuRatio: rounded(median(cpuRatios)),
  }
}

function call(endpoint: string, action: string, input: object): Promise<Response> {
  const { method, headers, body } = requestFor(endpoint, action, input)
  return fetch(endpoint, { method, headers, body })
}

function requestFor(endpoint: string, action: string, input: object): LoadRequest {
  const body = JSON.stringify(input)
  const { host } = new URL(endpoint)
  const request = {
    method: 'POST',
    path: '/',
    query: '',
    headers: {
      host,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AmazonSQS.${action}`,
    },
  }
  const signing = { credentials, region: 'us-east-1', service: 'sqs', atMs: Date.now() }
  const { host: _, ...headers } = signRequest(request, Buffer.from(body), signing)
  return { method: 'POST', path: '/', headers, body }
}
