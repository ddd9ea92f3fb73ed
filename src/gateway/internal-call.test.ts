import { describe, expect, test } from 'vitest'
import { type Asked, ask, signed } from '../../test/support/ask.ts'
import { gatewayOf } from '../../test/support/gateway.ts'
import { tinySns } from '../../test/support/tiny-services.ts'
import { arn } from '../kernel/arn.ts'
import { type Caller, rootOf, servicePrincipal } from '../kernel/caller.ts'
import { defineState } from '../kernel/collection.ts'
import { operation } from '../kernel/operation.ts'
import { defineService, operationsOn } from '../kernel/service.ts'

const createTopic = operation<{ Name: string }, { TopicArn: string }>('sns', 'CreateTopic')
const listTopics = operation<object, { Topics: { TopicArn: string }[] }>('sns', 'ListTopics')

/** STS that makes a topic on its way, as whoever it is told to be. */
function stsAs(as: Caller) {
  const state = defineState({})
  return defineService({
    name: 'sts',
    state,
    operations: [
      operationsOn(state)(operation<object, { Account: string }>('sts', 'GetCallerIdentity'), {
        resource: () => '*',
        before: ({ aws }) => aws(createTopic, { Name: 'made' }, as),
        run: ({ prepared }) => ({ Account: prepared.TopicArn }),
      }),
      operationsOn(state)(operation<object, { AccessKey: string }>('sts', 'GetSessionToken'), {
        resource: () => '*',
        before: ({ aws }) => aws(createTopic, {} as { Name: string }, as),
        run: () => ({ AccessKey: '' }),
      }),
    ],
  })
}

const call = (action: string): Asked =>
  signed(
    {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `Action=${action}&Version=2011-06-15`,
    },
    { service: 'sts', region: 'eu-west-1' },
  )

describe('a call between services', () => {
  test('runs in the account of its principal and the region of its caller', async () => {
    const { gateway } = gatewayOf({ services: [tinySns, stsAs(rootOf('111122223333'))] })
    const { text } = await ask(gateway, call('GetCallerIdentity'))
    expect(text).toContain('<Account>arn:aws:sns:eu-west-1:111122223333:made</Account>')
  })

  test('is journalled with its principal, before the call that made it', async () => {
    const principal = servicePrincipal('sts.amazonaws.com', '111122223333')
    const { gateway, journal } = gatewayOf({ services: [tinySns, stsAs(principal)], iam: 'off' })
    await ask(gateway, call('GetCallerIdentity'))
    expect(
      journal
        .list()
        .map(({ service, operation, status, caller, method }) => [
          `${service}:${operation}`,
          status,
          caller,
          method,
        ]),
    ).toEqual([
      ['sns:CreateTopic', 200, 'sts.amazonaws.com', 'CALL'],
      ['sts:GetCallerIdentity', 200, 'arn:aws:iam::000000000000:root', 'POST'],
    ])
  })

  test('is checked against the model, and its refusal is an incident of its own', async () => {
    const { gateway, kernel } = gatewayOf({ services: [tinySns, stsAs(rootOf('111122223333'))] })
    const { status, text } = await ask(gateway, call('GetSessionToken'))
    expect(status).toBe(400)
    expect(text).toContain("Value null at 'name' failed to satisfy constraint")
    expect(kernel.incidents.list().map(({ service }) => service)).toEqual(['sns', 'sts'])
  })

  test('of a service that is not there is NotEmulated', async () => {
    const { gateway } = gatewayOf({ services: [stsAs(rootOf('111122223333'))] })
    const { status, text } = await ask(gateway, call('GetCallerIdentity'))
    expect(status).toBe(501)
    expect(text).toContain('Kasane does not emulate sns:CreateTopic.')
  })

  test('leaves what it made to be seen by the clients of that account', async () => {
    const { gateway } = gatewayOf({ services: [tinySns, stsAs(rootOf('111122223333'))] })
    await ask(gateway, call('GetCallerIdentity'))
    const credentials = { accessKeyId: '111122223333', secretAccessKey: 'x' }
    const listed = await ask(
      gateway,
      signed(
        {
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: `Action=${listTopics.name}&Version=2010-03-31`,
        },
        { service: 'sns', region: 'eu-west-1', credentials },
      ),
    )
    const place = { partition: 'aws', account: '111122223333', region: 'eu-west-1' }
    expect(listed.text).toContain(arn(place, 'sns', 'made'))
  })
})
