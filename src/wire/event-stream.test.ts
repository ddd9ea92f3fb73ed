import { describe, expect, it } from 'vitest'
import { AwsError } from '../kernel/errors.ts'
import { ServiceModel } from '../model/model.ts'
import { decodeFrame, decodeFrames, encodeFrame, type EventHeader } from './event-frame.ts'
import { eventStreamBody, readEvents, rpcEventStream } from './event-stream.ts'
import { jsonEvents } from './json-events.ts'

const model = new ServiceModel({
  service: 'example',
  serviceId: 'Example',
  apiVersion: '2026-01-01',
  signingName: 'example',
  endpointPrefix: 'example',
  namespace: 'com.amazonaws.example',
  protocols: ['json1.1'],
  operations: {},
  shapes: {
    Output: { type: 'structure', members: { id: 'string', events: 'Events' } },
    Events: {
      type: 'structure',
      eventStream: true,
      members: { line: 'Line', chunk: 'Chunk', end: 'End', Broken: 'Broken' },
    },
    Line: {
      type: 'structure',
      event: true,
      members: { text: 'string', at: { shape: 'long', eventHeader: true } },
    },
    Chunk: {
      type: 'structure',
      event: true,
      members: { bytes: { shape: 'blob', eventPayload: true } },
    },
    End: { type: 'structure', event: true, members: {} },
    Broken: { type: 'structure', members: { message: 'string' }, error: { fault: 'client' } },
  },
})
const union = model.structure('Events')

async function* each<T>(...values: T[]): AsyncGenerator<T> {
  yield* values
}

async function framesOf(body: AsyncIterable<Uint8Array>) {
  const frames = []
  for await (const { headers, payload } of decodeFrames(body)) {
    const plain = [...headers].map(([name, { value }]) => [name, value])
    frames.push([Object.fromEntries(plain), Buffer.from(payload).toString()])
  }
  return frames
}

async function eventsOf(stream: AsyncIterable<Uint8Array>): Promise<object[]> {
  const events: object[] = []
  for await (const event of readEvents(union, stream, jsonEvents)) events.push(event)
  return events
}

const lineFrame = [
  {
    ':message-type': 'event',
    ':event-type': 'line',
    ':content-type': 'application/json',
    at: 7,
  },
  '{"text":"hé"}',
]

describe('events of an answer', () => {
  it('each is a frame, with its headers and its payload', async () => {
    const events = each(
      { line: { text: 'hé', at: 7 } },
      { chunk: { bytes: Buffer.from('raw') } },
      { end: {} },
    )
    expect(await framesOf(eventStreamBody(union, events, jsonEvents))).toEqual([
      lineFrame,
      [
        {
          ':message-type': 'event',
          ':event-type': 'chunk',
          ':content-type': 'application/octet-stream',
        },
        'raw',
      ],
      [{ ':message-type': 'event', ':event-type': 'end' }, ''],
    ])
  })

  it('an event is made when the client is ready for it, and not before', async () => {
    let made = 0
    async function* counted(): AsyncGenerator<object> {
      for (;;) {
        made++
        yield { end: {} }
      }
    }
    const body = eventStreamBody(union, counted(), jsonEvents)
    expect(made).toBe(0)
    await body.next()
    await body.next()
    expect(made).toBe(2)
    await body.return(undefined)
  })

  it('an error that the stream knows is an event, any other ends it by its code', async () => {
    const failing = async function* (error: unknown): AsyncGenerator<object> {
      yield { end: {} }
      throw error
    }
    const known = new AwsError({ code: 'Broken', status: 400, message: 'No.', shape: 'Broken' })
    expect((await framesOf(eventStreamBody(union, failing(known), jsonEvents)))[1]).toEqual([
      {
        ':message-type': 'exception',
        ':exception-type': 'Broken',
        ':content-type': 'application/json',
      },
      '{"message":"No."}',
    ])
    const other = new AwsError({ code: 'Throttling', status: 400, message: 'Slow down.' })
    expect((await framesOf(eventStreamBody(union, failing(other), jsonEvents)))[1]).toEqual([
      { ':message-type': 'error', ':error-code': 'Throttling', ':error-message': 'Slow down.' },
      '',
    ])
    const bug = eventStreamBody(union, failing(new Error('a bug')), jsonEvents)
    await expect(framesOf(bug)).rejects.toThrow('a bug')
  })

  it('over RPC the output’s other members come first', async () => {
    const output = { id: '1', events: each({ end: {} }) }
    const body = rpcEventStream(model.structure('Output'), output, jsonEvents)
    if (!body) throw new Error('no stream')
    expect((await framesOf(body))[0]).toEqual([
      {
        ':message-type': 'event',
        ':event-type': 'initial-response',
        ':content-type': 'application/json',
      },
      '{"id":"1"}',
    ])
    expect(rpcEventStream(model.structure('Line'), {}, jsonEvents)).toBeUndefined()
  })

  it('an event of two members is a bug', async () => {
    const body = eventStreamBody(union, each({ end: {}, line: {} }), jsonEvents)
    await expect(framesOf(body)).rejects.toThrow('Events: an event has one member of the union')
  })
})

describe('events of a request', () => {
  const written = async () => {
    const parts: Uint8Array[] = []
    const events = each<object>({ line: { text: 'hé', at: 2 ** 40 } }, { end: {} })
    for await (const part of eventStreamBody(union, events, jsonEvents)) parts.push(part)
    return Buffer.concat(parts)
  }

  it.each([1, 3, 17, 1000])('are read when they come %d bytes at a time', async (size) => {
    const bytes = await written()
    async function* cut(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
    }
    expect(await eventsOf(cut())).toEqual([{ line: { text: 'hé', at: 2 ** 40 } }, { end: {} }])
  })

  it('are read out of the frames of their signatures', async () => {
    const [first] = [await written()]
    const size = first.readUInt32BE(0)
    const headers = new Map<string, EventHeader>([
      [':date', { type: 'timestamp', value: new Date(0) }],
      [':chunk-signature', { type: 'blob', value: new Uint8Array(32) }],
    ])
    const inner = new Uint8Array(first.subarray(0, size))
    const stream = each(
      encodeFrame({ headers, payload: inner }),
      encodeFrame({ headers, payload: new Uint8Array() }),
    )
    expect(await eventsOf(stream)).toEqual([{ line: { text: 'hé', at: 2 ** 40 } }])
  })

  it('a damaged, huge or unfinished frame is refused', async () => {
    const bytes = await written()
    const refused = async (change: (copy: Buffer) => Buffer | undefined, message: string) => {
      const copy = Buffer.from(bytes)
      const stream = each(change(copy) ?? copy)
      await expect(eventsOf(stream)).rejects.toMatchObject({
        code: 'SerializationException',
        status: 400,
        message: `Malformed event stream message: ${message}`,
      })
    }
    await refused((copy) => copy.subarray(0, -1), 'the stream ends within a message')
    await refused((copy) => void copy.writeUInt32BE(0xffffffff, 0), 'its length')
    await refused((copy) => void copy.writeUInt8(1, 8), 'its prelude’s checksum')
    await refused((copy) => void copy.writeUInt8(1, 20), 'its checksum')
  })

  it('a header that reaches past its frame is refused', () => {
    const headers = new Map<string, EventHeader>([['name', { type: 'string', value: 'value' }]])
    const frame = Buffer.from(encodeFrame({ headers, payload: new Uint8Array() }))
    expect(decodeFrame(frame).headers.get('name')).toEqual({ type: 'string', value: 'value' })
    const shorter = Buffer.from(
      encodeFrame({ headers: new Map(), payload: frame.subarray(12, -4) }),
    )
    expect(decodeFrame(shorter).payload).toHaveLength(13)
  })
})
