import { describe, expect, test } from 'vitest'
import { type Asked, ask, signed } from '../../test/support/ask.ts'
import { gatewayOf } from '../../test/support/gateway.ts'
import { tinySns } from '../../test/support/tiny-services.ts'
import type { AccessRules } from './parts.ts'

const call = signed(
  {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'Action=ListTopics&Version=2010-03-31',
  },
  { service: 'sns' },
)

function withHeaders(headers: Readonly<Record<string, string>>, asked: Asked = call): Asked {
  return { ...asked, headers: { ...asked.headers, ...headers } }
}

function setUp(access: Partial<AccessRules> = {}) {
  const { gateway, kernel } = gatewayOf({ services: [tinySns], access })
  return { kernel, answer: (asked: Asked) => ask(gateway, asked) }
}

describe('hosts', () => {
  const served = [
    '127.0.0.1:4566',
    '127.1.2.3',
    '[::1]:4566',
    'localhost:4566',
    'LOCALHOST',
    'bucket.localhost:4566',
    'localhost.localstack.cloud:4566',
    'sns.us-east-1.localhost.localstack.cloud:4566',
    'sns.us-east-1.amazonaws.com',
  ]
  test.each(served)('%s is served', async (host) => {
    expect((await setUp().answer(withHeaders({ host }))).status).toBe(200)
  })

  const foreign = [
    'evil.example',
    'evil.example:4566',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    'evilamazonaws.com',
    '192.168.1.2:4566',
    'kasane:4566',
    '127.999.0.1',
    'evil.example/.localhost',
    'evil.example#.localhost',
    'user@evil.example/.amazonaws.com',
    'a:b',
  ]
  test.each(foreign)('%s is refused', async (host) => {
    const { answer, kernel } = setUp()
    const { status, text } = await answer(withHeaders({ host }))
    expect(status).toBe(403)
    expect(text).toContain(
      `Kasane is not reached by the host &quot;${host}&quot;. --allow-host adds one.`,
    )
    expect(kernel.incidents.list()[0]?.why).toEqual({ kind: 'access', host, missing: 'host' })
  })

  test('that are configured are served, and addresses where all of them are listened on', async () => {
    const { answer } = setUp({ hosts: ['kasane'], anyAddress: true })
    expect((await answer(withHeaders({ host: 'kasane:4566' }))).status).toBe(200)
    expect((await answer(withHeaders({ host: '192.168.1.2:4566' }))).status).toBe(200)
    expect((await answer(withHeaders({ host: '[fe80::1]:4566' }))).status).toBe(200)
    for (const host of ['evil.example', 'a:b', '999.1.1.1', '[::zz]']) {
      expect((await answer(withHeaders({ host }))).status).toBe(403)
    }
  })
})

describe('pages', () => {
  test.each([
    'http://127.0.0.1:4566',
    'http://localhost:3000',
    'https://app.localhost',
    'http://[::1]:8080',
  ])('of %s may call, and read the answer', async (origin) => {
    const { status, headers } = await setUp().answer(withHeaders({ origin }))
    expect(status).toBe(200)
    expect(headers).toMatchObject({ 'access-control-allow-origin': origin, vary: 'Origin' })
    expect(headers['access-control-expose-headers']).toContain('x-amzn-RequestId')
  })

  test.each(['https://evil.example', 'null', 'http://localhost.evil.example', 'file://'])(
    'of %s may not call, nor read the refusal',
    async (origin) => {
      const { answer, kernel } = setUp()
      const { status, headers } = await answer(withHeaders({ origin }))
      expect(status).toBe(403)
      expect(headers).not.toHaveProperty('access-control-allow-origin')
      expect(kernel.incidents.list()[0]?.why).toEqual({ kind: 'access', origin, missing: 'origin' })
    },
  )

  test('of an allowed origin may call', async () => {
    const { answer } = setUp({ origins: ['https://app.example'] })
    expect((await answer(withHeaders({ origin: 'https://app.example' }))).status).toBe(200)
    expect((await answer(withHeaders({ origin: 'https://app.example:8443' }))).status).toBe(403)
    const all = setUp({ origins: ['*'] })
    expect((await all.answer(withHeaders({ origin: 'https://evil.example' }))).status).toBe(200)
  })

  test('are told before they call what they may', async () => {
    const preflight: Asked = {
      method: 'OPTIONS',
      path: '/bucket/key',
      headers: {
        origin: 'http://localhost:3000',
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'authorization,x-amz-date',
      },
    }
    expect(await setUp().answer(preflight)).toEqual({
      status: 204,
      headers: {
        'access-control-allow-methods': 'GET, HEAD, POST, PUT, DELETE, PATCH, OPTIONS',
        'access-control-allow-headers': 'authorization,x-amz-date',
        'access-control-max-age': '600',
        'access-control-allow-origin': 'http://localhost:3000',
        'access-control-expose-headers': '',
        vary: 'Origin',
      },
      text: '',
    })
    const foreign = withHeaders({ origin: 'https://evil.example' }, preflight)
    expect((await setUp().answer(foreign)).status).toBe(403)
  })

  const embedded = signed(
    {
      method: 'GET',
      query: 'Action=CreateTopic&Version=2010-03-31&Name=t',
    },
    { service: 'sns' },
  )

  describe('that embed a URL, or link to it, for which browsers tell no origin,', () => {
    const referer = 'https://evil.example/page'
    test.each<[string, Record<string, string>, string]>([
      ['of another site', { 'sec-fetch-site': 'cross-site', referer }, 'https://evil.example'],
      ['that hide who they are', { 'sec-fetch-site': 'cross-site' }, 'null'],
      ['of the same site', { 'sec-fetch-site': 'same-site', referer }, 'https://evil.example'],
      [
        'in a browser that is not asked by a name of loopback',
        {
          host: 'localhost.localstack.cloud:4566',
          'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)',
        },
        'null',
      ],
    ])('%s may not call', async (_, headers, origin) => {
      const { answer, kernel } = setUp()
      expect((await answer(withHeaders(headers, embedded))).status).toBe(403)
      expect(kernel.incidents.list()[0]?.why).toEqual({ kind: 'access', origin, missing: 'origin' })
    })

    test('may call when they are known', async () => {
      const site = { 'sec-fetch-site': 'cross-site' }
      const { answer } = setUp({ origins: ['https://app.example'] })
      for (const referer of ['http://localhost:3000/page?a', 'https://app.example/']) {
        expect((await answer(withHeaders({ ...site, referer }, embedded))).status).toBe(200)
      }
    })

    test('are told from a URL that somebody typed', async () => {
      const typed = withHeaders({ 'sec-fetch-site': 'none' }, embedded)
      expect((await setUp().answer(typed)).status).toBe(200)
    })

    test.each(['/_kasane/reset', '/_localstack/health'])('may not call %s', async (path) => {
      const headers = { 'sec-fetch-site': 'cross-site' }
      expect((await setUp().answer({ method: 'GET', path, headers })).status).toBe(403)
    })
  })
})
