import { describe, it } from 'vitest'
import { expectModel } from './dynamodb-simulation.ts'
import { inMemory, onDisk } from './restartable-stores.ts'

/** More seeds by `SEEDS=1000`, one by `SEED=name`. */
const { SEEDS = '3', SEED } = process.env
const seeds = SEED ? [SEED] : Array.from({ length: Number(SEEDS) }, (_, at) => `seed-${at}`)

describe.each([
  ['in memory', inMemory],
  ['on disk', onDisk(false)],
])('DynamoDB %s', (_where, make) => {
  it.each(seeds)('answers as a simple model does, whatever happens (%s)', async (seed) => {
    const restartable = await make()
    try {
      await expectModel(seed, restartable)
    } finally {
      await restartable.end()
    }
  })
})
