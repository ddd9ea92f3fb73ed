/**
 * Replaces all state: by nothing (reset), or by what a snapshot holds (restore). The new state is
 * built beside the old one, which goes on serving, and is looked at to its end; then it takes the old
 * one's place in one step. Whatever fails before, or kills the process, leaves the old one as it was.
 */
import { clockKey } from './clock-record.ts'
import type { Kernel } from './kernel.ts'
import { IncomingState } from './incoming-state.ts'

export { checkRestored } from './restoring.ts'

/** Forgets everything but the clock; waiting calls end, the process goes on. */
export async function resetAll(kernel: Kernel): Promise<void> {
  const clock = kernel.store.get(clockKey)
  await kernel.replaceState(async () => {
    await kernel.store.clear(clock === undefined ? [] : [{ key: clockKey, value: clock }])
    await deleteBlobs(kernel)
    for (const part of kernel.parts.savedParts ?? []) await part.reset()
  })
}

/**
 * @throws SnapshotRefused when the file isn't whole, isn't one, or is too new; StorageError when there
 *   is no room; whatever the file throws. Nothing is changed then.
 */
export async function restoreSnapshot(
  kernel: Kernel,
  file: AsyncIterable<Uint8Array>,
): Promise<void> {
  const incoming = await IncomingState.beside(kernel)
  try {
    await incoming.read(file)
    await kernel.replaceState(() => incoming.takePlace())
  } catch (error) {
    await incoming.drop()
    throw error
  }
}

async function deleteBlobs({ blobs }: Kernel): Promise<void> {
  for (const id of await blobs.list()) await blobs.delete(id)
}
