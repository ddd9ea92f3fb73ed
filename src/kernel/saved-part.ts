/** What isn't in the store but belongs to the cloud's state: an engine's own data. */
import type { ByteSource } from './blobs.ts'

export interface SavedPart {
  /** Names it within snapshots. */
  readonly name: string
  save(): ByteSource
  load(bytes: AsyncIterable<Uint8Array>): Promise<void>
  /** Back to what it is at the first start. */
  reset(): Promise<void>
}
