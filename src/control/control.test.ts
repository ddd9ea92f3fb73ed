import { describe, expect, test } from 'vitest'
import { SnapshotRefused } from '../kernel/snapshot-format.ts'
import { StorageError } from '../kernel/store/storage-error.ts'
import { controlledWorld, jsonOf, textOf } from './testing/controlled-world.ts'
import { reminders } from './testing/reminders.ts'

const { ask } = controlledWorld()

async function error(response: Promise<{ status: number; body?: unknown }>) {
  const { status, body } = await response
  const { error } = JSON.parse(String(body))
  return `${status} ${error.code}: ${error.message}`
}

describe('the control API', () => {
  test('says what it is, and lists its resources', async () => {
    const response = await ask('GET', '/_kasane')
    expect(response.status).toBe(200)
    expect(response.headers).toEqual({
      'content-type': 'application/json',
      'cache-control': 'no-store',
    })
    expect(await jsonOf(response)).toMatchObject({
      product: 'kasane',
      version: '1.2.3',
      api: 1,
      endpoint: 'http://127.0.0.1:4566',
      resources: expect.arrayContaining([
        expect.objectContaining({ path: '/_kasane/clock', methods: ['GET', 'POST'] }),
      ]),
    })
  })

  test('takes a slash at the end', async () => {
    expect((await ask('GET', '/_kasane/')).status).toBe(200)
    expect((await ask('GET', '/_kasane/health/')).status).toBe(200)
  })

  test('does not know other paths', async () => {
    expect(await error(ask('GET', '/_kasane/nothing'))).toBe(
      '404 NoSuchResource: There is no /_kasane/nothing; GET /_kasane lists all.',
    )
    expect((await ask('GET', '/_kasane/health/more')).status).toBe(404)
    expect((await ask('GET', '/_kasane/incidents/a/b')).status).toBe(404)
  })

  test.each([
    ['DELETE', '/_kasane/clock', 'GET, HEAD, POST'],
    ['POST', '/_kasane/health', 'GET, HEAD'],
    ['GET', '/_kasane/reset', 'POST'],
    ['HEAD', '/_kasane/reset', 'POST'],
    ['PUT', '/_kasane/reset', 'POST'],
  ])('answers %s %s with the methods that it takes', async (method, path, allow) => {
    const response = await ask(method, path)
    expect(response.headers['allow']).toBe(allow)
    expect(await jsonOf(response)).toEqual({
      error: { code: 'MethodNotAllowed', message: `${path} takes ${allow}.` },
    })
    expect(response.status).toBe(405)
  })

  test('answers HEAD without a body', async () => {
    expect(await ask('HEAD', '/_kasane/health')).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    })
  })

  test('takes a token from other machines only, and asks them for it', async () => {
    const { ask } = controlledWorld({ parts: { token: 'secret' } })
    expect((await ask('GET', '/_kasane/health')).status).toBe(200)
    expect(await error(ask('GET', '/_kasane/health', { isLoopback: false }))).toBe(
      '401 TokenRequired: From other machines: Authorization: Bearer with the token printed at start.',
    )
    const wrong = { authorization: 'Bearer public' }
    expect((await ask('GET', '/_kasane', { isLoopback: false, headers: wrong })).status).toBe(401)
    const right = { authorization: 'Bearer secret' }
    expect((await ask('GET', '/_kasane', { isLoopback: false, headers: right })).status).toBe(200)
  })

  test('tells its health and which services are loaded', async () => {
    const { ask } = controlledWorld({ services: [reminders] })
    expect(await jsonOf(await ask('GET', '/_kasane/health'))).toEqual({
      status: 'ok',
      services: { reminders: 'running' },
    })
  })
})

describe('a body', () => {
  const path = '/_kasane/clock'

  test.each([
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain;charset=UTF-8',
  ])('of the type %s, as browser forms send it, is refused', async (type) => {
    const headers = { 'content-type': type }
    const given = type.split(';')[0]
    expect(await error(ask('POST', path, { headers, body: '{"advance":"PT1H"}' }))).toBe(
      `415 UnsupportedMediaType: Send the body as Content-Type: application/json ("${given}" was given).`,
    )
    expect((await ask('POST', '/_kasane/reset', { headers })).status).toBe(415)
  })

  test('without a type is refused', async () => {
    expect(await error(ask('POST', path, { body: '{"advance":"PT1H"}' }))).toBe(
      '415 UnsupportedMediaType: Send the body as Content-Type: application/json (none was given).',
    )
    expect((await ask('POST', '/_kasane/reset', { body: '{}' })).status).toBe(415)
  })

  test.each([
    ['', 'The body is not JSON.'],
    ['{', 'The body is not JSON.'],
    ['[]', 'The body is not a JSON object.'],
    ['null', 'The body is not a JSON object.'],
    ['"PT1H"', 'The body is not a JSON object.'],
  ])('of %j is refused', async (body, message) => {
    const headers = { 'content-type': 'application/json; charset=utf-8' }
    expect(await error(ask('POST', path, { headers, body }))).toBe(`400 InvalidJson: ${message}`)
  })

  test('of more than 64 KiB is refused', async () => {
    const body = { advance: 'x'.repeat(70_000) }
    expect(await error(ask('POST', path, { body }))).toBe(
      '413 BodyTooLarge: The body is longer than 65536 bytes.',
    )
  })

  test('may be an empty object where nothing has to be said', async () => {
    const { ask, done } = controlledWorld()
    expect(await jsonOf(await ask('POST', '/_kasane/reset', { body: {} }))).toEqual({ reset: true })
    expect(await error(ask('POST', '/_kasane/reset', { body: { all: true } }))).toBe(
      '400 UnknownMember: "all" is not understood here; known: none.',
    )
    expect(done).toEqual(['reset'])
  })
})

describe('the whole state', () => {
  test('is reset, saved and brought back', async () => {
    const { ask, done } = controlledWorld()
    expect(await jsonOf(await ask('POST', '/_kasane/reset'))).toEqual({ reset: true })
    const saved = await ask('POST', '/_kasane/snapshot')
    expect(saved.headers['content-type']).toBe('application/octet-stream')
    const headers = { 'content-type': 'application/octet-stream' }
    const body = await textOf(saved.body)
    expect(await jsonOf(await ask('POST', '/_kasane/restore', { headers, body }))).toEqual({
      restored: true,
    })
    expect(done).toEqual(['reset', 'restore snapshot'])
  })

  test('is not replaced by a file that is no snapshot', async () => {
    const restore = () => Promise.reject(new SnapshotRefused('This file is not a snapshot.'))
    const { ask } = controlledWorld({ parts: { restore } })
    const headers = { 'content-type': 'application/octet-stream' }
    expect(await error(ask('POST', '/_kasane/restore', { headers, body: 'x' }))).toBe(
      '400 InvalidSnapshot: This file is not a snapshot.',
    )
    expect((await ask('POST', '/_kasane/restore', { body: {} })).status).toBe(415)
  })

  test('is refused once the file has come to its end, so that its sender hears of it', async () => {
    const restore = async (file: AsyncIterable<Uint8Array>) => {
      for await (const chunk of file) throw new SnapshotRefused(`No: ${String(chunk)}.`)
    }
    let sent = 0
    async function* sending() {
      for (; sent < 100; sent++) yield Buffer.from(`chunk ${sent}`)
    }
    const { ask } = controlledWorld({ parts: { restore } })
    const headers = { 'content-type': 'application/octet-stream' }
    expect(await error(ask('POST', '/_kasane/restore', { headers, stream: sending() }))).toBe(
      '400 InvalidSnapshot: No: chunk 0.',
    )
    expect(sent).toBe(100)
  })

  test('is as it was when the disk is full', async () => {
    const reset = () => Promise.reject(new StorageError('full', 'There is no room left.'))
    const { ask } = controlledWorld({ parts: { reset } })
    expect(await error(ask('POST', '/_kasane/reset'))).toBe(
      '503 StorageUnavailable: There is no room left.',
    )
  })

  test('changes in the order of the requests, one at a time', async () => {
    const order: string[] = []
    const reset = async () => {
      order.push('begins')
      await Promise.resolve()
      order.push('ends')
    }
    const { ask } = controlledWorld({ parts: { reset } })
    await Promise.all([ask('POST', '/_kasane/reset'), ask('POST', '/_kasane/reset')])
    expect(order).toEqual(['begins', 'ends', 'begins', 'ends'])
  })

  test('can be asked to stop', async () => {
    const { ask, done } = controlledWorld()
    const response = await ask('POST', '/_kasane/stop')
    expect([response.status, await jsonOf(response)]).toEqual([202, { stopping: true }])
    expect(done).toEqual(['stop'])
  })
})
