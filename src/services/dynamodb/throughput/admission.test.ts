import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../kernel/random.ts'
import {
  globalIndex,
  outcomeOf,
  provisioned,
  S,
  sized,
  throughputWorld,
} from './testing/throughput-world.ts'

/** A bucket as simple as can be: every limit of a table must behave as if it were one of these. */
class Model {
  #units: number
  #atMs: number
  readonly #rate: number
  readonly #seconds: number

  constructor(rate: number, seconds: number, nowMs: number) {
    this.#rate = rate
    this.#seconds = seconds
    this.#units = rate * seconds
    this.#atMs = nowMs
  }

  holds(units: number, nowMs: number): boolean {
    const full = this.#rate * this.#seconds
    this.#units = Math.min(full, this.#units + ((nowMs - this.#atMs) / 1_000) * this.#rate)
    this.#atMs = nowMs
    // A request that is larger than the bucket passes when that is full.
    return this.#units + 1e-6 >= Math.min(units, full)
  }

  take(units: number): void {
    this.#units -= units
  }
}

describe.each(['a', 'b', 'c'])('random writes and transactions (seed %s)', (seed) => {
  it('get through exactly where buckets of the table, its index and its key range hold enough', async () => {
    const random = seededRandom(seed)
    const upTo = (max: number) => 1 + Math.floor(random.fraction() * max)
    const cloud = await throughputWorld({
      ...provisioned(5, 60),
      ...globalIndex(provisioned(5, 25)),
    })
    const models = {
      table: new Model(60, 300, cloud.now()),
      range: new Model(1_000, 1, cloud.now()),
      index: new Model(25, 300, cloud.now()),
      indexRange: new Model(1_000, 1, cloud.now()),
    }
    const lets = (units: number, entry: number) => {
      const nowMs = cloud.now()
      const { table, range, index, indexRange } = models
      const isEnough =
        table.holds(units, nowMs) &&
        range.holds(units, nowMs) &&
        (entry === 0 || (index.holds(entry, nowMs) && indexRange.holds(entry, nowMs)))
      if (!isEnough) return false
      table.take(units)
      range.take(units)
      if (entry > 0) index.take(entry)
      if (entry > 0) indexRange.take(entry)
      return true
    }

    let refused = 0
    for (let n = 0; n < 400; n++) {
      const pk = `k${n}`
      const kilobytes = upTo(120)
      const hasEntry = random.fraction() < 0.5
      // With the key of the index the item is a little larger: it stays below the next kilobyte.
      const Item = { ...sized(pk, kilobytes * 1_024 - 10), ...(hasEntry && { g: S(`g${n}`) }) }
      const isTransaction = random.fraction() < 0.2
      const call = isTransaction
        ? cloud.call('TransactWriteItems', {
            TransactItems: [{ Put: { TableName: 'orders', Item } }],
          })
        : cloud.orders('PutItem', { Item })
      const factor = isTransaction ? 2 : 1
      const isLet = lets(factor * kilobytes, hasEntry ? kilobytes : 0)
      expect('answer' in (await outcomeOf(call)), `call ${n}`).toBe(isLet)
      if (!isLet) refused++
      if (random.fraction() < 0.7) await cloud.advance(upTo(900))
    }
    expect(refused).toBeGreaterThan(20)
    expect(refused).toBeLessThan(380)
    expect(await cloud.orders('Scan', { Select: 'COUNT', Limit: 1 })).toMatchObject({ Count: 1 })
  })
})

it('a transaction that is refused puts back what its other items took', async () => {
  const { call, repeat, put } = await throughputWorld(provisioned(1, 1))
  const items = (...sizes: number[]) => ({
    TransactItems: sizes.map((kilobytes, n) => ({
      Put: { TableName: 'orders', Item: sized(`t${n}`, kilobytes * 1_024) },
    })),
  })
  expect(await repeat(5, () => call('TransactWriteItems', items(50, 50, 51)))).toBe(0)
  // All three hundred are there still.
  expect(await repeat(301, (n) => put(`k${n}`))).toBe(300)
})
