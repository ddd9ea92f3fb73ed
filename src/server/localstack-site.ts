/**
 * What tools ask of LocalStack before they use it: `/_localstack/health` (and `/health`, its old
 * place), `/_localstack/init`. Testcontainers, awslocal and scripts wait for these.
 */
import type { RequestHead } from '../gateway/exchange.ts'
import type { Site } from '../gateway/site.ts'
import type { ServiceSource } from '../kernel/kernel.ts'
import type { WireResponse } from '../wire/message.ts'
import { version } from '../version.ts'
import { serviceFacts } from './service-list.ts'

export function localstackSite(services: ServiceSource): Site {
  return {
    owns: ({ path, method }: RequestHead) =>
      path.startsWith('/_localstack/') || (path === '/health' && isRead(method)),
    handle: ({ method, path }) => {
      if (!isRead(method)) return json({ error: `${path} takes GET and HEAD.` }, 405)
      const answer = answerOf(path, services)
      return answer ? json(answer) : json({ error: `Kasane has no ${path}.` }, 404)
    },
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
