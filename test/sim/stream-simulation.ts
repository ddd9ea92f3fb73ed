/**
 * Random writes to a table with a stream: puts, updates, deletes, batches, transactions, refusals,
 * expiry, partitions that grow, jumps over hours and days, streams switched off and on, restarts. The
 * stream must tell the history of each key, and replayed it must give the table.
 */
import { isDeepStrictEqual } from 'node:util'
import type { RecordShape } from '../../src/generated/dynamodb-streams.ts'
import type {
  AttributeValue,
  DescribeTableOutput,
  GetItemOutput,
  ScanOutput,
} from '../../src/generated/dynamodb.ts'
import { AwsError } from '../../src/kernel/errors.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import type { Store } from '../../src/kernel/store/store.ts'
import { dynamodb } from '../../src/services/dynamodb/service.ts'
import { dynamodbStreams } from '../../src/services/dynamodb/streams/service.ts'
import { world } from '../support/world.ts'
import type { Restartable } from './kernel-simulation.ts'
import { StreamReader } from './stream-reader.ts'

type Item = Readonly<Record<string, AttributeValue>>

interface Happened {
  readonly name: string | undefined
  readonly old: Item | undefined
  readonly next: Item | undefined
}

const steps = 150
const TableName = 'simulated'
const hour = 3_600_000

export async function expectHistory(seed: string, restartable: Restartable): Promise<void> {
  const simulation = new StreamSimulation(seed, restartable)
  await simulation.start()
  for (let step = 1; step <= steps; step++) {
    const did = await simulation.doSomething()
    const isLast = step === steps
    const difference = isLast || step % 10 === 0 ? await simulation.difference() : undefined
    if (difference) throw new Error(`seed ${seed}, step ${step} (${did}): ${difference}`)
  }
  await simulation.stop()
}

class StreamSimulation {
  readonly #random: ReturnType<typeof seededRandom>
  readonly #restartable: Restartable
  #store: Store | undefined
  #starts = 0
  #cloud!: ReturnType<typeof world> // !: set by start, before anything else
  #reader!: StreamReader // !: set by start, before anything else
  #units = 1_000
  /** By key: what calls did, and what the stream told. */
  readonly #done = new Map<string, Happened[]>()
  readonly #told = new Map<string, Happened[]>()
  readonly #replayed = new Map<string, Item>()

  constructor(seed: string, restartable: Restartable) {
    this.#random = seededRandom(seed)
    this.#restartable = restartable
  }

  async start(): Promise<void> {
    await this.#open()
    await this.#cloud.call('CreateTable', {
      TableName,
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      ProvisionedThroughput: { ReadCapacityUnits: 1_000, WriteCapacityUnits: this.#units },
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    })
    await this.#cloud.advance(1_000)
    await this.#cloud.call('UpdateTimeToLive', {
      TableName,
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'ttl' },
    })
    await this.#beginReading()
  }

  /** Answers what it did. */
  async doSomething(): Promise<string> {
    const all: readonly [weight: number, name: string, () => Promise<unknown>][] = [
      [30, 'put', () => this.#write([this.#put()], ([one]) => this.#call('PutItem', one?.Put))],
      [20, 'update', () => this.#update()],
      [
        15,
        'delete',
        () => this.#write([this.#delete()], ([one]) => this.#call('DeleteItem', one?.Delete)),
      ],
      [10, 'batch', () => this.#batch()],
      [10, 'statement', () => this.#execute()],
      [15, 'transaction', () => this.#transact()],
      [20, 'wait', () => this.#cloud.advance(this.#below(600_000))],
      [5, 'wait hours', () => this.#jump(hour * (1 + this.#below(6)))],
      [2, 'wait days', () => this.#jump(24 * hour * (1 + this.#below(3)))],
      [4, 'grow', () => this.#grow()],
      [3, 'switch', () => this.#switch()],
      [6, 'restart', () => this.#restart()],
    ]
    let at = this.#below(all.reduce((sum, [weight]) => sum + weight, 0))
    for (const [weight, name, work] of all) {
      at -= weight
      if (at >= 0) continue
      await work()
      return name
    }
    return 'nothing'
  }

  /** What the stream tells otherwise than it was; `undefined`: it is the history. */
  async difference(): Promise<string | undefined> {
    await this.#read()
    const table = new Map((await this.#scan()).map((item) => [nameOf(item), item]))
    if (!isDeepStrictEqual(sorted(this.#replayed), sorted(table))) {
      return `replayed, it gives ${shown(this.#replayed)} for ${shown(table)}`
    }
    for (const key of new Set([...this.#done.keys(), ...this.#told.keys()])) {
      const [told, done] = [this.#told.get(key) ?? [], this.#done.get(key) ?? []]
      if (!isDeepStrictEqual(told, done)) {
        return `it tells of ${key} ${JSON.stringify(told)} for ${JSON.stringify(done)}`
      }
    }
    const [bug] = this.#cloud.bugs
    return bug === undefined ? undefined : String(bug)
  }

  async #open(): Promise<void> {
    const store = await this.#restartable.open()
    this.#store = store
    const services = [dynamodb, dynamodbStreams]
    this.#cloud = world({ services, store, seed: String(this.#starts++) })
    await this.#cloud.kernel.start()
  }

  async stop(): Promise<void> {
    this.#cloud.kernel.scheduler.stop()
    if (this.#store) await this.#restartable.close(this.#store)
  }

  async #restart(): Promise<void> {
    await this.stop()
    await this.#open()
  }

  async #beginReading(): Promise<void> {
    const { Table } = await this.#cloud.call<DescribeTableOutput>('DescribeTable', { TableName })
    this.#reader = new StreamReader(Table?.LatestStreamArn ?? '')
  }

  async #jump(ms: number): Promise<void> {
    await this.#read()
    // What expires on the way must be read before it is trimmed.
    for (let left = ms; left > 0; left -= 20 * hour) {
      await this.#cloud.advance(Math.min(left, 20 * hour))
      await this.#read()
    }
  }

  async #grow(): Promise<void> {
    if (this.#units >= 8_000) return
    this.#units *= 2
    const ProvisionedThroughput = { ReadCapacityUnits: 1_000, WriteCapacityUnits: this.#units }
    await this.#cloud.call('UpdateTable', { TableName, ProvisionedThroughput })
    await this.#cloud.advance(1_000)
  }

  /** Nobody writes while the stream is off, but items may expire: those are taken from the table. */
  async #switch(): Promise<void> {
    const set = async (StreamSpecification: object) => {
      await this.#cloud.call('UpdateTable', { TableName, StreamSpecification })
      await this.#cloud.advance(1_000)
    }
    await set({ StreamEnabled: false })
    await this.#read()
    const left = new Set((await this.#scan()).map(nameOf))
    for (const key of this.#replayed.keys()) if (!left.has(key)) this.#replayed.delete(key)
    await set({ StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' })
    await this.#beginReading()
  }

  async #update(): Promise<void> {
    const Key = this.#key()
    const write = { Update: { TableName, Key } }
    const expression =
      this.#below(3) === 0
        ? { UpdateExpression: 'REMOVE v' }
        : {
            UpdateExpression: 'SET v = :v',
            ExpressionAttributeValues: { ':v': { N: String(this.#below(3)) } },
          }
    await this.#write([write], () => this.#call('UpdateItem', { ...write.Update, ...expression }))
  }

  async #execute(): Promise<void> {
    const Key = this.#key()
    const [found, value] = [`pk = '${Key['pk']?.S}' AND sk = ${Key['sk']?.N}`, this.#below(3)]
    const Statement =
      this.#below(2) === 0
        ? `UPDATE "${TableName}" SET v = ${value} WHERE ${found}`
        : `DELETE FROM "${TableName}" WHERE ${found}`
    const write = { Update: { TableName, Key } }
    await this.#write([write], () => this.#call('ExecuteStatement', { Statement }))
  }

  async #batch(): Promise<void> {
    const writes = distinct([this.#put(), this.#delete(), this.#put()])
    await this.#write(writes, () =>
      this.#call('BatchWriteItem', {
        RequestItems: {
          [TableName]: writes.map((one) =>
            one.Put
              ? { PutRequest: { Item: one.Put.Item } }
              : { DeleteRequest: { Key: one.Delete?.Key } },
          ),
        },
      }),
    )
  }

  /** Half of them fail on a condition. */
  async #transact(): Promise<void> {
    const writes = distinct([this.#put(), this.#delete(), this.#put()])
    const [first, ...rest] = writes
    const ConditionExpression = 'attribute_not_exists(pk)'
    const conditional = first?.Put ? { Put: { ...first.Put, ConditionExpression } } : first
    await this.#write(writes, () =>
      this.#call('TransactWriteItems', { TransactItems: [conditional, ...rest] }),
    )
  }

  /** Notes what a call does to the items it writes; a refused one does nothing. */
  async #write(
    writes: readonly Write[],
    call: (writes: readonly Write[]) => Promise<unknown>,
  ): Promise<void> {
    const keys = writes.map((one) =>
      keyOf(one.Put?.Item ?? one.Delete?.Key ?? one.Update?.Key ?? {}),
    )
    const before = await Promise.all(keys.map((key) => this.#get(key)))
    try {
      await call(writes)
    } catch (error) {
      if (!(error instanceof AwsError) || error.status !== 400) throw error
    }
    for (const [at, key] of keys.entries()) {
      const [old, next] = [before[at], await this.#get(key)]
      if (isDeepStrictEqual(old, next)) continue
      note(this.#done, nameOf(key), { name: changeOf(old, next), old, next })
    }
  }

  async #read(): Promise<void> {
    for (const record of await this.#reader.drain(this.#cloud)) this.#take(record)
  }

  #take({ eventName: name, dynamodb = {}, userIdentity }: RecordShape): void {
    const { Keys = {}, OldImage: old, NewImage: next } = dynamodb
    const key = nameOf(Keys)
    if (!isDeepStrictEqual(this.#replayed.get(key), old && plain(old))) {
      throw new Error(`${key} was ${shown(this.#replayed)} when ${JSON.stringify(dynamodb)} came`)
    }
    if (next) this.#replayed.set(key, plain(next))
    else this.#replayed.delete(key)
    if (!userIdentity) {
      note(this.#told, key, { name, old: old && plain(old), next: next && plain(next) })
    } else if (name !== 'REMOVE' || Number(old?.['ttl']?.N) * 1_000 > this.#cloud.now()) {
      throw new Error(`${key} expired too early`)
    }
  }

  async #get(Key: Item): Promise<Item | undefined> {
    const { Item } = await this.#cloud.call<GetItemOutput>('GetItem', { TableName, Key })
    return Item && plain(Item)
  }

  async #scan(): Promise<readonly Item[]> {
    const { Items = [] } = await this.#cloud.call<ScanOutput>('Scan', { TableName })
    return Items.map(plain)
  }

  #call(operation: string, input: object = {}): Promise<unknown> {
    return this.#cloud.call(operation, input)
  }

  #put(): Write {
    const ttl = Math.floor(this.#cloud.now() / 1_000) + this.#below(7_200)
    const Item = {
      ...this.#key(),
      v: { N: String(this.#below(3)) },
      ...(this.#below(3) === 0 && { ttl: { N: String(ttl) } }),
      ...(this.#below(4) === 0 && { b: { B: new Uint8Array([this.#below(256)]) } }),
    }
    return { Put: { TableName, Item } }
  }

  #delete(): Write {
    return { Delete: { TableName, Key: this.#key() } }
  }

  #key(): Item {
    return { pk: { S: `p${this.#below(6)}` }, sk: { N: String(this.#below(2)) } }
  }

  #below(count: number): number {
    return Math.floor(this.#random.fraction() * count)
  }
}

interface Write {
  readonly Put?: { readonly TableName: string; readonly Item: Item }
  readonly Delete?: { readonly TableName: string; readonly Key: Item }
  readonly Update?: { readonly TableName: string; readonly Key: Item }
}

function distinct(writes: readonly Write[]): readonly Write[] {
  const seen = new Set<string>()
  return writes.filter(({ Put: put, Delete: gone }) => {
    const name = nameOf(put?.Item ?? gone?.Key ?? {})
    return !seen.has(name) && seen.add(name)
  })
}

function keyOf({ pk = {}, sk = {} }: Item): Item {
  return { pk, sk }
}

function nameOf({ pk, sk }: Item): string {
  return `${pk?.S} ${sk?.N}`
}

function changeOf(old: Item | undefined, next: Item | undefined): string {
  if (!next) return 'REMOVE'
  return old ? 'MODIFY' : 'INSERT'
}

/** Maps without a prototype compare unlike others. */
function plain(item: Item): Item {
  return Object.fromEntries(
    Object.keys(item)
      .sort()
      .map((name) => [name, item[name] ?? {}]),
  )
}

function note(to: Map<string, Happened[]>, key: string, happened: Happened): void {
  const known = to.get(key) ?? []
  known.push(happened)
  to.set(key, known)
}

function sorted(items: ReadonlyMap<string, Item>) {
  return [...items].sort(([a], [b]) => (a < b ? -1 : 1))
}

function shown(items: ReadonlyMap<string, Item>): string {
  return JSON.stringify(sorted(items))
}
