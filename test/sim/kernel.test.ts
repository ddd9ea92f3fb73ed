import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { type DataDirectory, openDataDirectory } from '../../src/engines/data-directory.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import { memoryStore } from '../../src/kernel/store/memory-store.ts'
import { expectAgreement, type Restartable } from './kernel-simulation.ts'

/** More seeds by `SEEDS=1000`, one by `SEED=name`. */
const { SEEDS = '20', SEED } = process.env
const seeds = SEED ? [SEED] : Array.from({ length: Number(SEEDS) }, (_, at) => `seed-${at}`)

async function inMemory(): Promise<Restartable> {
  const store = memoryStore()
  return { open: () => Promise.resolve(store), close: async () => {}, end: async () => {} }
}

function onDisk(durable: boolean) {
  return async (): Promise<Restartable> => {
    const path = await mkdtemp(join(tmpdir(), 'kasane-sim-'))
    const random = seededRandom('sim')
    let directory: DataDirectory | undefined
    return {
      async open() {
        directory = await openDataDirectory({ path, durable, random, version: '1' })
        return directory.store
      },
      close: async () => directory?.close(),
      end: () => rm(path, { recursive: true, force: true }),
    }
  }
}

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
