import { describe, expect, it } from 'vitest'
import { expectInvalid, expectRefusal, queueWorld } from './testing/queue-world.ts'

const bodies = (...given: string[]) =>
  given.map((MessageBody, at) => ({ Id: `id-${at}`, MessageBody }))

const operations = [
  ['SendMessageBatch', 'SendMessageBatchRequestEntry', { MessageBody: 'x' }],
  ['DeleteMessageBatch', 'DeleteMessageBatchRequestEntry', { ReceiptHandle: 'x' }],
  ['ChangeMessageVisibilityBatch', 'ChangeMessageVisibilityBatch', { ReceiptHandle: 'x' }],
] as const

describe.each(operations)('%s', (operation, entry, rest) => {
  async function batch(Entries?: object[]) {
    const { queue } = queueWorld()
    const q = await queue('q')
    return q.ask(operation, { ...(Entries && { Entries }) })
  }

  it('must have entries', async () => {
    const text = `There should be at least one ${entry} in the request.`
    await expectRefusal(batch([]), 'EmptyBatchRequest', text)
    await expectRefusal(batch(), 'EmptyBatchRequest', text)
  })

  it('has at most ten', async () => {
    const eleven = Array.from({ length: 11 }, (_, at) => ({ Id: String(at), ...rest }))
    await expectRefusal(
      batch(eleven),
      'TooManyEntriesInBatchRequest',
      'Maximum number of entries per request are 10. You have sent 11.',
    )
  })

  it('has entries of ids that differ', async () => {
    const twice = [
      { Id: 'X', ...rest },
      { Id: 'X', ...rest },
    ]
    await expectRefusal(batch(twice), 'BatchEntryIdsNotDistinct', 'Id X repeated.')
  })

  it('has entries of ids made of a few characters', async () => {
    for (const Id of ['a.b', '', 'a'.repeat(81), 'é']) {
      await expectRefusal(
        batch([{ Id, ...rest }]),
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      )
    }
  })
})

describe('a batch of messages', () => {
  it('must name an id in each entry', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    const Entries = [{ Id: 'a', MessageBody: 'x' }, { MessageBody: 'x' }]
    const text = 'The request must contain the parameter SendMessageBatchRequestEntry.2.Id.'
    await expectRefusal(q.ask('SendMessageBatch', { Entries }), 'MissingParameter', text)
  })

  it('may have 1 MiB in all', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    await expectRefusal(
      q.ask('SendMessageBatch', { Entries: bodies('x'.repeat(600_000), 'x'.repeat(600_000)) }),
      'BatchRequestTooLong',
      'Batch requests cannot be longer than 1048576 bytes. You have sent 1200000 bytes.',
    )
    const whole = bodies('x'.repeat(524_288), 'x'.repeat(524_288))
    expect(await q.ask('SendMessageBatch', { Entries: whole })).toMatchObject({ Failed: [] })
  })

  it('enters a standard queue but for the entries that are unfit', async () => {
    const { queue } = queueWorld()
    const q = await queue('q', { MaximumMessageSize: '1024' })
    const Entries = [
      ...bodies('good', '', 'bell \u0007', 'x'.repeat(1_025)),
      { Id: 'late', MessageBody: 'x', DelaySeconds: 901 },
      { Id: 'once', MessageBody: 'x', MessageDeduplicationId: 'd' },
    ]
    expect(await q.ask('SendMessageBatch', { Entries })).toEqual({
      Successful: [
        { Id: 'id-0', MessageId: expect.any(String), MD5OfMessageBody: expect.any(String) },
      ],
      Failed: [
        {
          Id: 'id-1',
          SenderFault: true,
          Code: 'EmptyValue',
          Message: 'The request must contain the parameter MessageBody.',
        },
        {
          Id: 'id-2',
          SenderFault: true,
          Code: 'InvalidMessageContents',
          Message:
            "Invalid binary character '#x7' was found in the message body, the set of allowed characters is #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF].",
        },
        {
          Id: 'id-3',
          SenderFault: true,
          Code: 'InvalidParameterValue',
          Message:
            'One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.',
        },
        {
          Id: 'late',
          SenderFault: true,
          Code: 'InvalidParameterValue',
          Message:
            'Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.',
        },
        {
          Id: 'once',
          SenderFault: true,
          Code: 'InvalidParameterValue',
          Message: 'The request include parameter that is not valid for this queue type',
        },
      ],
    })
    expect(await q.bodies()).toEqual(['good'])
  })

  it('enters a FIFO queue whole or not at all', async () => {
    const { queue } = queueWorld()
    const q = await queue('q.fifo', { MaximumMessageSize: '1024' })
    const good = { Id: 'a', MessageBody: 'a', MessageGroupId: 'g', MessageDeduplicationId: 'a' }
    const send = (other: object) =>
      q.ask('SendMessageBatch', { Entries: [good, { ...good, Id: 'b', ...other }] })
    const group = 'The request must contain the parameter MessageGroupId.'
    await expectRefusal(send({ MessageGroupId: undefined }), 'MissingParameter', group)
    await expectInvalid(
      send({ MessageDeduplicationId: undefined }),
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    )
    await expectInvalid(
      send({ DelaySeconds: 1 }),
      'Value 1 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.',
    )
    await expectInvalid(
      send({ MessageBody: 'x'.repeat(1_025) }),
      'One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.',
    )
    expect(await q.counts()).toEqual([0, 0, 0])
    await send({ MessageDeduplicationId: 'b', MessageBody: 'b' })
    expect(await q.bodies()).toEqual(['a', 'b'])
  })
})

describe('a batch of receipt handles', () => {
  it('deletes those that are good', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    const other = await queue('other')
    await q.send('a')
    await other.send('b')
    const [mine] = await q.receive()
    const [foreign] = await other.receive()
    const handle = foreign?.ReceiptHandle
    const Entries = [
      { Id: 'garbage', ReceiptHandle: 'x' },
      { Id: 'foreign', ReceiptHandle: handle },
      { Id: 'good', ReceiptHandle: mine?.ReceiptHandle },
    ]
    expect(await q.ask('DeleteMessageBatch', { Entries })).toEqual({
      Successful: [{ Id: 'good' }],
      Failed: [
        {
          Id: 'garbage',
          SenderFault: true,
          Code: 'ReceiptHandleIsInvalid',
          Message: 'The input receipt handle "x" is not a valid receipt handle.',
        },
        {
          Id: 'foreign',
          SenderFault: true,
          Code: 'ReceiptHandleIsInvalid',
          Message: `The receipt handle "${handle}" is not valid for this queue.`,
        },
      ],
    })
    expect(await q.counts()).toEqual([0, 0, 0])
  })

  it('changes the visibility of those that are good', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    await q.send('a')
    await q.send('b')
    const [a, b] = await q.receive()
    const Entries = [
      { Id: 'a', ReceiptHandle: a?.ReceiptHandle, VisibilityTimeout: -85 },
      { Id: 'b', ReceiptHandle: b?.ReceiptHandle, VisibilityTimeout: 0 },
    ]
    expect(await q.ask('ChangeMessageVisibilityBatch', { Entries })).toEqual({
      Successful: [{ Id: 'b' }],
      Failed: [
        {
          Id: 'a',
          SenderFault: true,
          Code: 'InvalidParameterValue',
          Message:
            'Value -85 for parameter VisibilityTimeout is invalid. Reason: VisibilityTimeout must be an integer between 0 and 43200.',
        },
      ],
    })
    expect(await q.bodies()).toEqual(['b'])
  })
})
