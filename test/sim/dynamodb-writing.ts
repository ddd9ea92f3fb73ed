/** Calls that write, one item or several, and what the model says of each. */
import type { ConsumedCapacity } from '../../src/generated/dynamodb.ts'
import { AwsError } from '../../src/kernel/errors.ts'
import type { History } from './dynamodb-history.ts'
import {
  expectSame,
  isSame,
  type Item,
  shown,
  type TableModel,
  type Units,
} from './dynamodb-model.ts'
import { type Below, randomWrite, type RandomWrite, Refused } from './dynamodb-random-writes.ts'
import type { Cloud, Tables } from './dynamodb-tables.ts'

interface Sent {
  readonly token: string
  readonly writes: readonly RandomWrite[]
  readonly atMs: number
}

export class Writing {
  cloud!: Cloud // !: set whenever a cloud is opened
  readonly #tables: Tables
  readonly #history: History
  readonly #below: Below
  #tokens = 0
  #sent: Sent | undefined

  constructor(tables: Tables, history: History, below: Below) {
    this.#tables = tables
    this.#history = history
    this.#below = below
  }

  /** Answers how to come back to what is known now. */
  save(): () => void {
    const sent = this.#sent
    return () => {
      this.#sent = sent
    }
  }

  async writeOne(): Promise<void> {
    const write = this.#write(['Put', 'Put', 'Update', 'Update', 'Update', 'Delete'])
    const { table, kind, key, request } = write
    const old = this.#itemOf(write)
    const wanted = ['NONE', 'ALL_OLD', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW']
    const ReturnValues = wanted[this.#below(kind === 'Update' ? 5 : 2)] ?? 'NONE'
    const outcome = await this.#call(`${kind}Item`, {
      ...request,
      ReturnValues,
      ReturnConsumedCapacity: 'INDEXES',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    })
    const planned = planOf(write, old)
    if ('fault' in planned) {
      return expectSame('the refusal', outcome, refusal('ValidationException', planned.fault))
    }
    const units = table.writeUnits(old, planned.next, 1)
    if (!table.take(units, this.cloud.now())) {
      const { code, status } = outcome
      const throttled = { code: 'ProvisionedThroughputExceededException', status: 400 }
      return expectSame('the throttled', { code, status }, throttled)
    }
    if (!planned.isMet) {
      const failed = refusal('ConditionalCheckFailedException', 'The conditional request failed')
      return expectSame('the refusal', outcome, { ...failed, ...(old && { item: old }) })
    }
    const Attributes = returned(ReturnValues, write, old, planned.next)
    expectSame(`the answer for ${shown(key)}`, outcome, {
      ...(Attributes && Object.keys(Attributes).length > 0 && { Attributes }),
      ConsumedCapacity: consumed(table, units),
    })
    this.#keep(write, planned.next)
  }

  async batch(): Promise<void> {
    const writes = this.#distinct(this.#below(12) + 1, ['Put', 'Delete']).map((write) => ({
      ...write,
      isMet: () => true,
    }))
    const RequestItems: Record<string, object[]> = {}
    for (const { table, kind, request, key } of writes) {
      const asked =
        kind === 'Put' ? { PutRequest: { Item: request['Item'] } } : { DeleteRequest: { Key: key } }
      ;(RequestItems[table.name] ??= []).push(asked)
    }
    const outcome = await this.#call('BatchWriteItem', {
      RequestItems,
      ReturnConsumedCapacity: 'INDEXES',
    })
    const left: Record<string, object[]> = {}
    const taken = new Map<TableModel, Map<string, number>>()
    for (const name of Object.keys(RequestItems)) {
      const own = writes.filter(({ table }) => table.name === name)
      for (const [at, write] of own.entries()) {
        const old = this.#itemOf(write)
        const next = write.next(old)
        const units = write.table.writeUnits(old, next, 1)
        const sum = taken.get(write.table) ?? new Map<string, number>()
        taken.set(write.table, sum)
        if (write.table.take(units, this.cloud.now())) {
          add(sum, units)
          this.#keep(write, next)
        } else (left[name] ??= []).push(RequestItems[name]?.[at] ?? {})
      }
    }
    const isNothing = Object.values(left).flat().length === writes.length
    if (isNothing) {
      const { code, status } = outcome
      const throttled = { code: 'ProvisionedThroughputExceededException', status: 400 }
      return expectSame('the throttled batch', { code, status }, throttled)
    }
    expectSame('the batch', outcome, {
      UnprocessedItems: left,
      ConsumedCapacity: [...taken].map(([table, sum]) => consumed(table, sum)),
    })
  }

  async transact(): Promise<void> {
    const kinds = ['Put', 'Update', 'Update', 'Delete', 'ConditionCheck'] as const
    const writes = this.#distinct(1 + this.#below(5), kinds)
    const token = `token-${++this.#tokens}`
    const outcome = await this.#send(writes, token)
    const tried = writes.map((write) => {
      const old = this.#itemOf(write)
      return { write, old, ...planOf(write, old) }
    })
    const reasons = tried.map((one): object => {
      if ('fault' in one) return { Code: 'ValidationError', Message: one.fault }
      if (one.isMet) return { Code: 'None' }
      const isWanted = one.write.request['ReturnValuesOnConditionCheckFailure'] === 'ALL_OLD'
      return {
        Code: 'ConditionalCheckFailed',
        ...(isWanted && one.old && { Item: one.old }),
        Message: 'The conditional request failed',
      }
    })
    const sums = new Map<TableModel, Map<string, number>>()
    const undo = [this.#tables.small, this.#tables.large].flatMap((table) =>
      table.buckets().map((bucket) => bucket.save()),
    )
    const throttles = tried.map((one) => {
      if ('fault' in one) return false
      const { table } = one.write
      const units = table.writeUnits(one.old, one.next, 2)
      const sum = sums.get(table) ?? new Map<string, number>()
      sums.set(table, sum)
      add(sum, units)
      return !table.take(units, this.cloud.now())
    })
    if (throttles.includes(true)) {
      for (const one of undo) one()
      const codes = throttles.map((is) => (is ? 'ProvisionedThroughputExceeded' : 'None'))
      return expectSame(
        'the throttled',
        outcome.reasons?.map(({ Code }) => Code),
        codes,
      )
    }
    if (reasons.some((reason) => !isSame(reason, { Code: 'None' }))) {
      const codes = reasons.map((reason) => (reason as { Code: string }).Code).join(', ')
      const text =
        'Transaction cancelled, please refer cancellation reasons for specific reasons ' +
        `[${codes}]`
      const cancelled = { ...refusal('TransactionCanceledException', text), reasons }
      return expectSame('the cancelled', outcome, cancelled)
    }
    expectSame('the transaction', outcome, {
      ConsumedCapacity: [...sums].map(([table, sum]) => consumed(table, sum, 'WriteCapacityUnits')),
    })
    for (const one of tried) if ('next' in one) this.#keep(one.write, one.next)
    this.#sent = { token, writes, atMs: this.cloud.now() }
  }

  /** The same token again: nothing is written; another request under it is refused. */
  async repeat(): Promise<void> {
    const sent = this.#sent
    if (!sent || this.cloud.now() >= sent.atMs + 600_000) return
    if (this.#below(3) === 0) {
      const outcome = await this.#send(this.#distinct(6, ['Delete']).slice(0, 6), sent.token)
      return expectSame('the code', outcome.code, 'IdempotentParameterMismatchException')
    }
    const outcome = await this.#send(sent.writes, sent.token)
    expectSame('the repeated transaction', outcome.code, undefined)
  }

  #send(writes: readonly RandomWrite[], ClientRequestToken: string): Promise<Outcome> {
    return this.#call('TransactWriteItems', {
      TransactItems: writes.map(({ kind, request }) => ({ [kind]: request })),
      ClientRequestToken,
      ReturnConsumedCapacity: 'INDEXES',
    })
  }

  #write(kinds: readonly RandomWrite['kind'][]): RandomWrite {
    const { small, large } = this.#tables
    const table = this.#below(4) === 0 ? large : small
    const pk = { S: `p${this.#below(4)}` }
    const sk = { N: String(this.#below(5) - 2) }
    const key: Item = { pk, ...(table === small && { sk }) }
    return randomWrite({ below: this.#below, table, key, nowMs: this.cloud.now() }, kinds)
  }

  #distinct(count: number, kinds: readonly RandomWrite['kind'][]): readonly RandomWrite[] {
    const seen = new Map<string, RandomWrite>()
    for (let left = count; left > 0; left--) {
      const write = this.#write(kinds)
      seen.set(`${write.table.name} ${write.table.nameOf(write.key)}`, write)
    }
    return [...seen.values()]
  }

  #itemOf({ table, key }: RandomWrite): Item | undefined {
    return table.items.get(table.nameOf(key))
  }

  #keep({ table, key }: RandomWrite, next: Item | undefined): void {
    const name = table.nameOf(key)
    const old = table.items.get(name)
    if (next) table.items.set(name, next)
    else table.items.delete(name)
    if (table === this.#tables.small && !isSame(old, next)) {
      this.#history.note({ key: name, old, next })
    }
  }

  async #call(operation: string, input: object): Promise<Outcome> {
    try {
      return await this.cloud.call(operation, input)
    } catch (error) {
      if (!(error instanceof AwsError) || error.status !== 400) throw error
      const { code, status, message, members } = error
      const { Item: item, CancellationReasons: reasons } = members as Outcome['members'] & object
      return {
        code,
        status,
        message,
        ...(item !== undefined && { item }),
        ...(reasons !== undefined && { reasons }),
      }
    }
  }
}

interface Outcome {
  readonly code?: string
  readonly status?: number
  readonly message?: string
  readonly item?: Item
  readonly reasons?: readonly { readonly Code?: string }[]
  readonly members?: { readonly Item?: Item; readonly CancellationReasons?: Outcome['reasons'] }
}

type Plan =
  | { readonly fault: string }
  | { readonly isMet: boolean; readonly next: Item | undefined }

/** What becomes of an item; one whose condition fails stays. */
function planOf(write: RandomWrite, old: Item | undefined): Plan {
  if (!write.isMet(old)) return { isMet: false, next: old }
  try {
    return { isMet: true, next: write.next(old) }
  } catch (error) {
    if (error instanceof Refused) return { fault: error.message }
    throw error
  }
}

function refusal(code: string, message: string) {
  return { code, status: 400, message }
}

function returned(
  wanted: string,
  { touched }: RandomWrite,
  old: Item | undefined,
  next: Item | undefined,
): Item | undefined {
  const of = (item: Item | undefined) =>
    item && Object.fromEntries(Object.entries(item).filter(([name]) => touched.includes(name)))
  switch (wanted) {
    case 'ALL_OLD':
      return old
    case 'ALL_NEW':
      return next
    case 'UPDATED_OLD':
      return of(old)
    case 'UPDATED_NEW':
      return of(next)
    default:
      return undefined
  }
}

/** As ReturnConsumedCapacity INDEXES has it. */
function consumed(table: TableModel, units: Units, told?: 'WriteCapacityUnits'): ConsumedCapacity {
  const shownUnits = (count: number) => ({
    CapacityUnits: count,
    ...(told && { [told]: count }),
  })
  const of = (kind: 'global' | 'local') => {
    const own = table.indexes.flatMap(({ name, kind: is }) => {
      const count = units.get(name)
      return is === kind && count !== undefined ? [[name, shownUnits(count)] as const] : []
    })
    return own.length > 0 ? Object.fromEntries(own) : undefined
  }
  const [local, global] = [of('local'), of('global')]
  const total = [...units.values()].reduce((sum, count) => sum + count, 0)
  return {
    TableName: table.name,
    ...shownUnits(total),
    Table: shownUnits(units.get('') ?? 0),
    ...(local && { LocalSecondaryIndexes: local }),
    ...(global && { GlobalSecondaryIndexes: global }),
  }
}

function add(sum: Map<string, number>, units: Units): void {
  for (const [name, count] of units) sum.set(name, (sum.get(name) ?? 0) + count)
}
