/** Everything the cloud holds, as one file: store, blobs, clock, and what engines keep themselves. */
import type { Kernel } from './kernel.ts'
import { entryFrames, frameOf, jsonFrame, snapshotStart } from './snapshot-format.ts'
import { everything } from './store/store.ts'

/** The state as it is now, whatever is written while it is read. */
export function saveSnapshot(kernel: Kernel): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => snapshotOf(kernel) }
}

async function* snapshotOf(kernel: Kernel): AsyncGenerator<Uint8Array> {
  const { blobReferences, clock, measuring, store } = kernel
  await measuring.handOverAll()
  const entries = store.count(everything)
  const frozen = store.frozen()
  const blobs = [...blobReferences.list()]
  const unhold = blobReferences.hold()
  try {
    yield snapshotStart(clock.state())
    for (const frame of entryFrames(frozen)) {
      yield frame
      // The cloud goes on answering while it is saved.
      await clock.real.turn()
    }
    for (const id of blobs) yield* blobOf(kernel, id)
    const parts = kernel.parts.savedParts ?? []
    for (const { name, save } of parts) {
      yield frameOf('p', Buffer.from(name))
      for await (const chunk of save()) yield frameOf('c', chunk)
    }
    yield jsonFrame('z', { entries, blobs: blobs.length, parts: parts.length })
  } finally {
    unhold()
    frozen.release()
  }
}

async function* blobOf({ blobs }: Kernel, id: string): AsyncGenerator<Uint8Array> {
  yield frameOf('b', Buffer.from(id))
  for await (const chunk of await blobs.read(id)) yield frameOf('c', chunk)
}
