/** What DynamoDB keeps, in one account and region. */
import type { Changing, Reading } from '../../kernel/call.ts'
import { collection, defineState } from '../../kernel/collection.ts'
import type { KeyPart } from '../../kernel/store/key.ts'
import type { Attributes } from './attribute-value.ts'
import { backupCollections, type Recovery, type Restoration } from './backups/backup-state.ts'
import type { Insights, InsightsOf } from './contributor-insights/insights.ts'
import { type Replica, replicaCollections } from './global-tables/replica-state.ts'
import { itemForm } from './stored-item.ts'
import { streamCollections, type ViewType } from './streams/stream-state.ts'

export type KeyType = 'S' | 'N' | 'B'

export interface KeyAttribute {
  readonly name: string
  readonly type: KeyType
}

/** A table has one partition key and at most one sort key; an index of either up to four. */
export interface KeySchema {
  readonly partition: readonly KeyAttribute[]
  readonly sort: readonly KeyAttribute[]
}

export type Projection =
  | { readonly type: 'ALL' }
  | { readonly type: 'KEYS_ONLY' }
  | { readonly type: 'INCLUDE'; readonly attributes: readonly string[] }

export interface Throughput {
  readonly readUnits: number
  readonly writeUnits: number
  readonly increasedAtMs?: number
  readonly decreasedAtMs?: number
  /** On the UTC day of the last one. */
  readonly decreases?: number
}

/** What a table or index can give at once; it only grows. */
export interface Warmth {
  readonly readUnits: number
  readonly writeUnits: number
}

/** The most that on-demand mode may take; absent: no bound. */
export interface OnDemandMaxima {
  readonly readUnits?: number
  readonly writeUnits?: number
}

export interface Index {
  readonly name: string
  /** Never used again: what the entries of the index are kept under. */
  readonly id: string
  readonly kind: 'local' | 'global'
  readonly keys: KeySchema
  readonly projection: Projection
  readonly status: 'CREATING' | 'UPDATING' | 'DELETING' | 'ACTIVE'
  readonly isBackfilling?: boolean
  /** Of global ones of provisioned tables. */
  readonly throughput?: Throughput
  readonly maxima?: OnDemandMaxima
  readonly warm?: Warmth
  /** What it is being warmed for. */
  readonly warming?: Warmth
  /** Key ranges that it had before its throughput was changed: they are never merged. */
  readonly partitions?: number
  /** What an update will have set once the index is active again. */
  readonly coming?: { readonly throughput: Throughput }
}

export type TableStatus = 'CREATING' | 'UPDATING' | 'DELETING' | 'ACTIVE'

export interface StreamSetting {
  /** `undefined`: switched off. */
  readonly viewType?: ViewType
  /** Of the latest stream, which outlives its being switched off. */
  readonly label: string
  readonly id: string
}

export interface TimeToLive {
  readonly attribute?: string
  readonly changedAtMs: number
}

export interface Table {
  readonly name: string
  /** Never used again: a table made anew under an old name shares nothing with the old one. */
  readonly id: string
  readonly createdAtMs: number
  readonly status: TableStatus
  readonly keys: KeySchema
  readonly indexes: readonly Index[]
  readonly billingMode: 'PROVISIONED' | 'PAY_PER_REQUEST'
  /** The last change to on-demand mode, if there was one. */
  readonly onDemandSinceMs?: number
  readonly throughput: Throughput
  /** What an update will have set once the table is active again. */
  readonly coming?: Partial<
    Pick<
      Table,
      'throughput' | 'billingMode' | 'onDemandSinceMs' | 'tableClass' | 'tableClassSinceMs'
    >
  >
  readonly maxima?: OnDemandMaxima
  readonly warm?: Warmth
  /** What it is being warmed for. */
  readonly warming?: Warmth
  /** Key ranges that it had before its throughput was changed: they are never merged. */
  readonly partitions?: number
  readonly stream?: StreamSetting
  readonly timeToLive?: TimeToLive
  readonly isProtected: boolean
  readonly protectionChangedAtMs?: number
  readonly tableClass?: string
  readonly tableClassSinceMs?: number
  /** In the last 30 days. */
  readonly tableClassChangesMs?: readonly number[]
  readonly encryption?: Encryption
  /** Members of its group in other regions. */
  readonly replicas?: readonly Replica[]
  readonly recovery?: Recovery
  readonly insights?: Readonly<Record<InsightsOf, Insights>>
  readonly restoration?: Restoration
  /** Writes note what they replace: for `recovery`, or because its items are being copied. */
  readonly keepsHistory?: boolean
  readonly tags: Readonly<Record<string, string>>
  readonly policy?: ResourcePolicy
  /** Figures as they were last counted. */
  readonly counted: Figures
}

/** No key: one that AWS owns. */
export interface Encryption {
  readonly keyArn?: string
  /** While the table is being encrypted anew. */
  readonly coming?: { readonly keyArn?: string }
  /** In the 24 hours since the first of them. */
  readonly changesMs: readonly number[]
}

export interface ResourcePolicy {
  /** As `resource-policies/document.ts` keeps it; absent: it was deleted. */
  readonly text?: string
  readonly changedAtMs: number
}

export interface Figures {
  readonly atMs: number
  readonly items: number
  readonly bytes: number
  readonly indexes: Readonly<Record<string, { readonly items: number; readonly bytes: number }>>
}

export interface Item {
  readonly table: string
  /** What the partition key hashes to. */
  readonly partition: string
  /** Of tables with a sort key, in its order. */
  readonly sort?: KeyPart
  readonly attributes: Attributes
  /** Bytes by AWS's rules. */
  readonly size: number
  /** The attributes as JSON, of an item that was read from the store. */
  readonly json?: string
}

/** Where an index has an item; the item itself is kept once. */
export interface IndexEntry {
  readonly index: string
  readonly partition: string
  readonly sort: readonly KeyPart[]
  /** Tells items of one key apart: what their own keys hash to. */
  readonly tie: string
  readonly itemPartition: string
  readonly itemSort?: KeyPart
}

/** An item that expires. */
export interface Expiry {
  readonly table: string
  readonly atSeconds: number
  readonly partition: string
  readonly sort?: KeyPart
}

/** A transaction that was carried out, so that the same one isn't again. */
export interface Transaction {
  readonly token: string
  /** What the request hashes to. */
  readonly request: string
  readonly untilMs: number
}

const parts = (sort: KeyPart | undefined): readonly KeyPart[] => (sort === undefined ? [] : [sort])

export const state = defineState({
  tables: collection({ version: 1, key: (table: Table) => [table.name] }),

  items: collection({
    version: 2,
    key: (item: Item): readonly KeyPart[] => [item.table, item.partition, ...parts(item.sort)],
    form: itemForm,
    upgrade: (old) => old as Item,
  }),

  entries: collection({
    version: 1,
    key: (entry: IndexEntry): readonly KeyPart[] => [
      entry.index,
      entry.partition,
      ...entry.sort,
      entry.tie,
    ],
  }),

  expiries: collection({
    version: 1,
    key: (expiry: Expiry): readonly KeyPart[] => [
      expiry.table,
      expiry.atSeconds,
      expiry.partition,
      ...parts(expiry.sort),
    ],
  }),

  transactions: collection({
    version: 1,
    key: (transaction: Transaction) => [transaction.token],
    indexes: { age: (transaction: Transaction) => [transaction.untilMs] },
  }),

  ...streamCollections,
  ...backupCollections,
  ...replicaCollections,
})

export type DynamodbReading = Reading<typeof state>
export type DynamodbChange = Changing<typeof state>
export type DynamodbState = DynamodbReading['state']
