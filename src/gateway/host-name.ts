/**
 * What a `Host` says: which service, in which region, and of which resource. AWS's own names and
 * their local twins: `sqs.us-east-1.amazonaws.com`, `us-east-1.queue.amazonaws.com`,
 * `bucket.s3.us-east-1.localhost.localstack.cloud`, `bucket.localhost`.
 */
import type { Catalogue, ServiceFacts } from './catalogue.ts'

export interface HostReading {
  /** Lower case, without port. */
  readonly name: string
  readonly isLoopback: boolean
  readonly service?: ServiceFacts
  readonly region?: string
  /** What stands before the service: a bucket. */
  readonly resource?: string
}

const suffixes = [
  '.amazonaws.com',
  '.amazonaws.com.cn',
  '.api.aws',
  '.localhost.localstack.cloud',
  '.localhost',
]

const regionForm = /^[a-z]{2}(?:-[a-z]+){1,3}-\d{1,2}$/

/** Hosts are few and come again with each request; strangers can't fill the memory. */
const readingsMax = 1_000

export class HostNames {
  readonly #catalogue: Catalogue
  readonly #readings = new Map<string, HostReading>()

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue
  }

  read(host: string): HostReading {
    let reading = this.#readings.get(host)
    if (reading) return reading
    const name = hostWithoutPort(host)
    const isLoopback = isLoopbackName(name)
    reading = { ...readHost(name, this.#catalogue), name, isLoopback }
    if (this.#readings.size >= readingsMax) this.#readings.clear()
    this.#readings.set(host, reading)
    return reading
  }
}

/** Lower case, without port and final dot; an IPv6 address without its brackets. */
export function hostWithoutPort(host: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d*)?$/.exec(host)
  const name = bracketed ? (bracketed[1] ?? '') : host.replace(/:\d*$/, '')
  return name.toLowerCase().replace(/\.$/, '')
}

/** Names that lead nowhere but to this machine. */
export function isLoopbackName(name: string): boolean {
  if (name === 'localhost' || name === '::1') return true
  if (name.endsWith('.localhost')) return isHostName(name)
  return name.startsWith('127.') && isIpv4(name)
}

/** Of labels alone. Underscores are no DNS, but buckets have them. */
export function isHostName(name: string): boolean {
  return name.length <= 253 && /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/.test(name)
}

export function isAddress(name: string): boolean {
  return isIpv4(name) || (name.includes(':') && URL.canParse(`http://[${name}]`))
}

function isIpv4(name: string): boolean {
  const octets = name.split('.')
  return octets.length === 4 && octets.every((octet) => /^\d{1,3}$/.test(octet) && +octet <= 255)
}

type Named = Omit<HostReading, 'name' | 'isLoopback'>

function readHost(name: string, catalogue: Catalogue): Named {
  const suffix = suffixes.find((one) => name.endsWith(one))
  if (suffix === undefined) return {}
  const labels = name.slice(0, -suffix.length).split('.')
  const found = readLabels(labels, catalogue)
  if (found.service || suffix !== '.localhost' || !catalogue.last) return found
  return { service: catalogue.last, resource: labels.join('.') }
}

function readLabels(labels: readonly string[], catalogue: Catalogue): Named {
  const rest = [...labels]
  let region: string | undefined
  if (regionForm.test(rest.at(-1) ?? '')) region = rest.pop()
  if (rest.at(-1) === 'dualstack') rest.pop()
  for (const length of [2, 1]) {
    const found = serviceOf(rest.slice(-length).join('.'), catalogue)
    if (!found || rest.length < length) continue
    const before = rest.slice(0, -length)
    // SQS's old hosts have the region in front.
    if (region === undefined && regionForm.test(before.at(-1) ?? '')) region = before.pop()
    region ??= found.region
    return {
      service: found.service,
      ...(region !== undefined && { region }),
      ...(before.length > 0 && found.service.hostsNameResources && { resource: before.join('.') }),
    }
  }
  return region === undefined ? {} : { region }
}

/** `sqs`, `sqs-fips`, `s3-us-west-2`. */
function serviceOf(words: string, catalogue: Catalogue) {
  const plain = words.replace(/-fips$/, '')
  const service = catalogue.findByHost(plain)
  if (service) return { service, region: undefined }
  const dashed = /^(.+?)-([a-z]{2}(?:-[a-z]+){1,3}-\d{1,2})$/.exec(plain)
  const old = dashed && catalogue.findByHost(dashed[1] ?? '')
  return old ? { service: old, region: dashed[2] } : undefined
}
