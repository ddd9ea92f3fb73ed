import { describe, expect, it } from 'vitest'
import type { MessageAttributeValue } from '../../generated/sqs.ts'
import { expectInvalid, expectRefusal, queueWorld } from './testing/queue-world.ts'

type Attributes = Record<string, MessageAttributeValue>

const text = (value: string): MessageAttributeValue => ({ DataType: 'String', StringValue: value })
const number = (value: string): MessageAttributeValue => ({
  DataType: 'Number',
  StringValue: value,
})

async function expectRefused(MessageAttributes: Attributes, message: string): Promise<void> {
  const { queue } = queueWorld()
  const q = await queue('q')
  await expectInvalid(q.send('x', { MessageAttributes }), message)
}

describe('the MD5 of message attributes', () => {
  it.each([
    ['7db7fb1ba7f41366a8ea5eb18220b26d', { Hello: text('World') }],
    [
      '797ab158d73dcb5242dedc4412c8e855',
      { UserId: { DataType: 'Number.bigint', StringValue: '1234567890123456789012' } },
    ],
  ])('is %s', async (md5, MessageAttributes) => {
    const { queue } = queueWorld()
    const q = await queue('q')
    const sent = await q.send('x', { MessageAttributes })
    expect(sent.MD5OfMessageAttributes).toBe(md5)
    const [received] = await q.receive()
    expect(received).toMatchObject({ MD5OfMessageAttributes: md5, MessageAttributes })
  })

  it('covers the attributes that are returned, and no others', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    const MessageAttributes = { Hello: text('World'), other: number('1') }
    const sent = await q.send('x', { MessageAttributes })
    const [received] = await q.receive({ MessageAttributeNames: ['Hello', 'unknown'] })
    expect(received).toMatchObject({
      MessageAttributes: { Hello: text('World') },
      MD5OfMessageAttributes: '7db7fb1ba7f41366a8ea5eb18220b26d',
    })
    expect(sent.MD5OfMessageAttributes).not.toBe(received?.MD5OfMessageAttributes)
  })

  it('does not depend on the order in which they were sent', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    const a = text('1')
    const b = { DataType: 'Binary.png', BinaryValue: new Uint8Array([0, 255]) }
    const one = await q.send('x', { MessageAttributes: { a, b } })
    const two = await q.send('x', { MessageAttributes: { b, a } })
    expect(one.MD5OfMessageAttributes).toBe(two.MD5OfMessageAttributes)
    const [received] = await q.receive()
    expect(received?.MessageAttributes).toEqual({ a, b })
  })
})

describe('names of message attributes asked for', () => {
  it.each([
    [['All'], ['a.b', 'a.c', 'b']],
    [['.*'], ['a.b', 'a.c', 'b']],
    [['a.*'], ['a.b', 'a.c']],
    [['b', 'nothing'], ['b']],
    [['nothing'], []],
    [[], []],
  ])('%j find %j', async (MessageAttributeNames, names) => {
    const { queue } = queueWorld()
    const q = await queue('q')
    await q.send('x', {
      MessageAttributes: { b: text('1'), 'a.c': text('2'), 'a.b': text('3') },
    })
    const [received] = await q.receive({ MessageAttributeNames })
    expect(Object.keys(received?.MessageAttributes ?? {})).toEqual(names)
    expect(received && 'MessageAttributes' in received).toBe(names.length > 0)
  })
})

describe('a message attribute', () => {
  it('must have a value', async () => {
    await expectRefused(
      { piyo: text('') },
      "Message (user) attribute 'piyo' must contain a non-empty value of type 'String'.",
    )
    await expectRefused(
      { piyo: { DataType: 'Binary', BinaryValue: new Uint8Array() } },
      "Message (user) attribute 'piyo' must contain a non-empty value of type 'Binary'.",
    )
    await expectRefused(
      { X: { DataType: 'String' } },
      "The message (user) attribute 'X' must contain a non-empty message attribute value.",
    )
  })

  it('must have a type that AWS knows', async () => {
    await expectRefused(
      { X: { DataType: '', StringValue: 'x' } },
      "The message (user) attribute 'X' must contain a non-empty message attribute type.",
    )
    for (const DataType of ['Foo', 'string', 'String.', 'Strings', `String.${'x'.repeat(250)}`]) {
      await expectRefused(
        { X: { DataType, StringValue: 'x' } },
        "The type of message (user) attribute 'X' is invalid. You must use only the following supported type prefixes: Binary, Number, String.",
      )
    }
  })

  it.each(['x', '1e', '', '1.2.3', '0x1', '1'.repeat(39), '1e127', '1e-129', '--1'])(
    'that is a number may not be %j',
    async (value) => {
      await expectRefused(
        { X: number(value || ' ') },
        "Can't cast the value of message (user) attribute 'X' to a number.",
      )
    },
  )

  it.each(['0', '-1.5', '+3', '.5', '1.', '1e126', '-1E-128', '9'.repeat(38)])(
    'that is a number may be %s',
    async (value) => {
      const { queue } = queueWorld()
      const q = await queue('q')
      await expect(q.send('x', { MessageAttributes: { X: number(value) } })).resolves.toBeDefined()
    },
  )

  it.each([
    ['', 'The request must contain non-empty message (user) attribute names.'],
    ['.a', "Message (user) attribute name must not begin with character '.'."],
    ['a.', "Message (user) attribute name must not end with character '.'."],
    ['a..b', "Message (user) attribute name must not have successive '.' characters."],
    ['a'.repeat(257), 'Message (user) attribute name must be shorter than 256 bytes.'],
    [
      'aWs.a',
      "You can't use message attribute names beginning with 'AWS.' or 'Amazon'. These strings are reserved for internal use.",
    ],
    [
      'AMAZON.a',
      "You can't use message attribute names beginning with 'AWS.' or 'Amazon'. These strings are reserved for internal use.",
    ],
  ])('may not be called %j', async (name, message) => {
    await expectRefused({ [name]: text('x') }, message)
  })

  it('may be called like what begins with a reserved prefix but for its stop', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    const MessageAttributes = { AmazonOrderId: text('x'), awsRegion: text('y') }
    await expect(q.send('a', { MessageAttributes })).resolves.toBeDefined()
  })

  it('may be called like a member that every object has', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    const MessageAttributes = Object.fromEntries([['__proto__', text('x')]])
    await q.send('x', { MessageAttributes })
    const [received] = await q.receive()
    expect(Object.keys(received?.MessageAttributes ?? {})).toEqual(['__proto__'])
  })

  it('may be one of ten', async () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`a${at}`, text('x')]))
    await expectRefused(
      many(11),
      'Number of message attributes [11] exceeds the allowed maximum [10].',
    )
    const { queue } = queueWorld()
    const q = await queue('q')
    await expect(q.send('x', { MessageAttributes: many(10) })).resolves.toBeDefined()
  })

  it('may not be a list', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    await expectRefusal(
      q.send('x', { MessageAttributes: { X: { DataType: 'String', StringListValues: ['x'] } } }),
      'UnsupportedOperation',
      'Message attribute list values in SendMessage operation are not supported.',
    )
  })
})

describe('a message system attribute', () => {
  it('is the trace header, and a string', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    const send = (name: string, value: MessageAttributeValue) =>
      q.ask('SendMessage', { MessageBody: 'x', MessageSystemAttributes: { [name]: value } })
    const unknown = "Message system attribute name 'Colour' is invalid."
    await expectInvalid(send('Colour', text('red')), unknown)
    await expectInvalid(
      send('AWSTraceHeader', text('')),
      "Message (system) attribute 'AWSTraceHeader' must contain a non-empty value of type 'String'.",
    )
  })
})
