/** The cloud's state as a whole: forgotten, written to a file, read from one. */
import { resetAll, restoreSnapshot } from '../kernel/restore.ts'
import { saveSnapshot } from '../kernel/snapshot.ts'
import type { Cloud } from './cloud.ts'

type Whole = Pick<Cloud, 'kernel' | 'journal'>

/** Forgets all state, and what was recorded of the calls that made it. */
export async function resetCloud({ kernel, journal }: Whole): Promise<void> {
  await resetAll(kernel)
  journal.clear()
}

export function snapshotOf({ kernel }: Whole): AsyncIterable<Uint8Array> {
  return saveSnapshot(kernel)
}

/** @throws SnapshotRefused, having changed nothing. */
export async function restoreCloud(
  { kernel, journal }: Whole,
  file: AsyncIterable<Uint8Array>,
): Promise<void> {
  await restoreSnapshot(kernel, file)
  journal.clear()
}
