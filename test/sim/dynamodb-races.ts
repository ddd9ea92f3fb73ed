/**
 * Many clients at once on a few counters: some add, some read and write back on the condition that
 * nobody came between, some move amounts in transactions, some read all in one; in a conflict they
 * try again. Nothing is lost, and nobody sees half of a transaction.
 */
import type { GetItemOutput, TransactGetItemsOutput } from '../../src/generated/dynamodb.ts'
import { AwsError } from '../../src/kernel/errors.ts'
import { isConflict } from './dynamodb-appends.ts'
import type { Item, TableModel } from './dynamodb-model.ts'
import type { Below } from './dynamodb-random-writes.ts'
import type { Cloud } from './dynamodb-tables.ts'

const accounts = ['account0', 'account1', 'account2']
const moneyOfAll = 300
const counter = 'counter'

export async function raceCounters(cloud: Cloud, table: TableModel, below: Below): Promise<void> {
  const counters = new Counters(cloud, table.name)
  await Promise.all(accounts.map((pk) => counters.put(pk, moneyOfAll / accounts.length)))
  await counters.put(counter, 0)
  const clients = Array.from({ length: 12 }, (_, at) => {
    const [from = '', to = ''] = [accounts[at % 3], accounts[(at + 1 + below(2)) % 3]]
    const amount = 1 + below(60)
    return [
      () => counters.add(1),
      () => counters.addByReading(),
      () => counters.move({ from, to, amount }),
      () => counters.checkMoney(),
    ][at % 4]?.()
  })
  await Promise.all(clients)
  // Any two of the transfers have an account in common, and all of them begin at once.
  if (counters.conflicts < 2) throw new Error(`there were ${counters.conflicts} conflicts`)
  await counters.checkMoney()
  const counted = await counters.read(counter)
  if (counted !== 6) throw new Error(`six additions came to ${counted}`)
  for (const pk of [...accounts, counter]) {
    const item: Item = { pk: { S: pk }, n: { N: String(await counters.read(pk)) } }
    table.items.set(table.nameOf(item), item)
  }
}

class Counters {
  conflicts = 0
  readonly #call: Cloud['call']
  readonly #turn: () => Promise<void>
  readonly #TableName: string

  constructor({ call, real }: Cloud, TableName: string) {
    this.#call = call
    this.#turn = () => real.turn()
    this.#TableName = TableName
  }

  async put(pk: string, n: number): Promise<void> {
    const Item = { pk: { S: pk }, n: { N: String(n) } }
    await this.#call('PutItem', { TableName: this.#TableName, Item })
  }

  async read(pk: string): Promise<number> {
    const { Item } = await this.#call<GetItemOutput>('GetItem', this.#of(pk))
    return Number(Item?.['n']?.N)
  }

  async add(n: number): Promise<void> {
    await this.#retried(() => this.#call('UpdateItem', { ...this.#of(counter), ...adding(n) }))
  }

  /** Reads, and writes one more on the condition that it is still what was read. */
  async addByReading(): Promise<void> {
    for (;;) {
      const seen = await this.read(counter)
      const write = {
        ...this.#of(counter),
        UpdateExpression: 'SET n = :next',
        ConditionExpression: 'n = :seen',
        ExpressionAttributeValues: {
          ':next': { N: String(seen + 1) },
          ':seen': { N: String(seen) },
        },
      }
      const done = await isCarriedOut(this.#retried(() => this.#call('UpdateItem', write)))
      if (done) return
    }
  }

  /** Where there is enough. */
  async move({ from, to, amount }: { from: string; to: string; amount: number }): Promise<void> {
    const TransactItems = [
      {
        Update: {
          ...this.#of(from),
          UpdateExpression: 'SET n = n - :n',
          ConditionExpression: 'n >= :n',
          ExpressionAttributeValues: { ':n': { N: String(amount) } },
        },
      },
      { Update: { ...this.#of(to), ...adding(amount) } },
    ]
    const moved = this.#retried(() => this.#call('TransactWriteItems', { TransactItems }))
    await isCarriedOut(moved)
  }

  async checkMoney(): Promise<void> {
    const TransactItems = accounts.map((pk) => ({ Get: this.#of(pk) }))
    const { Responses = [] } = await this.#retried(() =>
      this.#call<TransactGetItemsOutput>('TransactGetItems', { TransactItems }),
    )
    const sum = Responses.reduce((all, { Item }) => all + Number(Item?.['n']?.N), 0)
    if (sum !== moneyOfAll) throw new Error(`the accounts hold ${sum} of ${moneyOfAll}`)
  }

  /** Until no conflict refuses it. */
  async #retried<T>(ask: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await ask()
      } catch (error) {
        if (!isConflict(error)) throw error
        this.conflicts++
        await this.#turn()
      }
    }
  }

  #of(pk: string) {
    return { TableName: this.#TableName, Key: { pk: { S: pk } } }
  }
}

function adding(n: number) {
  return {
    UpdateExpression: 'ADD n :n',
    ExpressionAttributeValues: { ':n': { N: String(n) } },
  }
}

/** `false`: a condition refused it. */
async function isCarriedOut(call: Promise<unknown>): Promise<boolean> {
  try {
    await call
    return true
  } catch (error) {
    const refusals = ['ConditionalCheckFailedException', 'TransactionCanceledException']
    if (error instanceof AwsError && refusals.includes(error.code)) return false
    throw error
  }
}
