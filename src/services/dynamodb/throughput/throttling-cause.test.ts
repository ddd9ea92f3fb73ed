import { expect, it } from 'vitest'
import {
  globalIndex,
  onDemand,
  provisioned,
  refusalOf,
  S,
  tableArn,
  throughputWorld,
} from './testing/throughput-world.ts'

it('the cause of throttling tells the bucket, since when it is dry, who drained it, and what would do', async () => {
  const { put, repeat, advance, now } = await throughputWorld(provisioned(10, 30))
  for (let second = 0; second < 110; second++) {
    await repeat(30, (n) => put(`k${n}`, 4_096))
    await advance(1_000)
  }
  await repeat(30, (n) => put(`k${n}`, 4_096))
  const { why } = await refusalOf(put('more', 4_096))
  expect(why).toEqual({
    kind: 'throughput',
    throttled: 'ProvisionedThroughputExceeded',
    bucket: 'table',
    mode: 'PROVISIONED',
    table: 'orders',
    resource: tableArn,
    units: 'write',
    asked: 4,
    held: 0,
    unitsPerSecond: 30,
    fullUnits: 9_000,
    // The hundredth second's writes were the first that found too little.
    drySinceMs: now() - 11_000,
    untilMs: now() + 134,
    used: [{ operation: 'PutItem', units: 12_300 }],
    enough: 121,
    keyRange: { number: 1, of: 1 },
    has: { read: 10, write: 30 },
  })
})

it('the cause names the index that holds back, and the key range that is hot', async () => {
  const units = { ...provisioned(1, 5_000), ...globalIndex(provisioned(2, 1)) }
  const { put } = await throughputWorld(units)
  await put('a', 300 * 1_024, { g: S('x') })
  expect((await refusalOf(put('b', 100, { g: S('x') }))).why).toMatchObject({
    bucket: 'index',
    index: 'byG',
    resource: `${tableArn}/index/byG`,
    units: 'write',
    has: { read: 2, write: 1 },
  })
  await put('hot', 400 * 1_024)
  await put('hot', 400 * 1_024)
  expect((await refusalOf(put('hot', 400 * 1_024))).why).toMatchObject({
    throttled: 'KeyRangeThroughputExceeded',
    bucket: 'key range',
    unitsPerSecond: 1_000,
    keyRange: { number: expect.any(Number), of: 6 },
    askedInSecond: 1_200,
    hotKeys: [{ key: 'pk = hot', share: 1 }],
  })
})

it('the cause counts for a hot key range all that was asked of it, let through or not', async () => {
  const { put, repeat } = await throughputWorld(provisioned(1, 400))
  expect(await repeat(1_299, (n) => put(`k${n % 10}`))).toBe(1_000)
  const { why } = await refusalOf(put('k9'))
  expect(why).toMatchObject({
    bucket: 'key range',
    askedInSecond: 1_300,
    enough: expect.any(Number),
  })
  const { hotKeys } = why as unknown as { hotKeys: readonly { readonly share: number }[] }
  expect(hotKeys.map(({ share }) => share)).toEqual([0.1, 0.1, 0.1])
})

it('keys that are hot together part when the table is warm for more key ranges', async () => {
  const { orders, put, repeat, advance } = await throughputWorld(provisioned(1, 400))
  await orders('UpdateTable', { WarmThroughput: { WriteUnitsPerSecond: 2_000 } })
  await advance(1_000)
  expect(await repeat(1_300, (n) => put(`k${n % 100}`))).toBe(1_300)
})

it('the cause of a refused request of an on-demand table names its maximum', async () => {
  const { put } = await throughputWorld({
    ...onDemand,
    OnDemandThroughput: { MaxWriteRequestUnits: 1 },
  })
  await put('a', 300 * 1_024)
  const refusal = await refusalOf(put('b'))
  expect(refusal).toMatchObject({
    code: 'ThrottlingException',
    status: 400,
    message: 'Throughput exceeds the maximum OnDemandThroughput configured on table or index',
    members: {
      throttlingReasons: [
        { reason: 'TableWriteMaxOnDemandThroughputExceeded', resource: tableArn },
      ],
    },
    why: { bucket: 'table', mode: 'PAY_PER_REQUEST', has: { read: undefined, write: 1 } },
  })
})
