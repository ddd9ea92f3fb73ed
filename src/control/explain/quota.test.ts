import { expect, it } from 'vitest'
import { testPlace } from '../../../test/support/world.ts'
import { requestRates } from '../../services/cloudwatch/request-rates.ts'
import { metricWorld } from '../../services/cloudwatch/testing/metric-world.ts'
import { tablesPerRegion } from '../../services/dynamodb/limits.ts'
import { keys, tableWorld } from '../../services/dynamodb/testing/table-world.ts'
import { explained } from './testing/refusal.ts'

const table = {
  TableName: 'orders',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  KeySchema: keys('pk'),
}

it('an explanation of a quota that was set below its use prints the value that cures it', async () => {
  const { kernel, call } = await tableWorld()
  const { service, name } = tablesPerRegion
  const set = (value: number) =>
    kernel.changeSafely(() => kernel.quotas.set(testPlace, { service, name, value }))
  await set(0)
  const around = { service, findQuota: () => tablesPerRegion }
  const { why, cure } = await explained(call('CreateTable', table), around)
  expect(why).toEqual(['Maximum number of tables (L-F98FE922) is 0; used: 2.'])
  expect(cure[0]?.commands).toEqual([
    'kasane quotas set dynamodb L-F98FE922 3 --account 123456789012 --region us-east-1',
  ])
  await set(3)
  await call('CreateTable', table)
})

it('an explanation of too many calls tells who made them, and raises the rate', async () => {
  const { call } = metricWorld()
  for (let at = 0; at < 3; at++) await call('DeleteAlarms', { AlarmNames: ['a'] })
  const { quota } = requestRates.DeleteAlarms
  const around = { service: 'cloudwatch', findQuota: () => quota }
  const { why, cure } = await explained(call('DeleteAlarms', { AlarmNames: ['a'] }), around)
  expect(why).toEqual([
    'Rate of DeleteAlarms requests is 3 a second.',
    `Called lately: DeleteAlarms by arn:aws:iam::${testPlace.account}:root (3).`,
    'until: 2026-01-01T00:00:00.334Z',
  ])
  expect(cure.map(({ commands }) => commands)).toEqual([
    ['kasane clock advance 1s'],
    [
      "kasane quotas set monitoring 'Rate of DeleteAlarms requests' 6 --account 123456789012 --region us-east-1",
    ],
    [],
  ])
})
