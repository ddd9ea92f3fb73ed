import { describe, it } from 'vitest'
import { expectAgreement } from './kernel-simulation.ts'
import { inMemory, onDisk } from './restartable-stores.ts'

/** More seeds by `SEEDS=1000`, one by `SEED=name`. */
const { SEEDS = '20', SEED } = process.env
const seeds = SEED ? [SEED] : Array.from({ length: Number(SEEDS) }, (_, at) => `seed-${at}`)

describe.each([
  ['in memory', inMemory],
  ['on disk', onDisk(false)],
  ['on disk, when answers wait for it', onDisk(true)],
])('a cloud %s', (_where, make) => {
  it.each(seeds)('agrees with a naive model of itself, whatever happens (%s)', async (seed) => {
    const restartable = await make()
    try {
      await expectAgreement(seed, restartable)
    } finally {
      await restartable.end()
    }
  })
})
