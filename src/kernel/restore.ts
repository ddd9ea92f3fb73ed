/**
 * Replaces all state: by nothing (reset), or by what a snapshot holds (restore). A snapshot is taken
 * in and read to its end before anything is touched, so that a damaged one changes nothing.
 */
import { clockKey } from './clock-record.ts'
import type { ClockState } from './clock.ts'
import type { Kernel } from './kernel.ts'
import {
  type Counts,
  damaged,
  entriesOf,
  type Frame,
  framesOf,
  type Head,
  snapshotFormat,
  SnapshotRefused,
} from './snapshot-format.ts'
import { keyOf } from './store/key.ts'
import { StorageError } from './store/storage-error.ts'
import type { Store, Write } from './store/store.ts'

/** There while a restore is under way. */
const restoringKey = keyOf('kernel', 'restoring')

/** Forgets everything but the clock; waiting calls end, the process goes on. */
export async function resetAll(kernel: Kernel): Promise<void> {
  const clock = kernel.store.get(clockKey)
  await kernel.replaceState(async () => {
    await kernel.store.clear(clock === undefined ? [] : [{ key: clockKey, value: clock }])
    await deleteBlobs(kernel)
    for (const part of kernel.parts.savedParts ?? []) await part.reset()
  })
}

/** @throws SnapshotRefused when the file isn't whole or too new; nothing is changed then. */
export async function restoreSnapshot(
  kernel: Kernel,
  file: AsyncIterable<Uint8Array>,
): Promise<void> {
  const staged = await kernel.blobs.write(file)
  try {
    const head = await checkSnapshot(kernel, await staged.read())
    await kernel.replaceState(async () => {
      await kernel.store.clear([{ key: restoringKey, value: true }])
      await deleteBlobs(kernel)
      await new Restoring(kernel, await staged.read()).run(head.clock)
    })
  } finally {
    await staged.drop()
  }
}

/** @throws StorageError when a restore into this store was broken off. */
export function checkRestored(store: Store): void {
  if (store.get(restoringKey) === undefined) return
  throw new StorageError(
    'damaged',
    'A restore into this data directory was broken off: it holds a part of the snapshot. Restore it into an empty data directory.',
  )
}

async function deleteBlobs({ blobs }: Kernel): Promise<void> {
  for (const id of await blobs.list()) await blobs.delete(id)
}

async function checkSnapshot(kernel: Kernel, file: AsyncIterable<Uint8Array>): Promise<Head> {
  const counts = { entries: 0, blobs: 0, parts: 0 }
  let head: Head | undefined
  let isEnded = false
  for await (const { type, payload } of framesOf(file)) {
    if (isEnded || (head === undefined) !== (type === 'h')) throw damaged()
    if (type === 'h') head = readHead(payload)
    else if (type === 'e') counts.entries += [...entriesOf(payload)].length
    else if (type === 'b') counts.blobs++
    else if (type === 'p')
      counts.parts += Number(requirePart(kernel, payload.toString()) !== undefined)
    else if (type === 'z') isEnded = isSame(counts, JSON.parse(payload.toString()) as Counts)
    else if (type !== 'c') throw damaged()
  }
  if (!head || !isEnded) throw damaged()
  return head
}

function readHead(payload: Buffer): Head {
  const head = JSON.parse(payload.toString()) as Head
  if (head.format <= snapshotFormat) return head
  throw new SnapshotRefused(
    `The snapshot has format ${head.format}, written by a newer version of Kasane; this version reads up to ${snapshotFormat}. Nothing was changed.`,
  )
}

function isSame(a: Counts, b: Counts): boolean {
  return a.entries === b.entries && a.blobs === b.blobs && a.parts === b.parts
}

function requirePart(kernel: Kernel, name: string) {
  const part = kernel.parts.savedParts?.find((part) => part.name === name)
  if (part) return part
  throw new SnapshotRefused(
    `The snapshot holds data of ${name}, which this Kasane doesn't run. Nothing was changed.`,
  )
}

const bytesPerBatch = 1_000_000

class Restoring {
  readonly #kernel: Kernel
  readonly #frames: AsyncGenerator<Frame>
  #batch: Write[] = []
  #batchSize = 0

  constructor(kernel: Kernel, file: AsyncIterable<Uint8Array>) {
    this.#kernel = kernel
    this.#frames = framesOf(file)
  }

  async run(clock: ClockState): Promise<void> {
    let frame = await this.#next()
    while (frame) {
      const { type, payload } = frame
      if (type === 'e') await this.#addEntries(payload)
      const followers = new Followers(() => this.#next())
      if (type === 'b') await this.#addBlob(payload.toString(), followers)
      if (type === 'p') await requirePart(this.#kernel, payload.toString()).load(followers.bytes())
      frame = type === 'b' || type === 'p' ? await followers.rest() : await this.#next()
    }
    this.#batch.push({ key: restoringKey, value: undefined }, { key: clockKey, value: clock })
    await this.#commit()
    await this.#kernel.store.flush()
  }

  async #next(): Promise<Frame | undefined> {
    const next = await this.#frames.next()
    return next.done ? undefined : next.value
  }

  async #addEntries(payload: Buffer): Promise<void> {
    for (const [key, value] of entriesOf(payload)) this.#batch.push({ key, value })
    this.#batchSize += payload.length
    if (this.#batchSize > bytesPerBatch) await this.#commit()
  }

  async #addBlob(id: string, followers: Followers): Promise<void> {
    const staged = await this.#kernel.blobs.write(followers.bytes(), { id })
    await staged.keep()
  }

  async #commit(): Promise<void> {
    await this.#kernel.store.commit(this.#batch)
    this.#batch = []
    this.#batchSize = 0
  }
}

/** The `c` frames behind a frame, and the first that is none. */
class Followers {
  readonly #next: () => Promise<Frame | undefined>
  #after: Frame | undefined
  #isRead = false

  constructor(next: () => Promise<Frame | undefined>) {
    this.#next = next
  }

  async *bytes(): AsyncGenerator<Uint8Array> {
    while (!this.#isRead) {
      const frame = await this.#next()
      if (frame?.type === 'c') {
        yield frame.payload
        continue
      }
      this.#after = frame
      this.#isRead = true
    }
  }

  /** What comes after them, whether their reader has read all or not. */
  async rest(): Promise<Frame | undefined> {
    while (!this.#isRead) {
      const frame = await this.#next()
      if (frame?.type === 'c') continue
      this.#after = frame
      this.#isRead = true
    }
    return this.#after
  }
}
