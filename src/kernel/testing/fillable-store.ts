/** A store in memory that can be full: it tells so at once, or later, as one does that writes in groups. */
import { memoryStore } from '../store/memory-store.ts'
import { StorageError } from '../store/storage-error.ts'
import type { Store } from '../store/store.ts'

export const full = new StorageError('full', 'no room')

export function fillableStore(tells: 'at once' | 'later'): { store: Store; isFull: boolean } {
  const store = memoryStore()
  const { commit } = store
  const disk = { store, isFull: false }
  Object.assign(store, {
    commit(batch: Parameters<typeof commit>[0]) {
      if (!disk.isFull) return commit(batch)
      if (tells === 'later') return Promise.reject(full)
      throw full
    },
  })
  return disk
}
