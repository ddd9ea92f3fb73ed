/** What browsers ask before and after a page's call: CORS. */
import type { WireResponse } from '../wire/message.ts'
import type { RequestHead } from './exchange.ts'
import { isKnownOrigin } from './host-guard.ts'
import type { AccessRules } from './parts.ts'

export function isPreflight({ method, headers }: RequestHead): boolean {
  return (
    method === 'OPTIONS' &&
    headers['origin'] !== undefined &&
    headers['access-control-request-method'] !== undefined
  )
}

export function answerPreflight(head: RequestHead, access: AccessRules): WireResponse {
  const { headers } = head
  const answer: Record<string, string> = {
    'access-control-allow-methods': 'GET, HEAD, POST, PUT, DELETE, PATCH, OPTIONS',
    'access-control-allow-headers': headers['access-control-request-headers'] ?? '*',
    'access-control-max-age': '600',
  }
  if (headers['access-control-request-private-network'] === 'true') {
    answer['access-control-allow-private-network'] = 'true'
  }
  return allowOrigin({ status: 204, headers: answer }, head, access)
}

/** Lets the page read the answer, and all its headers. */
export function allowOrigin(
  response: WireResponse,
  { headers }: RequestHead,
  access: AccessRules,
): WireResponse {
  const { origin, host } = headers
  if (origin === undefined || !isKnownOrigin(origin, host, access)) return response
  if ('access-control-allow-origin' in response.headers) return response
  response.headers['access-control-allow-origin'] = origin
  response.headers['access-control-expose-headers'] = exposed(response)
  response.headers['vary'] = 'Origin'
  return response
}

function exposed({ headers }: WireResponse): string {
  return Object.keys(headers)
    .filter((name) => !name.startsWith('access-control-'))
    .join(', ')
}
