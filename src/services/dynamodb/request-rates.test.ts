import { describe, expect, it } from 'vitest'
import { testPlace } from '../../../test/support/world.ts'
import { keys, tableWorld } from './testing/table-world.ts'

const ResourceArn = 'arn:aws:dynamodb:us-east-1:123456789012:table/tabH'

const tooFast = (quota: string, limit: number, per = 'second') => ({
  code: 'ThrottlingException',
  status: 400,
  message: 'Rate exceeded',
  why: { kind: 'throughput', quota, limit, per },
})

describe('calls of DynamoDB’s control plane', () => {
  it.each([
    ['ListTagsOfResource', 10, { ResourceArn }],
    ['DescribeTimeToLive', 10, { TableName: 'tabH' }],
    ['DescribeContinuousBackups', 10, { TableName: 'tabH' }],
    ['ListBackups', 5, {}],
    ['ListContributorInsights', 5, {}],
  ])('%s are taken %d times a second', async (operation, times, input) => {
    const { call, advance } = await tableWorld()
    for (let at = 0; at < times; at++) await call(operation, input)
    await expect(call(operation, input)).rejects.toMatchObject(
      tooFast(`Rate of ${operation} requests`, times),
    )
    await advance(1_000)
    await call(operation, input)
  })

  it('DescribeLimits are taken once a minute', async () => {
    const { call, advance } = await tableWorld()
    await call('DescribeLimits')
    await advance(59_000)
    await expect(call('DescribeLimits')).rejects.toMatchObject(
      tooFast('Rate of DescribeLimits requests', 1, 'minute'),
    )
    await advance(1_000)
    await call('DescribeLimits')
  })

  const set = (cloud: Awaited<ReturnType<typeof tableWorld>>, name: string, value: number) =>
    cloud.kernel.change(() =>
      cloud.kernel.quotas.set(testPlace, { service: 'dynamodb', name, value }),
    )

  it('that read tables share what they may', async () => {
    const cloud = await tableWorld()
    const quota = 'Rate of read-only control plane requests'
    set(cloud, quota, 2)
    await cloud.call('ListTables')
    await cloud.call('DescribeTable', { TableName: 'tabH' })
    await expect(cloud.call('ListTables')).rejects.toMatchObject({
      code: 'ThrottlingException',
      status: 400,
      message: 'The rate of control plane requests made by this account is too high',
      why: {
        quota,
        limit: 2,
        calledBy: [{ operation: 'ListTables' }, { operation: 'DescribeTable' }],
      },
    })
  })

  it('that change tables share it, too, and two more go for each KB of a policy', async () => {
    const cloud = await tableWorld()
    const quota = 'Rate of mutating control plane requests'
    set(cloud, quota, 3)
    const policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: testPlace.account },
          Action: 'dynamodb:GetItem',
          Resource: '*',
        },
      ],
    })
    await cloud.call('CreateTable', {
      TableName: 'policed',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: keys('pk'),
      ResourcePolicy: policy.padEnd(1_024),
    })
    await expect(cloud.call('DeleteTable', { TableName: 'tabH' })).rejects.toMatchObject({
      code: 'ThrottlingException',
      why: { quota, limit: 3 },
    })
    await cloud.advance(334)
    await cloud.call('DeleteTable', { TableName: 'tabH' })
  })
})
