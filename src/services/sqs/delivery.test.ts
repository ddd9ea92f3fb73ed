import { describe, expect, it } from 'vitest'
import { testPlace } from '../../../test/support/world.ts'
import { sqs } from './service.ts'
import { queueWorld } from './testing/queue-world.ts'

function deliveryWorld() {
  const cloud = queueWorld()
  const { kernel } = cloud
  const { changing } = kernel.cells.of(sqs, testPlace)
  const deliver = async (arn: string, attributes: Record<string, unknown> = {}) => {
    kernel.change(() =>
      changing.deliver({
        arn,
        body: 'event',
        attributes,
        source: 'arn:aws:sns:us-east-1:123456789012:topic',
        as: 'sns.amazonaws.com',
      }),
    )
    await cloud.settle()
  }
  return { ...cloud, deliver }
}

describe('an event for a queue', () => {
  it('enters as a message, with its attributes', async () => {
    const { queue, deliver } = deliveryWorld()
    const q = await queue('q')
    const MessageAttributes = { a: { DataType: 'String', StringValue: 'b' } }
    await deliver(q.arn, { MessageAttributes })
    const [message] = await q.receive()
    expect(message).toMatchObject({ Body: 'event', MessageAttributes })
  })

  it('enters a FIFO queue in its group, once', async () => {
    const { queue, deliver } = deliveryWorld()
    const q = await queue('q.fifo')
    const attributes = { MessageGroupId: 'g', MessageDeduplicationId: 'd' }
    await deliver(q.arn, attributes)
    await deliver(q.arn, attributes)
    const messages = await q.receive()
    expect(messages).toHaveLength(1)
    expect(messages[0]?.Attributes).toMatchObject(attributes)
  })

  it('is reported when there is no such queue', async () => {
    const { deliver, advance, kernel } = deliveryWorld()
    await deliver('arn:aws:sqs:us-east-1:123456789012:none')
    await advance(60_000)
    expect(kernel.incidents.list()).toMatchObject([{ code: 'Undeliverable', operation: 'deliver' }])
  })
})
