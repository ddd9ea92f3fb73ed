import { describe, it } from 'vitest'
import { inMemory, onDisk } from './restartable-stores.ts'
import { expectHistory } from './stream-simulation.ts'

/** More seeds by `SEEDS=1000`, one by `SEED=name`. */
const { SEEDS = '8', SEED } = process.env
const seeds = SEED ? [SEED] : Array.from({ length: Number(SEEDS) }, (_, at) => `seed-${at}`)

describe.each([
  ['in memory', inMemory],
  ['on disk', onDisk(false)],
])('a table’s stream %s', (_where, make) => {
  it.each(seeds)('is the history of its items, and replayed gives the table (%s)', async (seed) => {
    const restartable = await make()
    try {
      await expectHistory(seed, restartable)
    } finally {
      await restartable.end()
    }
  })
})
