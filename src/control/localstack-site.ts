/**
 * What tools ask of LocalStack: `/_localstack/health` (and `/health`, its old place), `init` and
 * `info`, for which Testcontainers, awslocal and scripts wait; `state/reset` between tests.
 */
import type { ServiceFacts } from '../gateway/catalogue.ts'
import type { RequestHead } from '../gateway/exchange.ts'
import type { Site } from '../gateway/site.ts'
import type { ServiceSource } from '../kernel/kernel.ts'
import type { WireResponse } from '../wire/message.ts'
import type { ControlParts } from './resource.ts'
import { isLetIn, tokenWanted } from './token.ts'

export interface LocalstackParts extends Pick<ControlParts, 'kernel' | 'version' | 'reset'> {
  /** Asked of other machines by what changes something, as `/_kasane` asks it. */
  readonly token?: string | undefined
  /** All that AWS has, served here or not. */
  readonly services: readonly Pick<ServiceFacts, 'name' | 'signingName'>[]
  /** Another one in each process. */
  readonly sessionId: string
}

export function localstackSite(parts: LocalstackParts): Site {
  const startedAtMs = parts.kernel.clock.real.now()
  return {
    owns: ({ path, method }: RequestHead) =>
      path.startsWith('/_localstack/') || (path === '/health' && isRead(method)),
    handle: ({ method, path, headers }, { isLoopback }) => {
      if (path === resetPath) {
        if (method !== 'POST') return json({ error: `${path} takes POST.` }, 405)
        if (isLetIn(parts.token, { headers, isLoopback })) return reset(parts)
        return json({ error: tokenWanted }, 401)
      }
      if (!isRead(method)) return json({ error: `${path} takes GET and HEAD.` }, 405)
      const answer = answerOf(path, parts, startedAtMs)
      return answer ? json(answer) : json({ error: `Kasane has no ${path}.` }, 404)
    },
  }
}

const resetPath = '/_localstack/state/reset'

/** The body is of no account: LocalStack's clients send none, or an empty object. */
async function reset(parts: LocalstackParts): Promise<WireResponse> {
  await parts.reset()
  return { status: 200, headers: {}, body: '' }
}

/** `undefined`: nothing is there. */
function answerOf(path: string, parts: LocalstackParts, startedAtMs: number): object | undefined {
  switch (path) {
    case '/health':
    case '/_localstack/health':
      return { services: statesOf(parts), edition, version: parts.version }
    case '/_localstack/info':
      return infoOf(parts, startedAtMs)
    case '/_localstack/init':
      return { completed: { BOOT: true, START: true, READY: true, SHUTDOWN: false }, scripts: [] }
    case '/_localstack/init/boot':
    case '/_localstack/init/start':
    case '/_localstack/init/ready':
      return { completed: true, scripts: [] }
    default:
      return undefined
  }
}

/** By which who asks is told apart from LocalStack's own. */
const edition = 'kasane'

/** LocalStack's members, of which those are left out that would have to be made up. */
function infoOf({ kernel, version, sessionId }: LocalstackParts, startedAtMs: number): object {
  const nowMs = kernel.clock.real.now()
  return {
    version,
    edition,
    is_license_activated: false,
    session_id: sessionId,
    system: process.platform,
    server_time_utc: new Date(nowMs).toISOString().slice(0, 19),
    uptime: Math.floor((nowMs - startedAtMs) / 1000),
  }
}

function statesOf({ kernel, services }: LocalstackParts): Record<string, string> {
  const states = services.map(({ name, signingName }) => [
    localstackNames[name] ?? signingName,
    stateOf(name, kernel.parts.services),
  ])
  return Object.fromEntries(states) as Record<string, string>
}

/** LocalStack's words: `disabled`, `available` until the first call, `running`. */
function stateOf(name: string, served: ServiceSource): string {
  if (!served.names.includes(name)) return 'disabled'
  return served.loaded(name) ? 'running' : 'available'
}

/** LocalStack's names that are not the signing name. */
const localstackNames: Readonly<Record<string, string>> = {
  apigatewayv2: 'apigatewayv2',
  cloudwatch: 'cloudwatch',
  'dynamodb-streams': 'dynamodbstreams',
  'elastic-load-balancing-v2': 'elbv2',
  'service-quotas': 'service-quotas',
  sfn: 'stepfunctions',
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}

function json(value: object, status = 200): WireResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) }
}
