/** What isn't in the store but belongs to the cloud's state: an engine's own data. */
import type { ByteSource } from './blobs.ts'

export interface SavedPart {
  /** Names it within snapshots. */
  readonly name: string
  save(): ByteSource
  /** Takes in what `save` gave and changes nothing yet. @throws Error when it isn't that. */
  load(bytes: AsyncIterable<Uint8Array>): Promise<LoadedPart>
  /** Back to what it is at the first start. */
  reset(): Promise<void>
}

export interface LoadedPart {
  /** In place of what is there. */
  keep(): Promise<void>
  drop(): Promise<void>
}
