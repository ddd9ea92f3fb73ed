/**
 * Which hosts and origins are served. A web page can make its reader's browser call a port of the
 * reader's machine, by its own origin or by a name that it lets point here (DNS rebinding), so
 * only names that lead here by right are answered, and only pages that are known.
 */
import { unmodelledError } from '../kernel/errors.ts'
import type { Exchange, RequestHead } from './exchange.ts'
import {
  type HostReading,
  hostWithoutPort,
  isAddress,
  isHostName,
  isLoopbackName,
} from './host-name.ts'
import type { AccessRules, GatewayParts } from './parts.ts'

type GuardParts = Pick<GatewayParts, 'access' | 'hostNames'>

/** @throws AwsError AccessDenied for a host that isn't this cloud's. */
export function guardHost({ head }: Pick<Exchange, 'head'>, parts: GuardParts): void {
  const host = head.headers['host']
  if (host === undefined || isServed(parts.hostNames.read(host), parts.access)) return
  const message = `Kasane is not reached by the host "${host}". --allow-host adds one.`
  throw unmodelledError('AccessDenied', 403, message, { kind: 'access', host, missing: 'host' })
}

/**
 * Browsers name the page that calls in `Origin`, yet not where it only embeds or opens a URL; then
 * they say that the page is another site's, and mostly which in `Referer`. Whoever types a URL or
 * pastes it is no page (`Sec-Fetch-Site: none`).
 *
 * Fetch metadata: https://www.w3.org/TR/fetch-metadata/
 * @throws AwsError AccessDenied for a page of a foreign origin.
 */
export function guardOrigin(
  { head }: Pick<Exchange, 'head'>,
  { access }: Pick<GatewayParts, 'access'>,
): void {
  const { host } = head.headers
  const origin = head.headers['origin'] ?? (isOfPage(head) ? refererOrigin(head) : undefined)
  if (origin === undefined || isKnownOrigin(origin, host, access)) return
  const message = `Pages of ${origin} may not call Kasane. --allow-origin adds an origin.`
  throw unmodelledError('AccessDenied', 403, message, { kind: 'access', origin, missing: 'origin' })
}

function isOfPage(head: RequestHead): boolean {
  const site = head.headers['sec-fetch-site']
  if (site !== undefined) return site !== 'none' && site !== 'same-origin'
  return isUntoldForm(head)
}

/**
 * Browsers tell `Sec-Fetch-Site` to loopback's names and HTTPS alone. Elsewhere an embedded URL
 * looks like one that was typed, and one that names an action changes things.
 */
function isUntoldForm({ method, query, headers }: RequestHead): boolean {
  if (method !== 'GET' || !/(?:^|&)Action=/.test(query)) return false
  return headers['user-agent']?.startsWith('Mozilla/') === true
}

/** `null`, as browsers say for pages that won't be named. */
function refererOrigin({ headers }: RequestHead): string {
  return /^https?:\/\/[^/?#]+/.exec(headers['referer'] ?? '')?.[0] ?? 'null'
}

function isServed({ name, isLoopback }: HostReading, access: AccessRules): boolean {
  if (isLoopback || access.hosts.includes(name)) return true
  // An address can't be made to point elsewhere, as a name can.
  if (access.anyAddress && isAddress(name)) return true
  if (!isHostName(name)) return false
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
