/**
 * Transactions of reads, alike as TransactGetItems and as PartiQL's ExecuteTransaction. AWS: in two
 * phases; what is written between them, or held by a transaction of writes, cancels them.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
 */
import type { Attributes } from './attribute-value.ts'
import type { Consumption } from './capacity.ts'
import { findItem } from './items.ts'
import type { ItemPlace } from './keys.ts'
import { transactionBytesMax } from './limits.ts'
import { meterRead } from './metering.ts'
import type { ReadingAhead } from './page-in-turns.ts'
import type { DynamodbChange, DynamodbReading, Item, Table } from './state.ts'
import { requireUsableTable } from './table.ts'
import type { ItemOperation } from './throughput/admission.ts'
import { toldKey } from './told-key.ts'
import { checkDistinct, requireUnits } from './transaction.ts'
import {
  cancellation,
  conflictReason,
  transactionCancelled,
  transactionTooLarge,
} from './transaction-errors.ts'
import { countConflicts, type Holder, locksOf, toldHolder } from './transaction-locks.ts'

/** A read of one item. */
export interface KnownRead {
  /** The table as the request names it. */
  readonly given: string
  readonly table: Table
  readonly key: Attributes
  readonly place: ItemPlace
}

/** What the first phase saw of an item. */
interface Look {
  readonly heldBy: Holder | undefined
  /** The item as it is kept. */
  readonly json: string | undefined
}

/**
 * The first phase: looks at the items, and gives others a turn.
 * @returns what `finishReads` goes on with; throws what planning threw, so that `run` refuses the call
 */
export async function beginReads<Read extends KnownRead>(
  call: ReadingAhead<object>,
  plan: () => readonly Read[],
): Promise<() => readonly (Read & Look)[]> {
  try {
    const reads = plan()
    checkDistinct(reads)
    const looks = reads.map((read) => ({ ...read, ...lookAt(call, read) }))
    if (looks.every(({ heldBy }) => heldBy === undefined)) await call.othersTurn()
    return () => looks
  } catch (error) {
    return () => {
      throw error
    }
  }
}

export interface DoneRead {
  readonly item: Item | undefined
  readonly consumption: Consumption
}

/**
 * The second one: reads the items again, and takes what that consumes, also in a conflict.
 * @throws AwsError TransactionCanceledException, ResourceNotFoundException, ValidationException
 */
export function finishReads<Read extends KnownRead>(
  call: DynamodbChange,
  operation: ItemOperation,
  looks: readonly (Read & Look)[],
): readonly (Read & DoneRead)[] {
  const read = looks.map((look) => {
    const table = requireUsableTable(call, look.given)
    const { heldBy, json } = lookAt(call, { ...look, table })
    const item = findItem(call.state, table, look.place)
    const consumption = meterRead(table, look.place, item, 'transactional')
    const isInConflict = look.heldBy !== undefined || heldBy !== undefined || json !== look.json
    return { ...look, table, heldBy: look.heldBy ?? heldBy, item, consumption, isInConflict }
  })
  requireUnits(
    call,
    operation,
    read.map(({ consumption }) => consumption),
  )
  refuseConflicts(call, read)
  const bytes = read.reduce((sum, { item }) => sum + (item?.size ?? 0), 0)
  if (bytes > transactionBytesMax) throw transactionTooLarge()
  return read
}

function lookAt(call: DynamodbReading, { table, place }: Pick<KnownRead, 'table' | 'place'>): Look {
  const json = findItem(call.state, table, place)?.json
  return { heldBy: locksOf(call).holderOf({ table, place }), json }
}

function refuseConflicts(
  call: DynamodbReading,
  reads: readonly (KnownRead & { heldBy: Holder | undefined; isInConflict: boolean })[],
): void {
  const inConflict = reads.filter(({ isInConflict }) => isInConflict)
  if (inConflict.length === 0) return
  countConflicts(
    call,
    inConflict.map(({ table }) => table),
  )
  const reasons = reads.map(({ isInConflict }) =>
    isInConflict ? conflictReason : { Code: 'None' },
  )
  const facts = reads.map(({ table, key, heldBy }) => ({
    table: table.name,
    key: toldKey(table, key),
    ...(heldBy && { heldBy: toldHolder(heldBy) }),
  }))
  throw transactionCancelled(reasons, cancellation(reasons, facts))
}
