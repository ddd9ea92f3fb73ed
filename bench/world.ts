/**
 * What it takes to have a cloud in memory, in this process: `world()` with services of its own, as
 * unit tests have it, and the library's, with and without a first call: `npm run bench world`.
 */
import { performance } from 'node:perf_hooks'
import { cloudwatch } from '../src/services/cloudwatch/service.ts'
import { dynamodb } from '../src/services/dynamodb/service.ts'
import { iam } from '../src/services/iam/service.ts'
import { sqs } from '../src/services/sqs/service.ts'
import { world } from '../test/support/world.ts'
import { keepFigures } from './support/figures.ts'
import { sqsInProcess, startKasane } from './support/in-process.ts'
import { median, rounded } from './support/statistics.ts'

const rounds = Number(process.argv[2] ?? 500)

const kinds = {
  world: () => void world({ services: [sqs, dynamodb, iam, cloudwatch] }),
  async library() {
    const kasane = await startKasane()
    await kasane.stop()
  },
  async libraryAndFirstCall() {
    const kasane = await startKasane()
    await sqsInProcess(kasane.requestHandler(), 'CreateQueue', { QueueName: 'first' })
    await kasane.stop()
  },
}

const all = Object.entries(kinds).map(([name, boot]) => ({ name, boot, ms: [] as number[] }))
for (let round = 0; round < rounds; round++) {
  for (const { boot, ms } of all) {
    const began = performance.now()
    await boot()
    ms.push(performance.now() - began)
  }
}
keepFigures('world', {
  what: `a cloud in memory, made and ended: milliseconds, the first of the process and the median of ${rounds} in turn`,
  ...Object.fromEntries(
    all.map(({ name, ms }) => [
      name,
      { first: rounded(ms[0] ?? Number.NaN), median: rounded(median(ms), 3) },
    ]),
  ),
})
