import { beforeEach, describe, expect, test } from 'vitest'
import { sqs } from '../services/sqs/service.ts'
import { controlledWorld, jsonOf } from './testing/controlled-world.ts'

let cloud: ReturnType<typeof controlledWorld>
beforeEach(() => {
  cloud = controlledWorld({ services: [sqs] })
})

const root = 'arn:aws:iam::123456789012:root'
const jobs = 'arn:aws:sqs:us-east-1:123456789012:jobs'
const role = 'arn:aws:iam::123456789012:role/team/worker'
const session = 'arn:aws:sts::123456789012:assumed-role/worker/one'

async function used(query = '') {
  const response = await cloud.ask('GET', '/_kasane/access-used', { query })
  return { status: response.status, ...((await jsonOf(response)) as object) }
}

describe('access used', () => {
  test('lists who has used something', async () => {
    expect(await used()).toEqual({ status: 200, principals: [] })
    await cloud.call('ListQueues')
    expect(await used()).toEqual({ status: 200, principals: [root] })
  })

  test('is each action on each resource, with the least policy for them', async () => {
    await cloud.call('CreateQueue', { QueueName: 'jobs' })
    await cloud.call('GetQueueUrl', { QueueName: 'jobs' })
    await cloud.call('GetQueueUrl', { QueueName: 'jobs' })
    expect(await used(`principal=${root}`)).toEqual({
      status: 200,
      principal: root,
      isWhole: true,
      uses: [
        { action: 'sqs:CreateQueue', resource: jobs },
        { action: 'sqs:GetQueueUrl', resource: jobs },
      ],
      policy: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: ['sqs:CreateQueue', 'sqs:GetQueueUrl'], Resource: jobs },
        ],
      },
    })
  })

  test('of a session is that of its role', async () => {
    const times = { issuedAtMs: 0, expiresAtMs: 1 }
    await cloud.call(
      'ListQueues',
      {},
      {
        caller: {
          kind: 'role',
          account: '123456789012',
          arn: session,
          userId: 'AROA1:one',
          session: { behindArn: role, behindId: 'AROA1', ...times },
        },
      },
    )
    expect(await used(`principal=${session}`)).toMatchObject({
      principal: role,
      uses: [{ action: 'sqs:ListQueues' }],
    })
    const other = session.replace('worker', 'orker')
    expect(await used(`principal=${other}`)).toEqual({
      status: 404,
      error: { code: 'NoSuchPrincipal', message: `${other} has used nothing since the start.` },
    })
  })

  test('is asked for by ARN, and says so to who names a principal otherwise', async () => {
    expect(await used('principal=nobody')).toEqual({
      status: 404,
      error: {
        code: 'NoSuchPrincipal',
        message:
          'Nothing is known of "nobody": give the ARN of a user or role, such as arn:aws:iam::123456789012:user/NAME.',
      },
    })
  })

  test('knows nothing of what was refused', async () => {
    const caller = { kind: 'anonymous', account: '123456789012', arn: '', userId: '' } as const
    await expect(cloud.call('ListQueues', {}, { caller })).rejects.toThrow('not authorized')
    expect(await used()).toMatchObject({ principals: [] })
  })
})
