/**
 * Metered calls of 1 KB dispatched through the gateway in this process, signed by a user's own key,
 * at 300 a second of a held clock:
 * so fast emulated hours pass. `npm run bench dynamodb-dispatch`.
 */
import { performance } from 'node:perf_hooks'
import type { SdkRequest } from '../src/server/in-process.ts'
import { type Caller, fill, requests, userKeys } from './support/dynamodb-clouds.ts'
import { keepFigures } from './support/figures.ts'
import { endpoint, sdkRequest, sendInProcess, startKasane } from './support/in-process.ts'
import { median, rounded } from './support/statistics.ts'

const calls = Number(process.argv[2] ?? 20_000)
const operations = (process.argv[3] ?? 'GetItem,PutItem').split(',') as (keyof typeof requests)[]
const rounds = 5
/** Of emulated time. */
const callsPerSecond = 300
const root = { accessKeyId: 'AKIDBENCH', secretAccessKey: 'a secret of the bench' }
const rootKey = { id: root.accessKeyId, secret: root.secretAccessKey, account: '000000000000' }

const kasane = await startKasane({ accessKeys: [rootKey] })
const handler = kasane.requestHandler()
const send: Caller['send'] = (_, request) => sendInProcess(handler, request)

const asRoot: Caller = { endpoint, keys: root, send }
const caller: Caller = { endpoint, keys: await userKeys(asRoot), send }
await fill({ ...caller, passTime: () => kasane.clock.advance(1_000) })
const figures: Record<string, unknown> = {}
for (const operation of operations) figures[operation] = await measure(operation)
await kasane.stop()
keepFigures('dynamodb-dispatch', {
  what: `calls a second of CPU time, medians of ${rounds} rounds of ${calls} calls`,
  ...figures,
})

async function measure(operation: keyof typeof requests) {
  const sent = requests[operation](caller).map((request) => sdkRequest(request))
  const cpuUs: number[] = []
  const perSecond: number[] = []
  for (let round = 0; round < rounds + 1; round++) {
    const [cpu, began] = [process.cpuUsage(), performance.now()]
    for (let at = 0; at < calls; at++) {
      if (at % callsPerSecond === 0) await kasane.clock.advance(1_000)
      const { response } = await handler.handle(sent[at % sent.length] as SdkRequest)
      if (response.statusCode !== 200) throw new Error(`${operation}: ${response.statusCode}`)
    }
    const { user, system } = process.cpuUsage(cpu)
    cpuUs.push((user + system) / calls)
    perSecond.push(calls / ((performance.now() - began) / 1_000))
  }
  // The first round warms up.
  return {
    perSecond: Math.round(median(perSecond.slice(1))),
    cpuUs: rounded(median(cpuUs.slice(1)), 1),
  }
}
