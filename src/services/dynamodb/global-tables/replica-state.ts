/** What is kept of global tables: members, versions of items, and what has not been told yet. */
import { collection } from '../../../kernel/collection.ts'
import type { KeyPart } from '../../../kernel/store/key.ts'

/** Another member of a table's group, as the table sees it. */
export interface Replica {
  readonly region: string
  readonly status: 'CREATING' | 'ACTIVE' | 'DELETING'
  /** What the table holds is still being noted for it. */
  readonly isSeeding?: true
  /** When the table was the source of its items. */
  readonly sourcedAtMs?: number
}

/** The later write of an item wins, in every region. */
export interface Version {
  readonly atMs: number
  /** Counts an item's writes of one instant. */
  readonly number: number
  /** Where it was written. */
  readonly region: string
}

export interface ItemVersion extends Version {
  readonly space: string
  readonly partition: string
  readonly sort?: KeyPart
  /** Of an item that was deleted: an older write must not bring it back. */
  readonly goneAtMs?: number
}

/** An item that a replica must be told of, as it will be by then. */
export interface Outgoing {
  readonly space: string
  readonly region: string
  readonly partition: string
  readonly sort?: KeyPart
  /** Its key, as JSON. */
  readonly key: string
}

export function partsOf(sort: KeyPart | undefined): readonly KeyPart[] {
  return sort === undefined ? [] : [sort]
}

export const replicaCollections = {
  versions: collection({
    version: 1,
    key: ({ space, partition, sort }: ItemVersion): readonly KeyPart[] => [
      space,
      partition,
      ...partsOf(sort),
    ],
    indexes: {
      gone: ({ space, goneAtMs }: ItemVersion) =>
        goneAtMs === undefined ? undefined : [space, goneAtMs],
    },
  }),

  outgoing: collection({
    version: 1,
    key: ({ space, region, partition, sort }: Outgoing): readonly KeyPart[] => [
      space,
      region,
      partition,
      ...partsOf(sort),
    ],
  }),
}
