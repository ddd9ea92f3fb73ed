import { describe, expect, it } from 'vitest'
import { world } from '../../../../test/support/world.ts'
import { seededRandom } from '../../../kernel/random.ts'
import { memoryStore } from '../../../kernel/store/memory-store.ts'
import { dynamodb } from '../service.ts'
import { expectInvalid, expectRefusal, tableWorld } from '../testing/table-world.ts'

const S = (S: string) => ({ S })
const day = 86_400_000

async function recoveryWorld() {
  const cloud = await tableWorld()
  const { call, H } = cloud
  const specify = (PointInTimeRecoverySpecification: object) =>
    H('UpdateContinuousBackups', { PointInTimeRecoverySpecification })
  return {
    ...cloud,
    specify,
    enable: (more: object = {}) => specify({ PointInTimeRecoveryEnabled: true, ...more }),
    disable: () => specify({ PointInTimeRecoveryEnabled: false }),
    restore: (TargetTableName: string, more: object = {}) =>
      call('RestoreTableToPointInTime', { SourceTableName: 'tabH', TargetTableName, ...more }),
    put: (pk: string, v = '') => H('PutItem', { Item: { pk: S(pk), v: S(v) } }),
    contents: async (TableName: string) => {
      const { Items } = await call<{ Items: { pk: { S: string }; v: { S: string } }[] }>('Scan', {
        TableName,
      })
      return Object.fromEntries(Items.map(({ pk, v }) => [pk.S, v.S]).sort())
    },
    /** What is kept of former items. */
    formers: () => {
      const { state: kept } = cloud.kernel.cells.of(dynamodb, {
        partition: 'aws',
        account: '123456789012',
        region: 'us-east-1',
      }).changing as unknown as { state: { formers: { count(): number } } }
      return kept.formers.count()
    },
  }
}

const description = (more: object) => ({
  ContinuousBackupsDescription: {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: more,
  },
})

describe('point-in-time recovery', () => {
  it('tells between which instants the table can be restored', async () => {
    const { enable, disable, H, advance, now } = await recoveryWorld()
    const told = () => H('DescribeContinuousBackups')
    expect(await told()).toEqual(description({ PointInTimeRecoveryStatus: 'DISABLED' }))
    const sinceMs = now()
    const since = new Date(sinceMs)
    const on = (more: object) =>
      description({ PointInTimeRecoveryStatus: 'ENABLED', RecoveryPeriodInDays: 35, ...more })
    const atFirst = on({ EarliestRestorableDateTime: since, LatestRestorableDateTime: since })
    expect(await enable()).toEqual(atFirst)
    await advance(180_000)
    expect(await told()).toEqual(atFirst)
    await advance(420_000)
    expect(await told()).toEqual(
      on({
        EarliestRestorableDateTime: since,
        LatestRestorableDateTime: new Date(sinceMs + 300_000),
      }),
    )
    await enable({ RecoveryPeriodInDays: 2 })
    await advance(5 * day)
    expect(await told()).toEqual(
      description({
        PointInTimeRecoveryStatus: 'ENABLED',
        RecoveryPeriodInDays: 2,
        EarliestRestorableDateTime: new Date(now() - 2 * day),
        LatestRestorableDateTime: new Date(now() - 300_000),
      }),
    )
    await disable()
    const again = new Date(now())
    expect(await enable()).toEqual(
      on({ EarliestRestorableDateTime: again, LatestRestorableDateTime: again }),
    )
  })

  it('restores what was there at an instant', async () => {
    const { enable, put, H, advance, now, restore, contents } = await recoveryWorld()
    await put('kept', 'old')
    await put('gone')
    await enable()
    await advance(60_000)
    const at = new Date(now())
    await advance(1_000)
    await put('kept', 'new')
    await H('DeleteItem', { Key: { pk: S('gone') } })
    await put('later')
    await advance(600_000)
    await restore('tabR', { RestoreDateTime: at })
    await put('much later')
    await advance(1_000)
    expect(await contents('tabR')).toEqual({ kept: 'old', gone: '' })
    await restore('tabL', { UseLatestRestorableTime: true })
    await advance(1_000)
    expect(await contents('tabL')).toEqual({ kept: 'new', later: '' })
  })

  it('agrees with a simple model at every instant', async () => {
    const { enable, put, H, advance, now, restore, contents } = await recoveryWorld()
    const random = seededRandom('recovery')
    const pick = (max: number) => (random.bytes(1)[0] ?? 0) % max
    const model = new Map<string, string>()
    const history: { readonly at: Date; readonly items: object }[] = []
    await enable()
    for (let n = 0; n < 400; n++) {
      const key = `k${pick(20)}`
      if (pick(3) === 0) {
        await H('DeleteItem', { Key: { pk: S(key) } })
        model.delete(key)
      } else {
        await put(key, String(n))
        model.set(key, String(n))
      }
      if (n % 5 > 0) continue
      history.push({ at: new Date(now()), items: Object.fromEntries([...model].sort()) })
      await advance(1_000)
    }
    await advance(300_000)
    for (let n = 0; n < 12; n++) {
      const { at, items } = history[pick(history.length)] ?? { at: new Date(0), items: {} }
      await restore(`tabR${n}`, { RestoreDateTime: at })
      await advance(1_000)
      expect(await contents(`tabR${n}`)).toEqual(items)
    }
  })

  it('knows its history after a restart', async () => {
    const store = memoryStore()
    const before = world({ services: [dynamodb], store })
    await before.call('CreateTable', {
      TableName: 'tabH',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    })
    await before.advance(1_000)
    const write = (cloud: ReturnType<typeof world>, v: string) =>
      cloud.call('PutItem', { TableName: 'tabH', Item: { pk: S('a'), v: S(v) } })
    await before.call('UpdateContinuousBackups', {
      TableName: 'tabH',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    })
    await write(before, 'first')
    const at = before.now()
    await before.advance(1_000)
    await write(before, 'second')
    before.kernel.scheduler.stop()
    const after = world({ services: [dynamodb], store, seed: 'second' })
    await after.kernel.start()
    expect(after.now()).toBe(before.now())
    await write(after, 'third')
    await write(after, 'fourth')
    await after.advance(600_000)
    for (const [TargetTableName, ms] of [
      ['tabO', at],
      ['tabN', at + 1_000],
    ] as const) {
      await after.call('RestoreTableToPointInTime', {
        SourceTableName: 'tabH',
        TargetTableName,
        RestoreDateTime: new Date(ms),
      })
    }
    await after.advance(1_000)
    const valueIn = async (TableName: string) =>
      (await after.call('GetItem', { TableName, Key: { pk: S('a') } })).Item
    expect(await valueIn('tabO')).toEqual({ pk: S('a'), v: S('first') })
    expect(await valueIn('tabN')).toEqual({ pk: S('a'), v: S('fourth') })
  })

  it('keeps former items while it is on, no longer than its period, and none when it is off', async () => {
    const { enable, disable, put, advance, formers } = await recoveryWorld()
    for (let n = 0; n < 100; n++) await put('a', String(n))
    expect(formers()).toBe(0)
    await enable({ RecoveryPeriodInDays: 1 })
    for (let n = 0; n < 600; n++) await put('a', String(n))
    expect(formers()).toBe(600)
    await advance(2 * day)
    for (let n = 0; n < 600; n++) await put('a', String(n))
    expect(formers()).toBeLessThanOrEqual(600)
    await disable()
    await advance(1)
    expect(formers()).toBe(0)
    await put('a')
    expect(formers()).toBe(0)
  })

  it('is refused as AWS words it', async () => {
    const { specify, enable, restore, advance, call } = await recoveryWorld()
    await expectInvalid(
      specify({ PointInTimeRecoveryEnabled: false, RecoveryPeriodInDays: 3 }),
      'Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery.',
    )
    const latest = { UseLatestRestorableTime: true }
    await expectRefusal(
      restore('tabR', latest),
      'PointInTimeRecoveryUnavailableException',
      "Point in time recovery is not enabled for table 'tabH'",
    )
    await enable()
    await expectInvalid(
      restore('tabR'),
      'Invalid Request: Either one of RestoreDateTime or UseLatestRestorableTime must be specified, but not both',
    )
    await expect(
      restore('tabR', { ...latest, RestoreDateTime: new Date('2026-01-01') }),
    ).rejects.toMatchObject({
      code: 'ValidationException',
      message: expect.stringMatching(
        /^Invalid Request: Both RestoreDateTime and UseLatestRestorableTime cannot be set for point-in-time restore request\. /,
      ),
    })
    await expectRefusal(
      restore('tabR', { RestoreDateTime: new Date('2026-01-01T00:00:00.000Z') }),
      'InvalidRestoreTimeException',
      "RestoreDateTime '2026-01-01T00:00:00Z' must be within EarliestRestorableDateTime '2026-01-01T00:00:01Z' and LatestRestorableDateTime '2026-01-01T00:00:01Z'",
    )
    await expectRefusal(
      restore('tabA', latest),
      'TableAlreadyExistsException',
      'Table already exists: tabA',
    )
    const source = (more: object) =>
      call('RestoreTableToPointInTime', { TargetTableName: 'tabR', ...latest, ...more })
    const SourceTableArn = 'arn:aws:dynamodb:us-east-1:123456789012:table/tabH'
    await expectInvalid(
      source({ SourceTableName: 'tabH', SourceTableArn }),
      'Must provide exactly one of: sourceTableArn, sourceTableName',
    )
    await expectRefusal(
      source({ SourceTableName: 'missing' }),
      'TableNotFoundException',
      'Table not found: missing',
    )
    await source({ SourceTableArn })
    await advance(1_000)
  })

  it('restores fifty tables at once, and no more', async () => {
    const { enable, restore, advance, real } = await recoveryWorld()
    await enable()
    for (let n = 0; n < 50; n++) {
      await restore(`tabR${n}`, { UseLatestRestorableTime: true })
      // Ten calls a second are taken.
      real.pass(100)
    }
    await expectRefusal(
      restore('tabR50', { UseLatestRestorableTime: true }),
      'LimitExceededException',
      'Subscriber limit exceeded: Only 50 restore operations can be done simultaneously',
    )
    await advance(1_000)
    await restore('tabR50', { UseLatestRestorableTime: true })
  })
})
