/** Where state is kept: in memory, or in a data directory. */
import { memoryStore } from '../kernel/store/memory-store.ts'
import type { Store } from '../kernel/store/store.ts'
import { version } from '../version.ts'

export interface Keeping {
  readonly store: Store
  close(): Promise<void>
}

/** LMDB takes 65 ms to load, so it is asked for with a data directory alone. @throws StorageError */
export async function openKeeping(path: string | undefined, durable: boolean): Promise<Keeping> {
  if (path === undefined) {
    const store = memoryStore()
    return { store, close: () => store.close() }
  }
  const { openDataDirectory } = await import('../engines/data-directory.ts')
  return openDataDirectory({ path, durable, version })
}
