/**
 * What tools ask of LocalStack: `/_localstack/health` (and `/health`, its old place), `init` and
 * `info`, for which Testcontainers, awslocal and scripts wait; `state/reset` between tests.
 */
import { isLetIn, tokenWanted } from '../control/token.ts'
import type { RequestHead } from '../gateway/exchange.ts'
import type { Site } from '../gateway/site.ts'
import type { ServiceSource } from '../kernel/kernel.ts'
import { machineRandom } from '../kernel/random.ts'
import type { WireResponse } from '../wire/message.ts'
import { version } from '../version.ts'
import type { Cloud } from './cloud.ts'
import { serviceFacts } from './service-list.ts'
import { resetCloud } from './whole-state.ts'

type Whole = Pick<Cloud, 'kernel' | 'journal'>

/** @param token asked of other machines by what changes something, as `/_kasane` asks it. */
export function localstackSite(cloud: Whole, token?: string): Site {
  const sessionId = machineRandom().uuid()
  const startedAtMs = cloud.kernel.clock.real.now()
  return {
    owns: ({ path, method }: RequestHead) =>
      path.startsWith('/_localstack/') || (path === '/health' && isRead(method)),
    handle: ({ method, path, headers }, { isLoopback }) => {
      if (path === resetPath) {
        if (method !== 'POST') return json({ error: `${path} takes POST.` }, 405)
        if (isLetIn(token, { headers, isLoopback })) return reset(cloud)
        return json({ error: tokenWanted }, 401)
      }
      if (!isRead(method)) return json({ error: `${path} takes GET and HEAD.` }, 405)
      if (path === '/_localstack/info') return json(infoOf(cloud, sessionId, startedAtMs))
      const answer = answerOf(path, cloud.kernel.parts.services)
      return answer ? json(answer) : json({ error: `Kasane has no ${path}.` }, 404)
    },
  }
}

const resetPath = '/_localstack/state/reset'

/** The body is of no account: LocalStack's clients send none, or an empty object. */
async function reset(cloud: Whole): Promise<WireResponse> {
  await resetCloud(cloud)
  return { status: 200, headers: {}, body: '' }
}

/** LocalStack's members, of which those are left out that would have to be made up. */
function infoOf({ kernel }: Whole, sessionId: string, startedAtMs: number): object {
  const nowMs = kernel.clock.real.now()
  return {
    version,
    edition: 'kasane',
    is_license_activated: false,
    session_id: sessionId,
    system: process.platform,
    server_time_utc: new Date(nowMs).toISOString().slice(0, 19),
    uptime: Math.floor((nowMs - startedAtMs) / 1000),
  }
}

function answerOf(path: string, services: ServiceSource): object | undefined {
  switch (path) {
    case '/health':
    case '/_localstack/health':
      return { services: statesOf(services), edition: 'kasane', version }
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

/** LocalStack's words: `disabled`, `available` until the first call, `running`. */
function statesOf(services: ServiceSource): Record<string, string> {
  const states: Record<string, string> = {}
  for (const { name, signingName } of serviceFacts) {
    const state = services.loaded(name) ? 'running' : 'available'
    const theirs = localstackNames[name] ?? signingName
    states[theirs] = services.names.includes(name) ? state : 'disabled'
  }
  return states
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
