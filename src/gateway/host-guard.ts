/**
 * Which hosts and origins are served. A web page can make its reader's browser call a port of the
 * reader's machine, by its own origin or by a name that it lets point here (DNS rebinding), so
 * only names that lead here by right are answered, and only pages that are known.
 */
import { unmodelledError } from '../kernel/errors.ts'
import type { Exchange } from './exchange.ts'
import { type HostReading, hostWithoutPort, isLoopbackName } from './host-name.ts'
import type { AccessRules, GatewayParts } from './parts.ts'

type GuardParts = Pick<GatewayParts, 'access' | 'hostNames'>

/** @throws AwsError AccessDenied for a host that isn't this cloud's. */
export function guardHost({ head }: Pick<Exchange, 'head'>, parts: GuardParts): void {
  const host = head.headers['host']
  if (host === undefined || isServed(parts.hostNames.read(host), parts.access)) return
  const message = `Kasane is not reached by the host "${host}". --allow-host adds one.`
  throw unmodelledError('AccessDenied', 403, message, { kind: 'access', host, missing: 'host' })
}

/** @throws AwsError AccessDenied for a page of a foreign origin. */
export function guardOrigin(
  { head }: Pick<Exchange, 'head'>,
  { access }: Pick<GatewayParts, 'access'>,
): void {
  const { origin } = head.headers
  if (origin === undefined || isKnownOrigin(origin, head.headers['host'], access)) return
  const message = `Pages of ${origin} may not call Kasane. --allow-origin adds an origin.`
  throw unmodelledError('AccessDenied', 403, message, { kind: 'access', origin, missing: 'origin' })
}

function isServed({ name, isLoopback }: HostReading, access: AccessRules): boolean {
  if (isLoopback || access.hosts.includes(name)) return true
  if (access.anyAddress && isAddress(name)) return true
  return ownSuffixes.some((suffix) => name.endsWith(suffix) || name === suffix.slice(1))
}

const ownSuffixes = [
  '.localhost.localstack.cloud',
  '.amazonaws.com',
  '.amazonaws.com.cn',
  '.api.aws',
]

export function isKnownOrigin(
  origin: string,
  host: string | undefined,
  { origins }: AccessRules,
): boolean {
  if (origins.includes('*') || origins.includes(origin)) return true
  const name = /^https?:\/\/([^/]+)$/.exec(origin)?.[1]
  if (name === undefined) return false
  // Pages of this machine's own servers are the user's.
  return name === host || isLoopbackName(hostWithoutPort(name))
}

/** An address can't be made to point elsewhere, as a name can. */
function isAddress(name: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(name) || name.includes(':')
}
