/** What is kept of backups, of copies of items that are under way, and of what items were before. */
import { collection } from '../../../kernel/collection.ts'
import type { KeyPart } from '../../../kernel/store/key.ts'
import type { Table } from '../state.ts'

/** Of the table's member: point-in-time recovery is on. */
export interface Recovery {
  /** Nothing before can be restored. */
  readonly sinceMs: number
  readonly periodDays: number
}

/** Of the table's member: it is being made by a restore. */
export interface Restoration {
  readonly sourceTableArn: string
  readonly backupArn?: string
  /** Of the instant that is restored. */
  readonly atMs: number
}

/** Outlives its table. */
export interface Backup {
  /** The end of its ARN; the first 14 digits are the instant of its creation. */
  readonly id: string
  readonly name: string
  readonly type: 'USER' | 'SYSTEM'
  readonly createdAtMs: number
  readonly expiresAtMs?: number
  /** The table as it was. */
  readonly table: Table
  /** What its items are kept under, as those of a table are under the table's id. */
  readonly space: string
}

/** The items of a table or backup on their way to a backup or table, a piece at a time. */
export interface Copy {
  /** What the copied items are kept under. */
  readonly target: string
  /** What those to be copied are kept under. */
  readonly source: string
  /** The table that goes on changing while its items are copied; absent: a backup, which doesn't. */
  readonly sourceTable?: string
  /** The copy is of the items as they were then; of a table only. */
  readonly as?: Position
  /** The table that is being restored. */
  readonly restores?: string
  readonly startedAtMs: number
  /** The item that was copied last. */
  readonly after?: { readonly partition: string; readonly sort?: KeyPart }
  /** All items are copied; what changed meanwhile is undone up to here. */
  readonly undoneTo?: Position
}

/** Behind a change; without `number` behind all changes of the instant. */
export interface Position {
  readonly atMs: number
  readonly number?: number
}

/** What an item was before a change. */
export interface Former {
  readonly space: string
  readonly atMs: number
  /** Counts the changes of an instant. */
  readonly number: number
  readonly partition: string
  readonly sort?: KeyPart
  /** Of the item's place. */
  readonly tie: string
  /** As `stored-item.ts` keeps it; absent: there was none. */
  readonly old?: string
}

export const backupCollections = {
  backups: collection({
    version: 1,
    key: (backup: Backup) => [backup.table.name, backup.id],
    indexes: {
      age: (backup: Backup) => [backup.id, backup.table.name],
      space: (backup: Backup) => [backup.space],
    },
  }),

  copies: collection({
    version: 1,
    key: (copy: Copy) => [copy.target],
    indexes: { source: (copy: Copy) => [copy.source] },
  }),

  formers: collection({
    version: 1,
    key: (former: Former) => [former.space, former.atMs, former.number],
    indexes: { place: ({ space, tie, atMs, number }: Former) => [space, tie, atMs, number] },
  }),
}
