/** What is kept of streams, their shards and the changes in them. */
import { collection } from '../../../kernel/collection.ts'
import type { Attributes } from '../attribute-value.ts'
import type { KeySchema, ResourcePolicy } from '../state.ts'
import { changeForm } from './stored-change.ts'

export type ViewType = 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES' | 'KEYS_ONLY'

/** Outlives its being switched off, and its table, by a day. */
export interface Stream {
  /** The table's name. */
  readonly table: string
  /** The instant at which it was switched on, as its ARN has it. */
  readonly label: string
  /** Never used again: what shards and changes are kept under. */
  readonly id: string
  readonly tableId: string
  readonly viewType: ViewType
  readonly keys: KeySchema
  readonly createdAtMs: number
  readonly status: 'ENABLING' | 'ENABLED' | 'DISABLING' | 'DISABLED'
  /** Of one that was switched off. */
  readonly readableUntilMs?: number
  readonly policy?: ResourcePolicy
}

export interface Shard {
  readonly stream: string
  /** Counts a stream's shards. */
  readonly number: number
  readonly id: string
  readonly parentId?: string
  /** Of hashes of partition keys, the first 32 bits: from `from` on, up to and without `to`. */
  readonly from: number
  readonly to: number
  readonly openedAtMs: number
  readonly closedAtMs?: number
  /** The lowest sequence number that a change in it may have. */
  readonly first: number
  /** The highest one, of a closed shard. */
  readonly last?: number
  /** The highest one of a change that was trimmed. */
  readonly trimmedTo?: number
}

/** One change of an item; it has what its stream's view type shows of it, and nothing else. */
export interface Change {
  readonly stream: string
  /** The shard's number. */
  readonly shard: number
  readonly sequence: number
  readonly atMs: number
  readonly name: 'INSERT' | 'MODIFY' | 'REMOVE'
  readonly keys: Attributes
  readonly old?: Image | undefined
  readonly next?: Image | undefined
  /** The service deleted an item that had expired. */
  readonly isExpiry: boolean
  /** By AWS's rules, of its keys and images. */
  readonly size: number
}

export interface Image {
  readonly attributes: Attributes
  /** The attributes as JSON, where they are known so. */
  readonly json?: string
}

export const streamCollections = {
  streams: collection({
    version: 1,
    key: (stream: Stream) => [stream.table, stream.label],
  }),

  shards: collection({ version: 1, key: (shard: Shard) => [shard.stream, shard.number] }),

  changes: collection({
    version: 1,
    key: (change: Change) => [change.stream, change.shard, change.sequence],
    form: changeForm,
  }),
}
