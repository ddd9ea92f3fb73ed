/** The cloud's state as a whole: forgotten, written to a file, read from one. */
import type { Cloud } from './cloud.ts'

type Whole = Pick<Cloud, 'kernel' | 'journal'>

/** Forgets all state, and what was recorded of the calls that made it. */
export async function resetCloud({ kernel, journal }: Whole): Promise<void> {
  kernel.waiting.endAll()
  kernel.store.clear()
  kernel.scheduler.resume()
  kernel.incidents.clear()
  journal.clear()
}

export function snapshotOf(_cloud: Whole): AsyncIterable<Uint8Array> {
  throw new Error('the kernel takes no snapshots yet')
}

export function restoreCloud(_cloud: Whole, _file: AsyncIterable<Uint8Array>): Promise<void> {
  throw new Error('the kernel takes no snapshots yet')
}
