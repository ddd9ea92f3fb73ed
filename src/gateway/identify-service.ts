/**
 * Which service a request is for, most precise sign first: target header or CBOR path, credential
 * scope, host, path, and (once the body is read) a form's version.
 */
import { isRegion } from '../wire/region.ts'
import { findCredential } from '../wire/sigv4-read.ts'
import { asBuffer } from '../wire/utf8.ts'
import { type ServiceFacts, takesForms } from './catalogue.ts'
import type { CallStyle, Exchange, RequestHead } from './exchange.ts'
import type { HostReading } from './host-name.ts'
import type { GatewayParts } from './parts.ts'

export const defaultRegion = 'us-east-1'

/** Leaves `facts` empty where a form without any other sign must be read first. */
export function identifyService(exchange: Exchange, parts: GatewayParts): void {
  const { head } = exchange
  const host = parts.hostNames.read(head.headers['host'] ?? '')
  exchange.credential = findCredential(head)
  const region = exchange.credential?.scope.region ?? ''
  exchange.region = isRegion(region) ? region : (host.region ?? defaultRegion)
  exchange.style = styleOf(head)
  const facts = byName(exchange, parts) ?? byScope(exchange, parts) ?? host.service
  if (facts) exchange.facts = facts
  else if (exchange.style === 'rest') exchange.facts = unscoped(exchange, parts)
  if (host.resource !== undefined && exchange.facts === host.service) routeHost(exchange, host)
}

/** A form that was signed for no service, and sent to no host of one. */
export function identifyByForm(exchange: Exchange, parts: GatewayParts): void {
  if (exchange.facts || exchange.credential) return
  const version = formValue(exchange, 'Version')
  const action = formValue(exchange, 'Action')
  const byVersion = version === undefined ? undefined : parts.catalogue.listByVersion(version)[0]
  if (byVersion) exchange.facts = byVersion
  else if (action !== undefined) exchange.facts = parts.catalogue.findByPath(exchange.head.path)
  else {
    exchange.style = 'rest'
    exchange.facts = parts.catalogue.last
  }
}

/** One plain parameter of a form, in the query string or the body. */
export function formValue(exchange: Exchange, name: 'Action' | 'Version'): string | undefined {
  const pattern = formPatterns[name]
  const found =
    pattern.exec(exchange.head.query) ??
    pattern.exec(asBuffer(exchange.request.body).toString('latin1'))
  return found ? found[1] : undefined
}

const formPatterns = {
  Action: /(?:^|&)Action=([A-Za-z0-9]{0,128})(?=&|$)/,
  Version: /(?:^|&)Version=([0-9-]{0,32})(?=&|$)/,
}

function styleOf({ method, path, query, headers }: RequestHead): CallStyle {
  if (headers['x-amz-target'] !== undefined) return 'json'
  if (headers['smithy-protocol'] === 'rpc-v2-cbor' && cborPath.test(path)) return 'cbor'
  if (formPatterns.Action.test(query)) return 'form'
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  return method === 'POST' && isForm ? 'form' : 'rest'
}

const cborPath = /^\/service\/([^/]+)\/operation\/([^/]+)$/

/** The two styles that name service and operation together. */
function byName(exchange: Exchange, { catalogue }: GatewayParts): ServiceFacts | undefined {
  const { head, style } = exchange
  if (style === 'json') {
    const target = head.headers['x-amz-target'] ?? ''
    const dot = target.lastIndexOf('.')
    exchange.operationName = target.slice(dot + 1)
    return catalogue.findByTarget(target.slice(0, Math.max(0, dot)))
  }
  if (style === 'cbor') {
    const [, service = '', operation = ''] = cborPath.exec(head.path) ?? []
    exchange.operationName = operation
    return catalogue.findByTarget(service)
  }
  return undefined
}

function byScope(exchange: Exchange, parts: GatewayParts): ServiceFacts | undefined {
  const { credential, style } = exchange
  if (!credential) return undefined
  const candidates = parts.catalogue.listBySigningName(credential.scope.service)
  if (candidates.length < 2) return candidates[0]
  if (style === 'form') return candidates.find(takesForms) ?? candidates[0]
  const routed = candidates.find((one) => one.hasRest && parts.knowsRoute(one.name, exchange.head))
  return routed ?? candidates[0]
}

/** Nothing names a service: S3's, unless the request was signed for a service unknown here. */
function unscoped({ credential }: Exchange, { catalogue }: GatewayParts): ServiceFacts | undefined {
  return credential ? undefined : catalogue.last
}

function routeHost(exchange: Exchange, { resource = '' }: HostReading): void {
  exchange.routedPath = `/${encodeURIComponent(resource)}${exchange.head.path}`
}
