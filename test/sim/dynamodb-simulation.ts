/**
 * Random use of two tables of DynamoDB, a small one with a stream and indexes and one on demand:
 * single writes, conditions, batches, transactions, throttles, expiry, indexes that come and go,
 * reads, clients that race, jumps in time, restarts and restores. Each answer is the model's, in
 * items, units and refusals; what is refused changes nothing; the stream is the history; indexes are
 * what the items say.
 */
import { collect } from '../../src/kernel/blobs.contract.ts'
import type { DescribeTableOutput, ScanOutput } from '../../src/generated/dynamodb.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import { restoreSnapshot } from '../../src/kernel/restore.ts'
import { saveSnapshot } from '../../src/kernel/snapshot.ts'
import type { Store } from '../../src/kernel/store/store.ts'
import { dynamodb } from '../../src/services/dynamodb/service.ts'
import { dynamodbStreams } from '../../src/services/dynamodb/streams/service.ts'
import { world } from '../support/world.ts'
import { raceAppends } from './dynamodb-appends.ts'
import { History } from './dynamodb-history.ts'
import { expectSame, type Item, shown, type TableModel } from './dynamodb-model.ts'
import { raceCounters } from './dynamodb-races.ts'
import { checkReading } from './dynamodb-reading.ts'
import { type Cloud, createTables, second, smallTables, type Tables } from './dynamodb-tables.ts'
import { Writing } from './dynamodb-writing.ts'
import type { Restartable } from './kernel-simulation.ts'

const steps = 100

export async function expectModel(seed: string, restartable: Restartable): Promise<void> {
  const simulation = new Simulation(seed, restartable)
  await simulation.start()
  for (let step = 1; step <= steps; step++) {
    try {
      await simulation.doSomething()
      await simulation.check(step % 10 === 0 || step === steps)
    } catch (error) {
      throw new Error(`seed ${seed}, step ${step} (${simulation.doing}): ${String(error)}`, {
        cause: error,
      })
    }
  }
  await simulation.stop()
}

class Simulation {
  doing = 'start'
  readonly #random: ReturnType<typeof seededRandom>
  readonly #restartable: Restartable
  readonly #tables: Tables = smallTables()
  readonly #history = new History()
  readonly #writing: Writing
  #store: Store | undefined
  #starts = 0
  #cloud!: Cloud // !: set by start, before anything else

  constructor(seed: string, restartable: Restartable) {
    this.#random = seededRandom(seed)
    this.#restartable = restartable
    this.#writing = new Writing(this.#tables, this.#history, this.#below)
  }

  async start(): Promise<void> {
    await this.#open()
    await createTables(this.#cloud)
    await this.#history.begin(this.#cloud)
  }

  async stop(): Promise<void> {
    this.#cloud.kernel.scheduler.stop()
    if (this.#store) await this.#restartable.close(this.#store)
  }

  async doSomething(): Promise<void> {
    const all: readonly [weight: number, name: string, () => Promise<unknown>][] = [
      [45, 'write', () => this.#writing.writeOne()],
      [15, 'batch', () => this.#writing.batch()],
      [6, 'flood', () => this.#flood()],
      [25, 'transaction', () => this.#writing.transact()],
      [5, 'repeated transaction', () => this.#writing.repeat()],
      [15, 'read', () => this.#read()],
      [6, 'race', () => raceCounters(this.#cloud, this.#tables.large, this.#below)],
      [6, 'appends', () => raceAppends(this.#cloud, this.#tables.large, this.#below)],
      [15, 'wait', () => this.#cloud.advance(second * this.#below(40))],
      [4, 'wait hours', () => this.#cloud.advance(second * this.#below(7_200))],
      [5, 'index', () => this.#toggleIndex()],
      [4, 'restart', () => this.#restart()],
      [3, 'restore', () => this.#restore()],
    ]
    let at = this.#below(all.reduce((sum, [weight]) => sum + weight, 0))
    for (const [weight, name, work] of all) {
      at -= weight
      if (at >= 0) continue
      this.doing = name
      await this.#expire()
      await work()
      return
    }
  }

  async check(isDue: boolean): Promise<void> {
    await this.#expire()
    for (const table of this.#all) {
      const found = (await this.#scan(table)).map(shown).sort()
      const wanted = [...table.items.values()].map(shown).sort()
      expectSame(`the items of ${table.name}`, found, wanted)
    }
    if (isDue) {
      await this.#checkHistory()
      await checkReading(this.#cloud, this.#tables.small, this.#below)
    }
    const [bug] = this.#cloud.bugs
    if (bug !== undefined) throw new Error(`a bug: ${String(bug)}`)
  }

  async #checkHistory(): Promise<void> {
    await this.#history.read(this.#cloud)
    await this.#expire()
    this.#history.compare()
  }

  get #all(): readonly TableModel[] {
    return [this.#tables.small, this.#tables.large]
  }

  readonly #below = (count: number): number => Math.floor(this.#random.fraction() * count)

  async #open(): Promise<void> {
    const store = await this.#restartable.open()
    this.#store = store
    const services = [dynamodb, dynamodbStreams]
    this.#cloud = world({ services, store, seed: String(this.#starts++) })
    await this.#cloud.kernel.start()
    this.#writing.cloud = this.#cloud
  }

  async #restart(): Promise<void> {
    await this.stop()
    await this.#open()
    this.#refill()
  }

  /** What is written after a snapshot is gone once that is restored. */
  async #restore(): Promise<void> {
    await this.#checkHistory()
    const bytes = await collect(saveSnapshot(this.#cloud.kernel))
    const items = this.#all.map((table) => table.items)
    const told = this.#history.save()
    const restoreSent = this.#writing.save()
    for (const table of this.#all) table.items = new Map(table.items)
    for (let writes = this.#below(4); writes > 0; writes--) await this.#writing.writeOne()
    await this.#writing.transact()
    await restoreSnapshot(this.#cloud.kernel, one(bytes))
    for (const [at, table] of this.#all.entries()) table.items = items[at] ?? new Map()
    restoreSent()
    told()
    this.#refill()
  }

  #refill(): void {
    for (const table of this.#all) for (const bucket of table.buckets()) bucket.refill()
  }

  async #read(): Promise<void> {
    await checkReading(this.#cloud, this.#tables.small, this.#below)
  }

  /** Until the small table, or an index of it, runs dry. */
  async #flood(): Promise<void> {
    for (let rounds = 10; rounds > 0; rounds--) {
      await this.#writing.batch()
      await this.#writing.batch()
      await this.#writing.transact()
      await this.#writing.writeOne()
    }
  }

  async #toggleIndex(): Promise<void> {
    const { small, extra } = this.#tables
    const TableName = small.name
    const has = small.indexes.some(({ name }) => name === extra().name)
    const change = has ? { Delete: { IndexName: extra().name } } : { Create: extra().creation }
    await this.#cloud.call('UpdateTable', {
      TableName,
      AttributeDefinitions: [{ AttributeName: 'l', AttributeType: 'S' }],
      GlobalSecondaryIndexUpdates: [change],
    })
    small.indexes = has
      ? small.indexes.filter(({ name }) => name !== extra().name)
      : [...small.indexes, extra()]
    // Writes go on while it is filled, or taken away.
    for (let writes = this.#below(5); writes > 0; writes--) await this.#writing.writeOne()
    await this.#cloud.advance(2 * second)
    const { Table } = await this.#cloud.call<DescribeTableOutput>('DescribeTable', { TableName })
    const states = Table?.GlobalSecondaryIndexes?.map(({ IndexStatus }) => IndexStatus)
    if (states?.some((state) => state !== 'ACTIVE')) throw new Error(`indexes are ${shown(states)}`)
  }

  /** Expired items may go at any time, the others never; who is gone is taken from the model. */
  async #expire(): Promise<void> {
    await this.#cloud.settle()
    const { small } = this.#tables
    const nowSeconds = Math.floor(this.#cloud.now() / 1_000)
    const due = [...small.items].filter(([, { expiry }]) => Number(expiry?.N) <= nowSeconds)
    if (due.length === 0) return
    const left = new Map((await this.#scan(small)).map((item) => [small.nameOf(item), item]))
    for (const [name, item] of due) {
      if (!left.has(name)) {
        this.#history.note({ key: name, old: item, next: undefined, by: 'expiry' })
        small.items.delete(name)
      } else if (Number(item['expiry']?.N) < nowSeconds - 120) {
        throw new Error(`${name} has expired and is still there`)
      }
    }
  }

  async #scan({ name }: TableModel): Promise<readonly Item[]> {
    const items: Item[] = []
    let next: object = {}
    do {
      const { Items = [], LastEvaluatedKey } = await this.#cloud.call<ScanOutput>('Scan', {
        TableName: name,
        ...next,
      })
      items.push(...Items)
      next = LastEvaluatedKey ? { ExclusiveStartKey: LastEvaluatedKey } : {}
    } while ('ExclusiveStartKey' in next)
    return items
  }
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
