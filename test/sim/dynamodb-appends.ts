/**
 * Many clients at once append their names to lists, each to one or to several in a transaction, by
 * the item operations and by PartiQL, while others read all lists in one. What was answered is there
 * and what was refused isn't; all lists tell the same order; nobody sees half of a transaction.
 */
import type { AttributeValue, TransactGetItemsOutput } from '../../src/generated/dynamodb.ts'
import { AwsError } from '../../src/kernel/errors.ts'
import { expectSame, type TableModel } from './dynamodb-model.ts'
import type { Below } from './dynamodb-random-writes.ts'
import type { Cloud } from './dynamodb-tables.ts'

const lists = ['list0', 'list1', 'list2', 'list3']
const clients = 16
const rounds = 3

export async function raceAppends(cloud: Cloud, table: TableModel, below: Below): Promise<void> {
  const race = new Appends(cloud, table.name, below)
  await race.begin()
  await Promise.all(Array.from({ length: clients }, (_, at) => race.play(`client${at}`)))
  const found = await race.end()
  for (const [pk, L] of found) {
    const item = { pk: { S: pk }, entries: { L: L.map((name) => ({ S: name })) } }
    table.items.set(table.nameOf(item), item)
  }
}

/** What each list holds. */
type Seen = ReadonlyMap<string, readonly string[]>

class Appends {
  readonly #cloud: Cloud
  readonly #TableName: string
  readonly #below: Below
  /** Which lists each name was appended to, as far as it was answered so. */
  readonly #done = new Map<string, readonly string[]>()
  readonly #seen: Seen[] = []

  constructor(cloud: Cloud, TableName: string, below: Below) {
    this.#cloud = cloud
    this.#TableName = TableName
    this.#below = below
  }

  async begin(): Promise<void> {
    for (const pk of lists) {
      const Item = { pk: { S: pk }, entries: { L: [] } }
      await this.#cloud.call('PutItem', { TableName: this.#TableName, Item })
    }
  }

  async play(client: string): Promise<void> {
    for (let round = 0; round < rounds; round++) {
      for (let turns = this.#below(4); turns > 0; turns--) await this.#cloud.real.turn()
      if (this.#below(4) === 0) await this.#read()
      else await this.#append(`${client}-${round}`)
    }
  }

  /** Answers what the lists hold in the end. */
  async end(): Promise<Seen> {
    await this.#read()
    const final = this.#seen.at(-1) ?? new Map()
    for (const list of lists) {
      const done = [...this.#done].filter(([, own]) => own.includes(list)).map(([name]) => name)
      expectSame(`the names of ${list}`, [...(final.get(list) ?? [])].sort(), done.sort())
    }
    for (const one of lists) for (const other of lists) this.#checkOrder(final, one, other)
    for (const seen of this.#seen) this.#checkRead(seen, final)
    return final
  }

  async #append(name: string): Promise<void> {
    const own = lists.filter(() => this.#below(2) === 0)
    const [first = 'list0'] = own
    const chosen = own.length > 0 ? own : [first]
    const isDone = await this.#isDone(() =>
      chosen.length === 1 && this.#below(2) === 0
        ? this.#appendToOne(first, name)
        : this.#appendToAll(chosen, name),
    )
    if (isDone) this.#done.set(name, chosen)
  }

  #appendToOne(list: string, name: string): Promise<object> {
    if (this.#below(2) === 0) return this.#cloud.call('UpdateItem', this.#update(list, name))
    return this.#cloud.call('ExecuteStatement', this.#statement(list, name))
  }

  #appendToAll(own: readonly string[], name: string): Promise<object> {
    if (this.#below(2) === 0) {
      const TransactStatements = own.map((list) => this.#statement(list, name))
      return this.#cloud.call('ExecuteTransaction', { TransactStatements })
    }
    const TransactItems = own.map((list) => ({ Update: this.#update(list, name) }))
    return this.#cloud.call('TransactWriteItems', { TransactItems })
  }

  /** In one transaction, as often as it takes. */
  async #read(): Promise<void> {
    const TableName = this.#TableName
    const gets = lists.map((pk) => ({ Get: { TableName, Key: { pk: { S: pk } } } }))
    let output: TransactGetItemsOutput | undefined
    const read = async () => {
      output = await this.#cloud.call('TransactGetItems', { TransactItems: gets })
    }
    while (!(await this.#isDone(read))) await this.#cloud.real.turn()
    const entries = lists.map((list, at) => {
      const L: readonly AttributeValue[] = output?.Responses?.[at]?.Item?.['entries']?.L ?? []
      return [list, L.map(({ S = '' }) => S)] as const
    })
    this.#seen.push(new Map(entries))
  }

  #checkOrder(final: Seen, one: string, other: string): void {
    const [left = [], right = []] = [final.get(one), final.get(other)]
    const common = left.filter((name) => right.includes(name))
    const inOther = right.filter((name) => left.includes(name))
    expectSame(`the order of ${other}, against ${one}`, inOther, common)
  }

  #checkRead(seen: Seen, final: Seen): void {
    for (const [list, names] of seen) {
      expectSame(`what was read of ${list}`, names, final.get(list)?.slice(0, names.length))
      for (const name of names) {
        const missing = this.#done.get(name)?.find((own) => !seen.get(own)?.includes(name))
        if (missing) throw new Error(`${name} was read of ${list}, and not of ${missing}`)
      }
    }
  }

  #update(list: string, name: string) {
    return {
      TableName: this.#TableName,
      Key: { pk: { S: list } },
      UpdateExpression: 'SET entries = list_append(entries, :own)',
      ExpressionAttributeValues: { ':own': { L: [{ S: name }] } },
    }
  }

  #statement(list: string, name: string) {
    const set = `entries = list_append(entries, ['${name}'])`
    return { Statement: `UPDATE "${this.#TableName}" SET ${set} WHERE pk = '${list}'` }
  }

  /** `false`: a conflict refused it. */
  async #isDone(ask: () => Promise<unknown>): Promise<boolean> {
    try {
      await ask()
      return true
    } catch (error) {
      if (isConflict(error)) return false
      throw error
    }
  }
}

export function isConflict(error: unknown): boolean {
  if (!(error instanceof AwsError)) return false
  if (error.code === 'TransactionConflictException') return true
  const reasons = error.members['CancellationReasons'] as readonly { Code: string }[] | undefined
  const codes = reasons?.map(({ Code }) => Code) ?? []
  return codes.includes('TransactionConflict') && !codes.some((code) => !known.has(code))
}

const known = new Set(['None', 'TransactionConflict', 'ConditionalCheckFailed'])
