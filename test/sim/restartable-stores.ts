/** Stores that outlive the clouds over them: in memory, and in a data directory. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DataDirectory, openDataDirectory } from '../../src/engines/data-directory.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import { memoryStore } from '../../src/kernel/store/memory-store.ts'
import type { Restartable } from './kernel-simulation.ts'

export async function inMemory(): Promise<Restartable> {
  const store = memoryStore()
  return { open: () => Promise.resolve(store), close: async () => {}, end: async () => {} }
}

export function onDisk(durable: boolean) {
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
