/**
 * What time costs: processor time of a kernel at rest with 10,000 due timers and of one with none,
 * in turn, and moving the clock 30 days over 100 idle queues that are being polled.
 * `npm run bench time`; with shorter rests, in seconds: `node tools/run.mjs bench/time.ts 1`.
 */
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Clock, machineTime } from '../src/kernel/clock.ts'
import { Kernel } from '../src/kernel/kernel.ts'
import { ownerAuthoriser } from '../src/kernel/owner-authoriser.ts'
import { machineRandom } from '../src/kernel/random.ts'
import { defineService } from '../src/kernel/service.ts'
import { memoryStore } from '../src/kernel/store/memory-store.ts'
import { keepFigures } from './support/figures.ts'
import { start } from './support/processes.ts'
import { sqs } from './support/sqs.ts'
import { median, rounded } from './support/statistics.ts'

const timers = 10_000
const restMs = Number(process.argv[2] ?? 5) * 1_000
const queues = 100
const rounds = 5

/** What a rest would otherwise pay for is collected before it. */
setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const withTimers: number[] = []
const without: number[] = []
const thirtyDaysMs: number[] = []
for (let round = 0; round <= rounds; round++) {
  const next = [await cpuAtRest(timers), await cpuAtRest(0), await moveThirtyDays()] as const
  // The first round warms up.
  if (round === 0) continue
  withTimers.push(next[0])
  without.push(next[1])
  thirtyDaysMs.push(next[2])
}

keepFigures('time', {
  what: `CPU time of ${restMs / 1_000} s at rest with ${timers} due timers and with none; 30 days over ${queues} idle, polled queues; medians of ${rounds} rounds`,
  restCpuMs: { withTimers: rounded(median(withTimers)), without: rounded(median(without)) },
  thirtyDaysMs: rounded(median(thirtyDaysMs)),
})

async function cpuAtRest(count: number): Promise<number> {
  const kernel = new Kernel({
    store: memoryStore(),
    clock: new Clock(machineTime),
    random: machineRandom(),
    authoriser: ownerAuthoriser,
    services: { names: [], loaded: () => undefined, load: () => Promise.resolve(undefined) },
    reportBug: (error) => console.error(error),
  })
  const service = defineService({
    name: 'timers',
    state: {},
    operations: [],
    jobs: { ring: { run: () => undefined } },
  })
  const place = { partition: 'aws', account: '000000000000', region: 'us-east-1' }
  const { changing } = kernel.cells.of(service, place)
  const inAnHour = kernel.clock.now() + 3_600_000
  kernel.change(() => {
    for (let at = 0; at < count; at++) changing.at(inAnHour + at, 'ring', String(at))
  })
  collectGarbage()
  await sleep(500)
  const before = process.cpuUsage()
  await sleep(restMs)
  const { user, system } = process.cpuUsage(before)
  kernel.scheduler.stop()
  return (user + system) / 1_000
}

async function moveThirtyDays(): Promise<number> {
  const kasane = await start(['bin/kasane', 'start', '--port', '{port}'], async (endpoint) => {
    await sqs(endpoint, 'ListQueues', {})
    return true
  })
  const names = Array.from({ length: queues }, (_, at) => `q${at}`)
  for (const QueueName of names) await sqs(kasane.endpoint, 'CreateQueue', { QueueName })
  const polls = names.map((name) =>
    sqs(kasane.endpoint, 'ReceiveMessage', {
      QueueUrl: `${kasane.endpoint}/000000000000/${name}`,
      WaitTimeSeconds: 20,
    }),
  )
  await sleep(500)
  const began = performance.now()
  const response = await fetch(`${kasane.endpoint}/_kasane/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advance: 'P30D' }),
  })
  const ms = performance.now() - began
  if (!response.ok) throw new Error(await response.text())
  await Promise.all(polls)
  await kasane.stop()
  return ms
}
