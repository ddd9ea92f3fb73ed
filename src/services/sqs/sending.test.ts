import { describe, expect, it } from 'vitest'
import { expectInvalid, expectRefusal, queueWorld } from './testing/queue-world.ts'

describe('a message', () => {
  it('may have 1 MiB, names, types and values of its attributes included', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    const text =
      'One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.'
    await expectInvalid(q.send('x'.repeat(1_048_577)), text)
    await expectInvalid(q.send('é'.repeat(524_289)), text)
    await expect(q.send('x'.repeat(1_048_576))).resolves.toBeDefined()
    const MessageAttributes = { name: { DataType: 'String', StringValue: 'value' } }
    await expectInvalid(q.send('x'.repeat(1_048_562), { MessageAttributes }), text)
    await expect(q.send('x'.repeat(1_048_561), { MessageAttributes })).resolves.toBeDefined()
  })

  it('may have what its queue says', async () => {
    const { queue } = queueWorld()
    const q = await queue('q', { MaximumMessageSize: '1024' })
    await expectInvalid(
      q.send('x'.repeat(1_025)),
      'One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.',
    )
  })

  it.each([
    ['\u0007', '#x7'],
    ['\uffff', '#xFFFF'],
    ['\ud800', '#xD800'],
  ])('may not have the character %j', async (character, named) => {
    const { queue } = queueWorld()
    const q = await queue('q')
    await expectRefusal(
      q.send(`bell ${character}`),
      'InvalidMessageContents',
      `Invalid binary character '${named}' was found in the message body, the set of allowed characters is #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF].`,
    )
  })

  it('may have every other character', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    const body = '\t\n\r \u007f\ud7ff\ue000\ufffd😀'
    await q.send(body)
    expect(await q.bodies()).toEqual([body])
  })

  it('must have a body', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    const text = 'The request must contain the parameter MessageBody.'
    await expectRefusal(q.send(''), 'MissingParameter', text)
    await expectRefusal(q.ask('SendMessage'), 'MissingParameter', text)
  })

  it('is answered with MD5s of what was sent', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    const sent = await q.send('Test Message', {
      MessageSystemAttributes: {
        AWSTraceHeader: { DataType: 'String', StringValue: 'some-trace-id' },
      },
    })
    expect(sent).toEqual({
      MessageId: expect.any(String),
      MD5OfMessageBody: 'd1d4180b7e411c4be86b00fb2ee103eb',
      MD5OfMessageSystemAttributes: 'fdce4f2818803f2f73becc09a54792c0',
    })
    const [received] = await q.receive()
    expect(received?.Attributes?.AWSTraceHeader).toBe('some-trace-id')
  })
})

describe('a delay', () => {
  it('of a message beats its queue’s, 0 included', async () => {
    const { queue, advance } = queueWorld()
    const q = await queue('q', { DelaySeconds: '10' })
    await q.send('late')
    await q.send('now', { DelaySeconds: 0 })
    await q.send('latest', { DelaySeconds: 20 })
    expect(await q.bodies()).toEqual(['now'])
    await advance(10_000)
    expect(await q.bodies()).toEqual(['late'])
    await advance(10_000)
    expect(await q.bodies()).toEqual(['latest'])
  })

  it('that a standard queue changes holds for later messages alone', async () => {
    const { queue } = queueWorld()
    const q = await queue('q', { DelaySeconds: '10' })
    await q.send('late')
    await q.set({ DelaySeconds: '0' })
    expect(await q.bodies()).toEqual([])
  })

  it('that a FIFO queue changes holds for earlier messages too', async () => {
    const { queue, advance } = queueWorld()
    const q = await queue('q.fifo', { ContentBasedDeduplication: 'true' })
    await q.send('a', { MessageGroupId: 'g' })
    await q.set({ DelaySeconds: '10' })
    expect(await q.bodies()).toEqual([])
    expect(await q.counts()).toEqual([0, 0, 1])
    await q.set({ DelaySeconds: '5' })
    await advance(5_000)
    expect(await q.bodies()).toEqual(['a'])
  })

  it.each([-1, 901, 1000])('of %d seconds is refused', async (DelaySeconds) => {
    const { queue } = queueWorld()
    const q = await queue('q')
    await expectInvalid(
      q.send('x', { DelaySeconds }),
      `Value ${DelaySeconds} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
    )
  })

  it('of one message is refused by a FIFO queue, unless it is 0, which changes nothing', async () => {
    const { queue } = queueWorld()
    const q = await queue('q.fifo', { ContentBasedDeduplication: 'true', DelaySeconds: '10' })
    await expectInvalid(
      q.send('x', { DelaySeconds: 60, MessageGroupId: 'g' }),
      'Value 60 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.',
    )
    await q.send('x', { DelaySeconds: 0, MessageGroupId: 'g' })
    expect(await q.bodies()).toEqual([])
    expect(await q.counts()).toEqual([0, 0, 1])
  })
})

describe('group and deduplication ids', () => {
  it('must be there for a FIFO queue', async () => {
    const { queue } = queueWorld()
    const q = await queue('q.fifo')
    await expectRefusal(
      q.send('x'),
      'MissingParameter',
      'The request must contain the parameter MessageGroupId.',
    )
    await expectInvalid(
      q.send('x', { MessageGroupId: 'g' }),
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    )
  })

  it.each(['MessageGroupId', 'MessageDeduplicationId'])(
    '%s is 1 to 128 alphanumeric and punctuation characters',
    async (parameter) => {
      const { queue } = queueWorld()
      const q = await queue('q.fifo')
      const good = { MessageGroupId: 'g', MessageDeduplicationId: 'd' }
      for (const value of ['a b', 'é', 'x'.repeat(129)]) {
        await expectInvalid(
          q.send('x', { ...good, [parameter]: value }),
          `Value ${value} for parameter ${parameter} is invalid. Reason: ${parameter} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
        )
      }
      await expect(q.send('x', { ...good, [parameter]: '!~'.repeat(64) })).resolves.toBeDefined()
    },
  )

  it('a standard queue takes the first and refuses the second', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    await q.send('x', { MessageGroupId: 'g' })
    const [received] = await q.receive()
    expect(received?.Attributes?.MessageGroupId).toBe('g')
    await expectInvalid(
      q.send('x', { MessageDeduplicationId: 'd' }),
      'The request include parameter MessageDeduplicationId which is not valid for this queue type',
    )
  })
})
