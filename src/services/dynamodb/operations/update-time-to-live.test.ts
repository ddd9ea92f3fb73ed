/** What AWS says of changes of a table's time to live that it refuses. */
import { beforeEach, describe, expect, it } from 'vitest'
import { expectInvalid, expectRefusal, keys, tableWorld } from '../testing/table-world.ts'

const minute = 60_000

describe('time to live', () => {
  let cloud: Awaited<ReturnType<typeof tableWorld>>

  beforeEach(async () => {
    cloud = await tableWorld()
  })

  const set = (Enabled: boolean, AttributeName: string, TableName = 'tabH') =>
    cloud.call('UpdateTimeToLive', {
      TableName,
      TimeToLiveSpecification: { Enabled, AttributeName },
    })

  it('is enabled once, by one attribute', async () => {
    await set(true, 'a')
    await expectInvalid(set(true, 'a'), 'TimeToLive is already enabled')
    for (const isEnabled of [true, false]) {
      await expectInvalid(
        set(isEnabled, 'b'),
        'TimeToLive is active on a different AttributeName: current AttributeName is a',
      )
    }
  })

  it('is disabled where it is enabled', async () => {
    await expectInvalid(set(false, 'a'), 'TimeToLive is already disabled')
  })

  it('is changed half an hour after its last change, at the earliest', async () => {
    await set(true, 'a')
    await cloud.advance(30 * minute)
    await expectInvalid(
      set(false, 'a'),
      'Time to live has been modified multiple times within a fixed interval',
    )
    await cloud.advance(2 * minute)
    expect(await set(false, 'a')).toEqual({
      TimeToLiveSpecification: { Enabled: false, AttributeName: 'a' },
    })
    // What is asked for is looked at before how long ago the last change was.
    await expectInvalid(set(false, 'a'), 'TimeToLive is already disabled')
    expect(await cloud.H('DescribeTimeToLive')).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' },
    })
  })

  it('may be told by a key', async () => {
    expect(await set(true, 'pk')).toEqual({
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'pk' },
    })
  })

  it('asks for a table that is there', async () => {
    const notFound = 'Requested resource not found: Table: missing not found'
    await expectRefusal(set(true, 'a', 'missing'), 'ResourceNotFoundException', notFound)
    await expectRefusal(
      cloud.call('DescribeTimeToLive', { TableName: 'missing' }),
      'ResourceNotFoundException',
      notFound,
    )
  })

  it('waits until its table is made', async () => {
    const TableName = 'young'
    await cloud.call('CreateTable', {
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: keys('pk'),
    })
    await expectRefusal(
      set(true, 'a', TableName),
      'ResourceInUseException',
      'Attempt to change a resource which is still in use: Table young is being created',
    )
    await expectInvalid(
      cloud.call('DescribeTimeToLive', { TableName }),
      'Cannot describe time to live while table is in CREATING state: Current table state is CREATING',
    )
  })
})
