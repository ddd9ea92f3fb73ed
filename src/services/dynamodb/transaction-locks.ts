/**
 * Items that transactions under way hold: what would write them, or read them in a transaction, is
 * refused until they are let go. In memory alone, so that a restart lets all of them go.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
 */
import { memory } from '../../kernel/memory.ts'
import { type ItemPlace, tieOf } from './keys.ts'
import type { DynamodbReading, Table } from './state.ts'
import { supplyOf } from './throughput/supply.ts'
import type { HeldBy } from './transaction-errors.ts'
import type { TokenedRequest } from './transaction-token.ts'

/** The request whose transaction is under way. */
export interface Holder extends HeldBy {
  readonly operation: 'TransactWriteItems' | 'ExecuteTransaction'
  /** As far as it has a token. */
  readonly tokened: TokenedRequest | undefined
}

/** An item, be it there or not. */
export interface Located {
  readonly table: Table
  readonly place: ItemPlace
}

class TransactionLocks {
  readonly #byItem = new Map<string, Holder>()
  readonly #byToken = new Map<string, Holder>()

  holderOf(item: Located): Holder | undefined {
    return this.#byItem.size === 0 ? undefined : this.#byItem.get(itemNameOf(item))
  }

  /** Whose transaction of this token is under way. */
  holderOfToken(token: string): Holder | undefined {
    return this.#byToken.get(token)
  }

  /** Items that nobody holds. Answers how to let them go. */
  hold(holder: Holder, items: readonly Located[]): () => void {
    const names = items.map(itemNameOf)
    const token = holder.tokened?.token
    for (const name of names) this.#byItem.set(name, holder)
    if (token !== undefined) this.#byToken.set(token, holder)
    return () => {
      for (const name of names) this.#byItem.delete(name)
      if (token !== undefined) this.#byToken.delete(token)
    }
  }
}

const locks = memory(() => new TransactionLocks())

export function locksOf({ memory: remembered }: DynamodbReading): TransactionLocks {
  return remembered(locks)
}

/** As refusals tell of it. */
export function toldHolder({ requestId, operation }: Holder): HeldBy {
  return { requestId, operation }
}

/** Tells items of all tables apart. */
export function itemNameOf({ table, place }: Located): string {
  return `${table.id} ${tieOf(place)}`
}

/**
 * AWS: the metric's sum tells the items that were refused, its sample count the requests.
 * @param tables of the items that were refused, one for each
 */
export function countConflicts(call: DynamodbReading, tables: readonly Table[]): void {
  for (const table of new Set(tables)) {
    const items = tables.filter((one) => one === table).length
    supplyOf(call, table).measures.count('TransactionConflict', items)
  }
}
