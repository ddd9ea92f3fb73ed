/**
 * From the spawn to the first answered request, and the memory when idle, against a bare
 * node:http server: `npm run bench start`.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { keepFigures } from './support/figures.ts'
import { pssMiB, start } from './support/processes.ts'
import { sqs } from './support/sqs.ts'
import { median, rounded } from './support/statistics.ts'

const runs = 15
const reference = ['bench/support/reference-server.mjs', '{port}']
const kasane = ['bin/kasane', 'start', '--port', '{port}']

const refMs: number[] = []
const kasaneMs: number[] = []
const refPss: number[] = []
const kasanePss: number[] = []
for (let run = 0; run < runs; run++) {
  await measure(reference, refMs, refPss)
  await measure(kasane, kasaneMs, kasanePss)
}

keepFigures('start', {
  what: 'spawn to first answered SQS ListQueues, in memory; idle PSS three seconds later',
  startMs: {
    reference: { min: rounded(Math.min(...refMs)), median: rounded(median(refMs)) },
    kasane: { min: rounded(Math.min(...kasaneMs)), median: rounded(median(kasaneMs)) },
    ratio: rounded(Math.min(...kasaneMs) / Math.min(...refMs)),
  },
  idlePssMiB: { reference: rounded(median(refPss)), kasane: rounded(median(kasanePss)) },
})

async function measure(command: readonly string[], ms: number[], pss: number[]): Promise<void> {
  const server = await start(command, listQueues)
  ms.push(server.startMs)
  // Memory is looked at in every fifth run: the wait is longer than the start.
  if (ms.length % 5 === 0) {
    await sleep(3_000)
    pss.push(pssMiB(server.pid))
  }
  await server.stop()
}

async function listQueues(endpoint: string): Promise<boolean> {
  await sqs(endpoint, 'ListQueues', {})
  return true
}
