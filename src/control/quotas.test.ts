import { beforeEach, describe, expect, test } from 'vitest'
import { fillableStore } from '../kernel/testing/fillable-store.ts'
import type { Quota } from '../kernel/limits.ts'
import { applicationAutoScaling } from '../services/application-auto-scaling/service.ts'
import { cloudwatch } from '../services/cloudwatch/service.ts'
import { dynamodb } from '../services/dynamodb/service.ts'
import { iam } from '../services/iam/service.ts'
import { organizations } from '../services/organizations/service.ts'
import { sqs } from '../services/sqs/service.ts'
import { controlledWorld, jsonOf } from './testing/controlled-world.ts'
import { reminders } from './testing/reminders.ts'

let cloud: ReturnType<typeof controlledWorld>
beforeEach(() => {
  cloud = controlledWorld({ services: [reminders] })
})

const quota = { service: 'reminders', name: 'Reminders per account' }
const place = { account: '123456789012', region: 'us-east-1' }

async function set(body: object) {
  const response = await cloud.ask('POST', '/_kasane/quotas', { body })
  return { status: response.status, ...((await jsonOf(response)) as object) }
}

async function listed(query = '') {
  const response = await cloud.ask('GET', '/_kasane/quotas', { query })
  return { status: response.status, ...((await jsonOf(response)) as object) }
}

describe('quotas', () => {
  test('are listed with their defaults', async () => {
    expect(await listed()).toEqual({
      status: 200,
      account: '000000000000',
      region: 'us-east-1',
      quotas: [
        {
          ...quota,
          value: 10,
          default: 10,
          used: 0,
          unit: 'None',
          adjustable: true,
          source: 'made up for tests',
        },
      ],
    })
  })

  test('tell how much of them is used', async () => {
    await cloud.call('Remind', { text: 'tea' })
    await cloud.advance(3_600_000)
    const query = `account=${place.account}&region=${place.region}`
    expect(await listed(query)).toMatchObject({ quotas: [{ value: 10, used: 1 }] })
    expect(await listed()).toMatchObject({ quotas: [{ value: 10, used: 0 }] })
  })

  test('are set for an account and region, and for no other', async () => {
    expect(await set({ ...quota, ...place, value: 3 })).toEqual({
      status: 200,
      ...quota,
      ...place,
      value: 3,
    })
    expect((await cloud.call('Read'))['max']).toBe(3)
    const query = 'service=reminders&account=123456789012&region=us-east-1'
    expect(await listed(query)).toMatchObject({ quotas: [{ value: 3, default: 10 }] })
    expect(await listed('account=123456789012&region=eu-west-1')).toMatchObject({
      quotas: [{ value: 10 }],
    })
  })

  test('are set by their codes too', async () => {
    const body = { service: 'sqs', name: 'L-C491D5A4', value: 5 }
    const name = 'In-Flight Messages per Standard Queue'
    cloud = controlledWorld({ services: [sqs] })
    expect(await set(body)).toMatchObject({ status: 200, service: 'sqs', name, value: 5 })
    expect(await listed()).toMatchObject({
      quotas: expect.arrayContaining([expect.objectContaining({ name, value: 5 })]),
    })
  })

  test.each([
    ['cloudwatch', 'monitoring'],
    ['monitoring', 'monitoring'],
    ['application-auto-scaling', 'application-autoscaling'],
    ['application-autoscaling', 'application-autoscaling'],
  ])(
    'of %s are known by the service’s name and by its code at Service Quotas',
    async (asked, service) => {
      cloud = controlledWorld({ services: [cloudwatch, applicationAutoScaling, sqs] })
      const all = (await listed()) as unknown as { quotas: Quota[] }
      const own = all.quotas.filter((one) => one.service === service)
      expect(await listed(`service=${asked}`)).toMatchObject({ status: 200, quotas: own })
      const name = own[0]?.name ?? ''
      expect(await set({ service: asked, name, value: 3 })).toMatchObject({
        status: 200,
        service,
        name,
      })
      expect(await listed(`service=${asked}`)).toMatchObject({
        quotas: [{ name, value: 3 }, ...own.slice(1)],
      })
    },
  )

  test('tell what tables, users and queues’ tasks use, of global services in any region', async () => {
    cloud = controlledWorld({ services: [dynamodb, iam, sqs, organizations] })
    await cloud.call('CreateUser', { UserName: 'eve' })
    const key = { AttributeName: 'pk', AttributeType: 'S' }
    await cloud.call('CreateTable', {
      TableName: 'orders',
      AttributeDefinitions: [key],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 7 },
    })
    const used = async (region: string) => {
      const { quotas } = (await listed(`account=${place.account}&region=${region}`)) as unknown as {
        quotas: { name: string; used?: number }[]
      }
      const told = quotas.filter((one) => one.used !== undefined)
      return Object.fromEntries(told.map((one) => [one.name, one.used]))
    }
    const nothing = {
      'Maximum number of tables': 0,
      'Simultaneous table operations': 0,
      'Account-level read throughput limit (Provisioned mode)': 0,
      'Account-level write throughput limit (Provisioned mode)': 0,
      'Users per account': 1,
      'Groups per account': 0,
      'Roles per account': 0,
      'Instance profiles per account': 0,
      'Customer managed policies per account': 0,
      'OpenId connect providers per account': 0,
      'SAML providers per account': 0,
      'Server certificates per account': 0,
      'Active Message Move Tasks per Account': 0,
      'Organizational units in an organization': 0,
      'Service control policies in an organization': 0,
      'Resource control policies in an organization': 0,
    }
    expect(await used('eu-west-1')).toEqual(nothing)
    expect(await used('us-east-1')).toEqual({
      ...nothing,
      'Maximum number of tables': 1,
      'Simultaneous table operations': 1,
      'Account-level read throughput limit (Provisioned mode)': 5,
      'Account-level write throughput limit (Provisioned mode)': 7,
    })
  })

  test('of a global service are set and listed wherever it is asked about', async () => {
    cloud = controlledWorld({ services: [iam] })
    const name = 'Users per account'
    const { account } = place
    expect(await set({ service: 'iam', name, value: 1, account, region: 'eu-west-1' })).toEqual({
      status: 200,
      service: 'iam',
      name,
      value: 1,
      account,
      region: 'aws-global',
    })
    for (const region of ['eu-west-1', 'us-east-1']) {
      expect(await listed(`account=${account}&region=${region}`)).toMatchObject({
        quotas: expect.arrayContaining([expect.objectContaining({ name, value: 1 })]),
      })
    }
    await cloud.call('CreateUser', { UserName: 'eve' })
    await expect(cloud.call('CreateUser', { UserName: 'bob' })).rejects.toMatchObject({
      code: 'LimitExceeded',
    })
  })

  const notWhole = '"value" takes a whole number that is not negative.'
  test.each([
    [{ ...quota, value: -1 }, 400, 'InvalidQuota', notWhole],
    [{ ...quota, value: '3' }, 400, 'InvalidQuota', notWhole],
    [{ ...quota, value: 0.5 }, 400, 'InvalidQuota', notWhole],
    [{ ...quota, value: 1e300 }, 400, 'InvalidQuota', notWhole],
    [{ value: 1 }, 400, 'InvalidQuota', 'Give "service", "name" and "value".'],
    [
      { ...quota, name: 'Wishes', value: 1 },
      404,
      'NoSuchQuota',
      'reminders has no quota "Wishes".',
    ],
    [{ ...quota, service: 'fax', value: 1 }, 404, 'NoSuchService', 'Kasane does not serve "fax".'],
    [{ ...quota, value: 1, account: '1' }, 400, 'InvalidPlace', '"account" takes 12 digits.'],
    [
      { ...quota, value: 1, region: 'X Y' },
      400,
      'InvalidPlace',
      '"region" takes the name of a region.',
    ],
    [
      { ...quota, value: 1, region: 'x' },
      400,
      'InvalidPlace',
      '"region" takes the name of a region.',
    ],
  ])('refuse %j', async (body, status, code, message) => {
    expect(await set(body)).toEqual({ status, error: { code, message } })
    expect((await cloud.call('Read'))['max']).toBe(10)
  })

  test('refuse a number that is none when it is read', async () => {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ ...quota, value: 1 }).replace('1}', '1e999}')
    const { status } = await cloud.ask('POST', '/_kasane/quotas', { headers, body })
    expect(status).toBe(400)
    expect((await cloud.call('Read'))['max']).toBe(10)
  })

  test('are not said to be set when the disk had no room for it', async () => {
    const disk = fillableStore('later')
    cloud = controlledWorld({ services: [reminders], store: disk.store })
    disk.isFull = true
    expect(await set({ ...quota, value: 1, ...place })).toMatchObject({
      status: 503,
      error: { code: 'StorageUnavailable', message: 'no room' },
    })
    expect((await cloud.call('Read'))['max']).toBe(10)
  })
})
