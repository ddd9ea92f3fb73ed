/** The state that a snapshot holds, taken in beside the one that is served. */
import { type BlobsSuccessor, isBlobId } from './blobs.ts'
import { clockKey } from './clock-record.ts'
import type { ClockState } from './clock.ts'
import type { Kernel } from './kernel.ts'
import { restoringKey } from './restoring.ts'
import type { LoadedPart } from './saved-part.ts'
import { readCounts, readEntries, readHead } from './snapshot-content.ts'
import {
  type Counts,
  damaged,
  type Frame,
  framesOf,
  type FrameType,
  SnapshotRefused,
} from './snapshot-format.ts'
import type { Key } from './store/key.ts'
import type { StoreSuccessor, Write } from './store/store.ts'

const bytesPerBatch = 1_000_000

export class IncomingState {
  readonly #kernel: Kernel
  readonly #store: StoreSuccessor
  readonly #blobs: BlobsSuccessor
  readonly #parts = new Map<string, LoadedPart>()
  readonly #blobIds = new Set<string>()
  #entries = 0
  #lastKey: Key = ''
  #batch: Write[] = []
  #batchSize = 0
  #isInPlace = false

  private constructor(kernel: Kernel, store: StoreSuccessor, blobs: BlobsSuccessor) {
    this.#kernel = kernel
    this.#store = store
    this.#blobs = blobs
  }

  static async beside(kernel: Kernel): Promise<IncomingState> {
    const store = await kernel.store.successor()
    try {
      return new IncomingState(kernel, store, await kernel.blobs.successor(store.name))
    } catch (error) {
      await store.drop()
      throw error
    }
  }

  /** To the snapshot's end, all of which is looked at. @throws SnapshotRefused */
  async read(file: AsyncIterable<Uint8Array>): Promise<void> {
    const frames = framesOf(file)
    try {
      await this.#readFrames(new FrameReader(frames))
    } finally {
      await frames.return(undefined)
    }
    await this.#store.flush()
  }

  /** @throws StorageError, having changed nothing. */
  async takePlace(): Promise<void> {
    this.#store.takePlace()
    this.#isInPlace = true
    this.#blobs.takePlace()
    if (this.#parts.size === 0) return
    for (const part of this.#parts.values()) await part.keep()
    await this.#kernel.store.commit([{ key: restoringKey, value: undefined }])
  }

  /** Does nothing when it has taken its place. */
  async drop(): Promise<void> {
    if (this.#isInPlace) return
    for (const part of this.#parts.values()) await part.drop()
    await this.#blobs.drop()
    await this.#store.drop()
  }

  async #readFrames(frames: FrameReader): Promise<void> {
    const head = await frames.next()
    if (head?.type !== 'h') throw damaged()
    const { clock } = readHead(head.payload)
    for (;;) {
      const frame = await frames.next()
      if (!frame) throw damaged()
      if (frame.type === 'z') return this.#end(frame, await frames.next(), clock)
      const taker = this.#takers[frame.type]
      if (!taker) throw damaged()
      await taker(frame.payload, frames)
    }
  }

  readonly #takers: Readonly<
    Partial<Record<FrameType, (payload: Buffer, frames: FrameReader) => Promise<void>>>
  > = {
    e: (payload) => this.#addEntries(payload),
    b: (payload, frames) => this.#addBlob(payload.toString('latin1'), frames),
    p: (payload, frames) => this.#addPart(payload.toString(), frames),
  }

  async #addEntries(payload: Buffer): Promise<void> {
    for (const [key, value] of readEntries(payload)) {
      // Snapshots are written in key order, so that nothing is there twice.
      if (key <= this.#lastKey || key === restoringKey) throw damaged()
      this.#lastKey = key
      this.#entries++
      this.#batch.push({ key, value })
    }
    this.#batchSize += payload.length
    if (this.#batchSize > bytesPerBatch) await this.#commit()
  }

  async #addBlob(id: string, frames: FrameReader): Promise<void> {
    if (!isBlobId(id) || this.#blobIds.has(id)) throw damaged()
    this.#blobIds.add(id)
    await this.#blobs.put(id, frames.bytes())
    await frames.skipBytes()
  }

  async #addPart(name: string, frames: FrameReader): Promise<void> {
    const part = this.#kernel.parts.savedParts?.find((part) => part.name === name)
    if (!part) {
      throw new SnapshotRefused(
        `The snapshot holds data of ${name}, which this Kasane doesn't run. Nothing was changed.`,
      )
    }
    if (this.#parts.has(name)) throw damaged()
    this.#parts.set(name, await part.load(frames.bytes()))
    await frames.skipBytes()
  }

  async #end({ payload }: Frame, after: Frame | undefined, clock: ClockState): Promise<void> {
    if (after || !this.#isAll(readCounts(payload))) throw damaged()
    this.#batch.push({ key: clockKey, value: clock })
    if (this.#parts.size > 0) this.#batch.push({ key: restoringKey, value: true })
    await this.#commit()
  }

  #isAll({ entries, blobs, parts }: Counts): boolean {
    return entries === this.#entries && blobs === this.#blobIds.size && parts === this.#parts.size
  }

  async #commit(): Promise<void> {
    await this.#store.commit(this.#batch)
    this.#batch = []
    this.#batchSize = 0
    await this.#kernel.clock.real.turn()
  }
}

/** Frames one after another; the `c` frames behind one are its bytes. */
class FrameReader {
  readonly #frames: AsyncIterator<Frame>
  /** Read already, and not taken. */
  #ahead: Frame | undefined

  constructor(frames: AsyncIterator<Frame>) {
    this.#frames = frames
  }

  async next(): Promise<Frame | undefined> {
    const ahead = this.#ahead
    this.#ahead = undefined
    if (ahead) return ahead
    const next = await this.#frames.next()
    return next.done ? undefined : next.value
  }

  async *bytes(): AsyncGenerator<Uint8Array> {
    let frame = await this.next()
    for (; frame?.type === 'c'; frame = await this.next()) yield frame.payload
    this.#ahead = frame
  }

  /** Those that their reader has left. */
  async skipBytes(): Promise<void> {
    for await (const chunk of this.bytes()) void chunk
  }
}
