import { once } from 'node:events'
import { Agent, type IncomingMessage, request as httpRequest } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type {
  HttpAnswer,
  HttpHandler,
  HttpHead,
  HttpListener,
  HttpReception,
} from '../ports/listeners.ts'
import { BrokenBody } from '../ports/listeners.ts'
import { listenHttp } from './http-listener.ts'

let listener: HttpListener | undefined
afterEach(async () => {
  await listener?.stop(100)
  listener = undefined
})

interface Served extends Partial<HttpReception> {
  answer?(head: HttpHead, body: string): HttpAnswer | Promise<HttpAnswer>
}

/** Listens with a handler that answers every request alike, and tells what it has seen. */
async function serve({ answer = () => ok('fine'), ...reception }: Served = {}) {
  const heads: HttpHead[] = []
  const opened = promised()
  const handler: HttpHandler = {
    open(head) {
      heads.push(head)
      opened.fulfil()
      return {
        wants: 'bytes',
        bodyBytesMax: 1_000,
        receive: (body) => answer(head, Buffer.from(body).toString()),
        receiveStream: () => ok('streamed'),
        refuseLength: () => ({ status: 413, headers: {}, body: 'too long' }),
        ...reception,
      }
    },
  }
  listener = await listenHttp(handler, { host: '127.0.0.1', port: 0 })
  return { heads, port: listener.port, opened: opened.promise }
}

function promised<Value = void>() {
  let fulfil: (value: Value) => void = () => undefined
  const promise = new Promise<Value>((resolve) => (fulfil = resolve))
  return { promise, fulfil }
}

/** Lets the event loop go round: what has been sent within this process is there afterwards. */
async function turns(count = 20): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve))
}

function ok(body: HttpAnswer['body']): HttpAnswer {
  return { status: 200, headers: { 'content-type': 'text/plain' }, ...(body && { body }) }
}

/** Sends bytes as they are and answers all that comes back until the connection ends. */
async function raw(port: number, text: string, after?: (socket: Socket) => void): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.write(text)
  after?.(socket)
  await new Promise((resolve) => socket.once('close', resolve))
  return Buffer.concat(chunks).toString('latin1')
}

async function get(port: number, options: object = {}, body?: string | Buffer) {
  const request = httpRequest({ port, host: '127.0.0.1', agent: false, ...options })
  request.end(body)
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return {
    status: response.statusCode,
    headers: response.headers,
    text: Buffer.concat(chunks).toString(),
  }
}

describe('a request', () => {
  test('is handed on with its path and query undecoded and its headers in lower case', async () => {
    const peers: unknown[] = []
    const { port, heads } = await serve({
      answer({ isEncrypted, isLoopback }) {
        peers.push({ isEncrypted, isLoopback })
        return ok('fine')
      },
    })
    await get(port, {
      path: '/a%20b/%2F?x=%31&y',
      headers: { 'X-Amz-Thing': 'A', 'x-two': ['1', '2'] },
    })
    expect(heads[0]).toMatchObject({
      method: 'GET',
      path: '/a%20b/%2F',
      query: 'x=%31&y',
      hasBody: false,
    })
    expect(peers).toEqual([{ isEncrypted: false, isLoopback: true }])
    expect(heads[0]?.headers).toMatchObject({ 'x-amz-thing': 'A', 'x-two': '1, 2' })
  })

  test('of a proxy, with a whole URL, has the path of that URL', async () => {
    const { port, heads } = await serve()
    await raw(
      port,
      'GET http://a.example/p?q HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n',
    )
    expect(heads[0]).toMatchObject({ path: '/p', query: 'q' })
  })

  test('has its whole body, in however many pieces it came', async () => {
    const { port, opened } = await serve({ answer: (_, body) => ok(body) })
    const text = await raw(
      port,
      'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 6\r\n\r\nabc',
      (socket) => void opened.then(() => socket.write('def')),
    )
    expect(text).toMatch(/^HTTP\/1.1 200 OK\r\n/)
    expect(text).toMatch(/\r\n\r\nabcdef$/)
  })

  test('with a body longer than it may be is refused, and its connection ends', async () => {
    const { port } = await serve()
    const { status, text, headers } = await get(port, { method: 'POST' }, 'x'.repeat(1_001))
    expect([status, text, headers.connection]).toEqual([413, 'too long', 'close'])
  })

  test.each<[string, Served]>([
    ['is too long', {}],
    ['nobody wants', { wants: 'nothing' }],
    ['nobody reads', { wants: 'stream' }],
    [
      'is not read to its end',
      {
        wants: 'stream',
        async receiveStream(body) {
          for await (const chunk of body) if (chunk.length > 0) break
          return ok('enough')
        },
      },
    ],
    [
      'was refused in its midst, late',
      {
        wants: 'stream',
        async receiveStream(body) {
          try {
            for await (const chunk of body) throw new Error(`refused ${chunk.length}`)
          } catch {
            await turns()
          }
          return ok('refused')
        },
      },
    ],
  ])('whose body %s is answered whole, whatever its length', async (_, served) => {
    const { port } = await serve(served)
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    for (const length of [2_000, 70_000, 1_000_000, 20_000_000]) {
      const options = { method: 'POST', agent }
      const { status } = await get(port, options, Buffer.alloc(length))
      expect([length, [200, 413].includes(status ?? 0)]).toEqual([length, true])
      expect((await get(port, { agent })).status).toBe(200)
    }
    agent.destroy()
  })

  test('is answered before its body is sent when that is not wanted', async () => {
    const { port } = await serve({
      wants: 'nothing',
      receive: () => ({ status: 403, headers: {} }),
    })
    const head =
      'PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\nExpect: 100-continue\r\n\r\n'
    const text = await raw(port, head)
    expect(text).toMatch(/^HTTP\/1.1 403 Forbidden\r\n/)
    expect(text).toContain('Connection: close')
  })

  test('that asks whether to go on is told so', async () => {
    const { port } = await serve({ answer: (_, body) => ok(body) })
    const head =
      'PUT / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n'
    const text = await raw(port, head, (socket) =>
      socket.once('data', (chunk) => {
        expect(chunk.toString()).toBe('HTTP/1.1 100 Continue\r\n\r\n')
        socket.write('abc')
      }),
    )
    expect(text).toMatch(/\r\n\r\nabc$/)
  })

  test('is answered though its client has closed its side', async () => {
    const late = promised<HttpAnswer>()
    const { port, opened } = await serve({ answer: () => late.promise })
    const text = await raw(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', (socket) =>
      socket.end(async () => {
        await opened
        await turns()
        late.fulfil(ok('late'))
      }),
    )
    expect(text).toMatch(/\r\n\r\nlate$/)
  })
})

describe('an answer', () => {
  test('has a length, whatever its body', async () => {
    const { port } = await serve({ answer: () => ok('grüße') })
    expect((await get(port)).headers['content-length']).toBe('7')
  })

  test('to HEAD has no body', async () => {
    const { port } = await serve({
      answer: () => ({ status: 200, headers: { 'content-length': '12' }, body: 'twelve bytes' }),
    })
    const { headers, text } = await get(port, { method: 'HEAD' })
    expect([headers['content-length'], text]).toEqual(['12', ''])
  })

  test('that streams is read to its end', async () => {
    const { port } = await serve({
      answer: () =>
        ok(
          (async function* numbers() {
            for (let at = 0; at < 100; at++) yield Buffer.from(`${at},`)
          })(),
        ),
    })
    expect((await get(port)).text).toMatch(/^0,1,.*,99,$/)
  })

  test('that breaks off in its stream breaks the connection, so that nobody takes it for whole', async () => {
    const { port } = await serve({
      answer: () =>
        ok(
          (async function* broken() {
            yield Buffer.from('half')
            throw new Error('gone')
          })(),
        ),
    })
    await expect(get(port)).rejects.toThrow('aborted')
  })

  test('is no slower than its reader: a stream waits', async () => {
    let made = 0
    const { port } = await serve({
      answer: () =>
        ok(
          (async function* endless() {
            for (;;) {
              made++
              yield Buffer.alloc(65_536)
            }
          })(),
        ),
    })
    const request = httpRequest({ port, host: '127.0.0.1', agent: false }).end()
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    response.pause()
    let before = -1
    while (made !== before && made < 1_000) {
      before = made
      await turns(100)
    }
    expect(made).toBeLessThan(1_000)
    request.destroy()
  })

  test('with a line break in a header stays one answer', async () => {
    const { port } = await serve({
      answer: () => ({ status: 400, headers: { 'x-reason': 'a\r\nset-cookie: b' }, body: 'no' }),
    })
    const { status, headers } = await get(port)
    expect([status, headers['x-reason'], headers['set-cookie']]).toEqual([
      400,
      'a??set-cookie: b',
      undefined,
    ])
  })
})

describe('a client', () => {
  test('that goes before it is answered is noticed', async () => {
    const asked = promised()
    const gone = promised<string>()
    const { port } = await serve({
      answer(head) {
        head.onGone?.(() => gone.fulfil('gone'))
        asked.fulfil()
        return new Promise(() => undefined)
      },
    })
    const request = httpRequest({ port, host: '127.0.0.1', agent: false }).end()
    request.on('error', () => undefined)
    await asked.promise
    request.destroy()
    expect(await gone.promise).toBe('gone')
  })

  test('that goes in the midst of a streamed body breaks the stream', async () => {
    const begun = promised()
    const failure = promised<unknown>()
    const { port } = await serve({
      wants: 'stream',
      async receiveStream(body) {
        try {
          for await (const chunk of body) if (chunk.length > 0) begun.fulfil()
        } catch (error) {
          failure.fulfil(error)
        }
        return ok('x')
      },
    })
    await raw(
      port,
      'PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc',
      (socket) => void begun.promise.then(() => socket.destroy()),
    )
    expect(await failure.promise).toBeInstanceOf(BrokenBody)
  })

  test.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    ['a head of 10 MB', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'y'.repeat(10_000_000)}\r\n\r\n`, 431],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      400,
    ],
    ['a length that is no number', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n', 400],
    [
      'chunks without sizes',
      'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      400,
    ],
    ['a version of HTTP that is none', 'GET / HTTP/9.9\r\nHost: a\r\n\r\n', 400],
  ])('that sends %s is refused', async (_, text, status) => {
    const { port } = await serve()
    expect(await raw(port, text)).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect((await get(port)).status).toBe(200)
  })
})

test('calls under way are answered before the end, connections without any are closed', async () => {
  const last = promised<HttpAnswer>()
  const { port, opened } = await serve({ answer: () => last.promise })
  const idle = connect(port, '127.0.0.1')
  await once(idle, 'connect')
  const answered = get(port)
  await opened
  const stopped = listener?.stop(5_000)
  last.fulfil(ok('the last'))
  expect((await answered).text).toBe('the last')
  await stopped
  await expect(get(port)).rejects.toThrow('ECONNREFUSED')
  idle.destroy()
})
