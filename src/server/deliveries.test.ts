/** Events of services, judged by the policy of the queue that they are for. */
import { describe, expect, it } from 'vitest'
import { policy, statement } from '../../test/support/accounts.ts'
import { testPlace, world } from '../../test/support/world.ts'
import { policyAuthoriser } from '../gateway/policy-authoriser.ts'
import { sqs } from '../services/sqs/service.ts'
import { policySource } from './policy-source.ts'

const { account } = testPlace
const topic = `arn:aws:sns:us-east-1:${account}:topic`
const arnOf = (queue: string) => `arn:aws:sqs:us-east-1:${account}:${queue}`

/** SNS may send, as far as the statement says. */
function lettingIn(more: object = {}): string {
  const Principal = { Service: 'sns.amazonaws.com' }
  return policy(statement('sqs:SendMessage', { Principal, Resource: arnOf('q'), ...more }))
}

function deliveryWorld() {
  const nobody = () => {
    throw new Error('no account has policies here')
  }
  const known = { iamIn: nobody, encode: (_: object, message: string) => message }
  const organization = {
    organizationId: 'o-a1b2c3d4e5',
    path: 'o-a1b2c3d4e5/r-ab12/',
    areOpen: true,
  }
  const controlsOver = (owner: { account: string }) =>
    owner.account === account ? organization : undefined
  const authoriser = policyAuthoriser(policySource({ ...known, controlsOver }))
  const cloud = world({ services: [sqs], authoriser })
  const { call, kernel, settle } = cloud
  const { changing } = kernel.cells.of(sqs, testPlace)

  return {
    kernel,
    advance: cloud.advance,
    async queue(name: string, Policy?: string) {
      const Attributes = Policy === undefined ? {} : { Policy }
      const { QueueUrl } = await call('CreateQueue', { QueueName: name, Attributes })
      return async () => {
        const asked = { QueueUrl, MaxNumberOfMessages: 10 }
        const { Messages = [] } = await call<{ Messages?: unknown[] }>('ReceiveMessage', asked)
        return Messages.length
      }
    },
    async deliver(more: object = {}) {
      const event = { arn: arnOf('q'), body: 'event', source: topic, as: 'sns.amazonaws.com' }
      kernel.change(() => changing.deliver({ ...event, ...more }))
      await settle()
    },
  }
}

describe('an event for a queue', () => {
  it.each([
    ['names the service', lettingIn()],
    ['names the topic', lettingIn({ Condition: { ArnLike: { 'aws:SourceArn': topic } } })],
    [
      'names the account',
      lettingIn({ Condition: { StringEquals: { 'aws:SourceAccount': account } } }),
    ],
    [
      'names the organisation',
      lettingIn({ Condition: { StringEquals: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' } } }),
    ],
  ])('enters where its policy %s', async (_what, Policy) => {
    const { queue, deliver, kernel } = deliveryWorld()
    const arrived = await queue('q', Policy)
    await deliver()
    expect(await arrived()).toBe(1)
    expect(kernel.incidents.list()).toEqual([])
  })

  it('of a bucket, whose ARN names no account, tells the account all the same', async () => {
    const { queue, deliver } = deliveryWorld()
    const source = 'arn:aws:s3:::bucket'
    const Condition = {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': source },
    }
    const Principal = { Service: 's3.amazonaws.com' }
    const arrived = await queue('q', lettingIn({ Principal, Condition }))
    await deliver({ source, as: 's3.amazonaws.com' })
    expect(await arrived()).toBe(1)
  })

  it.each([
    ['there is no policy', undefined],
    ['another service is named', lettingIn({ Principal: { Service: 'events.amazonaws.com' } })],
    ['the account alone is named', lettingIn({ Principal: { AWS: account } })],
    [
      'another topic is named',
      lettingIn({ Condition: { ArnEquals: { 'aws:SourceArn': `${topic}2` } } }),
    ],
    [
      'another account is named',
      lettingIn({ Condition: { StringEquals: { 'aws:SourceAccount': '999999999999' } } }),
    ],
  ])('is refused once and for all where %s, and told of', async (_what, Policy) => {
    const { queue, deliver, kernel, advance } = deliveryWorld()
    const arrived = await queue('q', Policy)
    await deliver()
    await advance(3_600_000)
    expect(await arrived()).toBe(0)
    expect(kernel.incidents.list()).toMatchObject([
      {
        service: 'sns',
        operation: 'deliver',
        caller: 'sns.amazonaws.com',
        code: 'AccessDenied',
        status: 403,
        message:
          `User: sns.amazonaws.com is not authorized to perform: sqs:sendmessage on resource: ${arnOf('q')} ` +
          'because no resource-based policy allows the sqs:sendmessage action',
        why: { kind: 'access', action: 'sqs:SendMessage', missing: ['resource'] },
      },
    ])
  })

  it('that is refused goes to its dead-letter queue, if that lets it in', async () => {
    const { queue, deliver, kernel } = deliveryWorld()
    await queue('q')
    const arrived = await queue('dead', lettingIn({ Resource: arnOf('dead') }))
    const barred = await queue('barred')
    await deliver({ deadLetterArn: arnOf('dead') })
    await deliver({ deadLetterArn: arnOf('barred') })
    expect([await arrived(), await barred()]).toEqual([1, 0])
    expect(kernel.incidents.list()).toMatchObject([
      { why: { resource: arnOf('q') } },
      { why: { resource: arnOf('q') } },
      { why: { resource: arnOf('barred') } },
    ])
  })
})
