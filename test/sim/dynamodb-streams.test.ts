import { describe, it } from 'vitest'
import { expectHistory } from './stream-simulation.ts'

/** More seeds by `SEEDS=1000`, one by `SEED=name`. */
const { SEEDS = '10', SEED } = process.env
const seeds = SEED ? [SEED] : Array.from({ length: Number(SEEDS) }, (_, at) => `seed-${at}`)

describe('a table’s stream', () => {
  it.each(seeds)('is the history of its items, and replayed gives the table (%s)', async (seed) => {
    await expectHistory(seed)
  })
})
