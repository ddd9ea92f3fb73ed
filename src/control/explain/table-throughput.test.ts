import { describe, expect, it } from 'vitest'
import type { Cause } from '../../kernel/errors.ts'
import type { Quota } from '../../kernel/limits.ts'
import { explain } from './explain.ts'
import type { Surroundings } from './explanation.ts'

const nowMs = Date.UTC(2026, 0, 1, 0, 5)

const perTable: Quota = {
  service: 'dynamodb',
  name: 'Table-level write throughput limit',
  code: 'L-AB614373',
  value: 40_000,
  unit: 'None',
  adjustable: true,
  source: 'a test',
}

const surroundings: Surroundings = {
  endpoint: 'http://127.0.0.1:4566',
  nowMs,
  trustsAnyKey: true,
  findQuota: (_, name) => (name === perTable.name ? perTable : undefined),
  isServed: () => false,
  actionPrefixOf: (service) => service,
  isGlobal: (service) => service === 'iam',
  resourcePolicyOf: () => undefined,
  arnOf: () => undefined,
}

const dry = {
  kind: 'throughput',
  throttled: 'ProvisionedThroughputExceeded',
  bucket: 'table',
  mode: 'PROVISIONED',
  table: 'orders',
  units: 'write',
  asked: 4,
  held: 1.5,
  unitsPerSecond: 30,
  fullUnits: 9_000,
  drySinceMs: nowMs - 60_000,
  untilMs: nowMs + 84,
  used: [
    { operation: 'PutItem', units: 12_000 },
    { operation: 'UpdateItem', units: 30 },
  ],
  enough: 120,
  keyRange: { number: 1, of: 1 },
  has: { read: 10, write: 30 },
} as const

function explained(more: object) {
  const why: Cause = { ...dry, ...more }
  const { why: lines, cure } = explain(
    {
      requestId: 'request-1',
      atMs: nowMs,
      service: 'dynamodb',
      operation: 'PutItem',
      account: '000000000000',
      region: 'us-east-1',
      caller: 'arn:aws:iam::000000000000:root',
      code: 'ProvisionedThroughputExceededException',
      status: 400,
      message: 'The level of configured provisioned throughput for the table was exceeded.',
      why,
    },
    surroundings,
  )
  return { why: lines, commands: cure.flatMap(({ commands }) => commands), cure }
}

const update = (words: string) =>
  `AWS_ACCESS_KEY_ID=000000000000 AWS_SECRET_ACCESS_KEY=test aws dynamodb update-table --table-name orders ${words} --region us-east-1 --endpoint-url http://127.0.0.1:4566`

describe('an explanation of throttling', () => {
  it('tells which bucket ran dry, since when, by whom, and provisions what would do', () => {
    const { why, cure } = explained({})
    expect(why).toEqual([
      'The write units of table orders have run dry: the request takes 4, the bucket holds 1.5 of at most 9,000, and 30 a second flow in.',
      'Dry since 2026-01-01T00:04:00.000Z. Consumed in the last minutes by: PutItem (12,000), UpdateItem (30).',
      '120 write units a second were asked for lately: so many would have been enough.',
    ])
    expect(cure).toEqual([
      {
        text: 'Provision what is asked for:',
        commands: [update('--provisioned-throughput ReadCapacityUnits=10,WriteCapacityUnits=120')],
      },
      {
        text: 'Or pay by the request:',
        commands: [update('--billing-mode PAY_PER_REQUEST')],
      },
      {
        text: 'Or ask more slowly (SDKs do so when they try again), or move the clock on:',
        commands: ['kasane clock advance 1s'],
      },
    ])
  })

  it('of an index updates the index', () => {
    const { why, commands } = explained({
      bucket: 'index',
      index: 'byG',
      has: { read: 5, write: 1 },
    })
    expect(why.slice(0, 2)).toEqual([
      'The write units of index byG of table orders have run dry: the request takes 4, the bucket holds 1.5 of at most 9,000, and 30 a second flow in.',
      'An index that can’t keep up holds back the writes of its table.',
    ])
    expect(commands[0]).toBe(
      update(
        `--global-secondary-index-updates '[{"Update":{"IndexName":"byG","ProvisionedThroughput":{"ReadCapacityUnits":5,"WriteCapacityUnits":120}}}]'`,
      ),
    )
  })

  const hotRange = {
    throttled: 'KeyRangeThroughputExceeded',
    bucket: 'key range',
    keyRange: { number: 2, of: 6 },
    unitsPerSecond: 1_000,
    fullUnits: 1_000,
    // Of the minute, which says nothing of one second.
    enough: 130,
  }

  it('of a hot key range tells what one second asked of it, and parts the key that is hot', () => {
    const { why, cure } = explained({
      ...hotRange,
      askedInSecond: 2_400,
      hotKeys: [
        { key: 'pk = hot', share: 0.956 },
        { key: 'pk = warm', share: 0.004 },
      ],
    })
    expect(why).toEqual([
      'The write units of key range 2 of 6 of table orders have run dry: the request takes 4, the bucket holds 1.5 of at most 1,000, and 1,000 a second flow in.',
      'A key range gives 1,000 writes a second, however much its table has to spare, and what was saved doesn’t lift that.',
      'In the second up to then 2,400 write units were asked of it, against 1,000.',
      'Asked for most: pk = hot (96 %), pk = warm (under 1 %).',
      'Dry since 2026-01-01T00:04:00.000Z. Consumed in the last minutes by: PutItem (12,000), UpdateItem (30).',
    ])
    expect(cure[0]).toEqual({
      text: 'Spread the load over more partition keys, such as by a suffix of pk = hot: 2,400 units within a second need 3 key ranges at least, or 3 seconds of one.',
      commands: [],
    })
  })

  it('of a key range whose keys are hot together gives them more key ranges', () => {
    const hotKeys = [{ key: 'pk = a', share: 0.01 }]
    expect(explained({ ...hotRange, askedInSecond: 1_300, hotKeys }).cure[0]).toEqual({
      text: '1,300 units within a second need 2 key ranges at least, or 2 seconds of one. No partition key asks for that much by itself, so that more key ranges part them. Warm it for those:',
      commands: [update('--warm-throughput WriteUnitsPerSecond=12000')],
    })
  })

  it('of a key range that owes for what it gave has nothing to spread', () => {
    expect(explained({ ...hotRange, askedInSecond: 900, held: -50 }).cure).toEqual([
      {
        text: 'Ask more slowly (SDKs do so when they try again), or move the clock on:',
        commands: ['kasane clock advance 1s'],
      },
    ])
  })

  it('of an on-demand table that grows too fast warms it', () => {
    const { why, commands } = explained({
      throttled: 'KeyRangeThroughputExceeded',
      mode: 'PAY_PER_REQUEST',
      held: -20,
      enough: 9_000,
      has: {},
    })
    expect(why.slice(0, 2)).toEqual([
      'The write units of table orders have run dry: the request takes 4, the bucket owes 20, and 30 a second flow in.',
      'On demand, twice the previous peak is let through, growing every 30 minutes.',
    ])
    expect(commands[0]).toBe(update('--warm-throughput WriteUnitsPerSecond=9000'))
  })

  it('of a maximum raises it, and leaves the other as it is', () => {
    const { why, commands } = explained({
      throttled: 'MaxOnDemandThroughputExceeded',
      mode: 'PAY_PER_REQUEST',
      units: 'read',
      has: { read: 10, write: undefined },
    })
    expect(why[1]).toBe('This is the maximum that was set for it (OnDemandThroughput).')
    expect(commands[0]).toBe(
      update('--on-demand-throughput MaxReadRequestUnits=120,MaxWriteRequestUnits=-1'),
    )
  })

  it('of the account’s limit raises the quota', () => {
    const { why, commands } = explained({
      throttled: 'AccountLimitExceeded',
      bucket: 'account',
      mode: 'PAY_PER_REQUEST',
      unitsPerSecond: 40_000,
      quota: perTable.name,
    })
    expect(why[0]).toBe(
      'The write units of what the account lets table orders take have run dry: the request takes 4, the bucket holds 1.5 of at most 9,000, and 40,000 a second flow in.',
    )
    expect(commands).toEqual([
      'kasane quotas set dynamodb L-AB614373 80000 --account 000000000000 --region us-east-1',
      'kasane clock advance 1s',
    ])
  })
})
