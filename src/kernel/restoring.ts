/** The mark of a restore of which a part may be missing. */
import { keyOf } from './store/key.ts'
import { StorageError } from './store/storage-error.ts'
import type { Store } from './store/store.ts'

/** There until what engines keep themselves has followed the state that it belongs to. */
export const restoringKey = keyOf('kernel', 'restoring')

/** @throws StorageError when a restore into this store was broken off. */
export function checkRestored(store: Store): void {
  if (store.get(restoringKey) === undefined) return
  throw new StorageError(
    'damaged',
    'A restore into this data directory was broken off: it holds a part of the snapshot. Restore it into an empty data directory.',
  )
}
