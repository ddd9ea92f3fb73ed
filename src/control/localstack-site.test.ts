import { describe, expect, it } from 'vitest'
import { testStartMs, world } from '../../test/support/world.ts'
import { noBytes } from '../gateway/exchange.ts'
import { defineState } from '../kernel/collection.ts'
import { defineService } from '../kernel/service.ts'
import { localstackSite } from './localstack-site.ts'
import { jsonOf, textOf } from './testing/controlled-world.ts'

const sqs = defineService({ name: 'sqs', state: defineState({}), operations: [] })
const sessionId = '00000000-0000-4000-8000-000000000000'

function site({ token }: { readonly token?: string } = {}) {
  const { kernel, real } = world({ services: [sqs] })
  let resets = 0
  const made = localstackSite({
    kernel,
    version: '1.2.3',
    services: [
      { name: 'sqs', signingName: 'sqs' },
      { name: 'sfn', signingName: 'states' },
      { name: 'cloudwatch-logs', signingName: 'logs' },
    ],
    sessionId,
    reset: () => Promise.resolve(resets++),
    token,
  })
  type Head = Parameters<typeof made.owns>[0]

  return {
    real,
    resets: () => resets,
    owns: (method: string, path: string) => made.owns({ method, path } as Head),
    async ask(method: string, path: string, { isLoopback = true, authorization = '' } = {}) {
      const request = { method, path, query: '', headers: { authorization }, body: noBytes }
      const answer = await made.handle(request, { isLoopback } as Head)
      const text = await textOf(answer.body)
      return [answer.status, text === '' ? text : await jsonOf(answer)]
    },
  }
}

describe('what LocalStack answers beside the APIs', () => {
  it.each([
    ['GET', '/health', true],
    ['HEAD', '/health', true],
    ['POST', '/health', false],
    ['POST', '/_localstack/state/reset', true],
    ['GET', '/_localstackery/health', false],
  ])('%s %s: %s', (method, path, isOwn) => {
    expect(site().owns(method, path)).toBe(isOwn)
  })

  it.each(['/health', '/_localstack/health'])(
    '%s calls services as LocalStack does, and says which are served',
    async (path) => {
      const services = { sqs: 'running', stepfunctions: 'disabled', logs: 'disabled' }
      const told = { services, edition: 'kasane', version: '1.2.3' }
      expect(await site().ask('GET', path)).toEqual([200, told])
    },
  )

  it('tells since when it runs', async () => {
    const { ask, real } = site()
    real.pass(90_500)
    const [, told] = await ask('GET', '/_localstack/info')
    expect(told).toEqual({
      version: '1.2.3',
      edition: 'kasane',
      is_license_activated: false,
      session_id: sessionId,
      system: process.platform,
      server_time_utc: new Date(testStartMs + 90_500).toISOString().slice(0, 19),
      uptime: 90,
    })
  })

  it('has run all its start-up scripts, since there are none', async () => {
    const { ask } = site()
    const completed = { BOOT: true, START: true, READY: true, SHUTDOWN: false }
    expect(await ask('GET', '/_localstack/init')).toEqual([200, { completed, scripts: [] }])
    expect(await ask('GET', '/_localstack/init/ready')).toEqual([
      200,
      { completed: true, scripts: [] },
    ])
  })

  it('forgets all state for whoever may steer the cloud', async () => {
    const { ask, resets } = site({ token: 'word' })
    const path = '/_localstack/state/reset'
    expect(await ask('POST', path)).toEqual([200, ''])
    expect(await ask('POST', path, { isLoopback: false })).toEqual([
      401,
      { error: 'From other machines: Authorization: Bearer with the token printed at start.' },
    ])
    expect(resets()).toBe(1)
    const authorization = 'Bearer word'
    expect(await ask('POST', path, { isLoopback: false, authorization })).toEqual([200, ''])
    expect(resets()).toBe(2)
  })

  it('refuses what it does not know, and changes nothing', async () => {
    const { ask, resets } = site()
    expect(await ask('GET', '/_localstack/state/reset')).toEqual([
      405,
      { error: '/_localstack/state/reset takes POST.' },
    ])
    expect(await ask('POST', '/_localstack/health')).toEqual([
      405,
      { error: '/_localstack/health takes GET and HEAD.' },
    ])
    expect(await ask('GET', '/_localstack/plugins')).toEqual([
      404,
      { error: 'Kasane has no /_localstack/plugins.' },
    ])
    expect(resets()).toBe(0)
  })
})
