/** Where state is kept: in memory, or in a data directory. */
import type { Blobs } from '../kernel/blobs.ts'
import type { Random } from '../kernel/random.ts'
import { memoryStore } from '../kernel/store/memory-store.ts'
import type { Store } from '../kernel/store/store.ts'
import { version } from '../version.ts'

export interface Keeping {
  readonly store: Store
  /** In memory when left out. */
  readonly blobs?: Blobs
  close(): Promise<void>
}

export interface KeepingOptions {
  readonly path: string | undefined
  readonly durable: boolean
  readonly random: Random
}

/** LMDB takes 65 ms to load, so it is asked for with a data directory alone. @throws StorageError */
export async function openKeeping({ path, durable, random }: KeepingOptions): Promise<Keeping> {
  if (path === undefined) {
    const store = memoryStore()
    return { store, close: () => store.close() }
  }
  const { openDataDirectory } = await import('../engines/data-directory.ts')
  return openDataDirectory({ path, durable, random, version })
}
