/** The SDK's clients read the event streams that the protocols write, event by event. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

import { AwsError } from '../../src/kernel/errors.ts'
import type { ModelJson } from '../../src/model/model-json.ts'
import { type ProtocolName, ServiceModel } from '../../src/model/model.ts'
import { loadProtocol } from '../../src/wire/protocols.ts'
import { SdkClient } from './oracle/sdk-client.ts'
import { sdkResponse } from './oracle/transport.ts'

interface Case {
  readonly service: string
  readonly protocol: ProtocolName
  readonly operation: string
  readonly input: object
  /** The output's member that streams. */
  readonly stream: string
  readonly events: readonly object[]
  /** Thrown behind the events. */
  readonly error?: AwsError
}

const cases: readonly Case[] = [
  {
    service: 's3',
    protocol: 'restXml',
    operation: 'SelectObjectContent',
    input: {
      Bucket: 'b',
      Key: 'k',
      Expression: 'SELECT 1',
      ExpressionType: 'SQL',
      InputSerialization: { CSV: {} },
      OutputSerialization: { CSV: {} },
    },
    stream: 'Payload',
    events: [
      { Records: { Payload: new Uint8Array([97, 44, 98, 10]) } },
      { Stats: { Details: { BytesScanned: 4, BytesProcessed: 4, BytesReturned: 4 } } },
      { Cont: {} },
      { End: {} },
    ],
  },
  {
    service: 'lambda',
    protocol: 'restJson',
    operation: 'InvokeWithResponseStream',
    input: { FunctionName: 'f' },
    stream: 'EventStream',
    events: [
      { PayloadChunk: { Payload: new Uint8Array([1, 2, 3]) } },
      { InvokeComplete: { ErrorCode: 'Timeout', ErrorDetails: 'é' } },
    ],
  },
  {
    service: 'cloudwatch-logs',
    protocol: 'json1.1',
    operation: 'StartLiveTail',
    input: { logGroupIdentifiers: ['arn:aws:logs:us-east-1:000000000000:log-group:g'] },
    stream: 'responseStream',
    events: [
      { sessionStart: { sessionId: 's', logGroupIdentifiers: ['g'] } },
      { sessionUpdate: { sessionResults: [{ message: 'hello', timestamp: 5 }] } },
    ],
    error: new AwsError({
      code: 'SessionTimeoutException',
      shape: 'SessionTimeoutException',
      status: 400,
      message: 'The session is over.',
    }),
  },
]

async function* each(events: readonly object[], error?: AwsError): AsyncGenerator<object> {
  yield* events
  if (error) throw error
}

/** What the client's stream yields, and the error that it ends in. */
async function received(sent: Case): Promise<{ events: object[]; error: string | undefined }> {
  const { service, operation, stream, events, error, input } = sent
  const json = readFileSync(new URL(`../../models/${service}.json`, import.meta.url), 'utf8')
  const model = new ServiceModel(JSON.parse(json) as ModelJson)
  const protocol = await loadProtocol(sent.protocol)
  const known = model.findOperation(operation)
  const client = new SdkClient(model)
  const command = client.command(operation, input)
  if (!known || !command) throw new Error(`no ${operation}`)
  client.handler = async () => {
    const output = { [stream]: each(events, error) }
    return sdkResponse(protocol.serialise(output, known, { requestId: 'r' }))
  }
  const answer = (await client.send(command)) as Record<string, AsyncIterable<object>>
  const got: object[] = []
  try {
    for await (const event of answer[stream] ?? []) got.push(event)
    return { events: got, error: undefined }
  } catch (raised) {
    return { events: got, error: String(raised) }
  }
}

describe('A stream comes through whole', () => {
  test.each(cases.map((each) => [each.operation, each] as const))('%s', async (_, sent) => {
    const { events, error } = await received(sent)
    expect(events).toMatchObject(sent.events)
    expect(events).toHaveLength(sent.events.length)
    expect(error).toBe(sent.error && `${sent.error.code}: ${sent.error.message}`)
  })
})
