import { beforeEach, describe, expect, test } from 'vitest'
import { iam } from '../services/iam/service.ts'
import { type Lines, waitingLinesMax } from './follow.ts'
import { controlledWorld, jsonOf } from './testing/controlled-world.ts'

let cloud: ReturnType<typeof controlledWorld>
beforeEach(() => {
  cloud = controlledWorld()
})

function refuse(requestId: string) {
  const incident = {
    requestId,
    atMs: cloud.now(),
    service: 'sqs',
    operation: 'SendMessage',
    account: '123456789012',
    region: 'us-east-1',
    caller: 'arn:aws:iam::123456789012:root',
    code: 'QueueDoesNotExist',
    status: 400,
    message: 'The specified queue does not exist.',
    why: { kind: 'not-found' as const },
  }
  cloud.kernel.incidents.record(incident)
  return incident
}

async function lines(stream: unknown): Promise<unknown[]> {
  const { value, done } = await (stream as Lines).next()
  if (done) return []
  const text = Buffer.from(value).toString()
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

describe('incidents', () => {
  test('are listed, newest last', async () => {
    const [first, second] = [refuse('a'), refuse('b')]
    expect(await jsonOf(await cloud.ask('GET', '/_kasane/incidents'))).toEqual({
      incidents: [first, second],
    })
    const newest = await cloud.ask('GET', '/_kasane/incidents', { query: 'last=1' })
    expect(await jsonOf(newest)).toEqual({ incidents: [second] })
    const none = await cloud.ask('GET', '/_kasane/incidents', { query: 'last=0' })
    expect(await jsonOf(none)).toEqual({ incidents: [] })
  })

  test('are found by their request', async () => {
    const incident = refuse('a b')
    const explained = {
      ...incident,
      explanation: {
        what: 'sqs:SendMessage was refused: QueueDoesNotExist (400). The specified queue does not exist.',
        who: 'arn:aws:iam::123456789012:root, account 123456789012, region us-east-1',
        why: [expect.stringMatching(/^Account 123456789012 has no such thing in region us-east-1/)],
        cure: [{ text: 'Check the name, the account and the region.', commands: [] }],
      },
    }
    expect(await jsonOf(await cloud.ask('GET', '/_kasane/incidents/a%20b'))).toEqual(explained)
    expect(await jsonOf(await cloud.ask('GET', '/_kasane/incidents/last'))).toEqual(explained)
    const missing = await cloud.ask('GET', '/_kasane/incidents/other')
    expect(missing.status).toBe(404)
    expect(await jsonOf(missing)).toEqual({
      error: {
        code: 'NoSuchIncident',
        message: 'No refusal is known of the request other.',
      },
    })
  })

  test('of a service that the kernel knows as global are explained without a region', async () => {
    cloud = controlledWorld({ services: [iam] })
    const incident = { ...refuse('a'), requestId: 'b', service: 'iam', operation: 'GetUser' }
    cloud.kernel.incidents.record(incident)
    expect(await jsonOf(await cloud.ask('GET', '/_kasane/incidents/last'))).toMatchObject({
      explanation: { cure: [{ text: 'Check the name and the account.' }] },
    })
  })

  test('have no last one before anything was refused', async () => {
    expect(await jsonOf(await cloud.ask('GET', '/_kasane/incidents/last'))).toEqual({
      error: { code: 'NoSuchIncident', message: 'Nothing was refused.' },
    })
  })

  test('are not listed by halves or words', async () => {
    for (const last of ['-1', '1.5', 'all', '']) {
      const response = await cloud.ask('GET', '/_kasane/requests', { query: `last=${last}` })
      expect(response.status).toBe(400)
      expect(await jsonOf(response)).toEqual({
        error: { code: 'InvalidQuery', message: '"last" takes a whole number.' },
      })
    }
  })
})

describe('a followed journal', () => {
  test('begins with the newest entries that are asked for and goes on as more come', async () => {
    refuse('a')
    const second = refuse('b')
    const { headers, body } = await cloud.ask('GET', '/_kasane/requests', {
      query: 'follow&last=1',
    })
    expect(headers['content-type']).toBe('application/x-ndjson')
    expect(await lines(body)).toEqual([second])
    const next = lines(body)
    const third = refuse('c')
    expect(await next).toEqual([third])
  })

  test('ends when its reader goes, even in the middle of waiting', async () => {
    const { body } = await cloud.ask('GET', '/_kasane/requests', { query: 'follow' })
    const next = lines(body)
    await (body as Lines).return()
    expect(await next).toEqual([])
    refuse('a')
    expect(await lines(body)).toEqual([])
  })

  test('ends with the process', async () => {
    const { body } = await cloud.ask('GET', '/_kasane/incidents', { query: 'follow' })
    const next = lines(body)
    cloud.api.end()
    expect(await next).toEqual([])
  })

  test('tells a slow reader how many entries it has missed', async () => {
    const { body } = await cloud.ask('GET', '/_kasane/requests', { query: 'follow' })
    for (let n = 0; n < waitingLinesMax + 5; n++) refuse(`${n}`)
    const read = await lines(body)
    expect(read.length).toBe(waitingLinesMax + 1)
    expect(read.at(-1)).toEqual({ missed: 5 })
  })
})
