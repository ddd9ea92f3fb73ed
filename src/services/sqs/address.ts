/** Queues by their ARNs and URLs. */
import { arn, parseArn } from '../../kernel/arn.ts'
import type { Place } from '../../kernel/place.ts'

export interface QueueAddress {
  readonly name: string
  /** Absent: the caller's. */
  readonly account?: string | undefined
  /** Told by AWS's own host names; others tell none. */
  readonly region?: string | undefined
}

const accountId = /^\d{12}$/
const oldestHost = 'queue.amazonaws.com'
const regionalHost =
  /^(?:sqs(?:-fips)?\.)?([a-z]{2}(?:-[a-z]+)+-\d)\.(?:queue\.)?(?:amazonaws|api|localhost)\./

/**
 * Reads a queue's URL, whatever host it names: the end of its path counts, the account and the name.
 * A bare name is taken for a queue of the caller's. `undefined` for what names no queue.
 */
export function readQueueUrl(url: string): QueueAddress | undefined {
  // Every call on a queue reads one: searching takes a third of the time of splitting.
  const slash = url.indexOf('/')
  if (slash < 0) return { name: url }
  if (url[slash - 1] !== ':' || url[slash + 1] !== '/') return undefined
  const pathAt = url.indexOf('/', slash + 2)
  const end = url.endsWith('/') ? url.length - 1 : url.length
  const nameAt = url.lastIndexOf('/', end - 1) + 1
  if (pathAt < 0 || nameAt <= pathAt || nameAt === end) return undefined
  const account = url.slice(url.lastIndexOf('/', nameAt - 2) + 1, nameAt - 1)
  const host = url.slice(slash + 2, pathAt)
  return {
    name: url.slice(nameAt, end),
    account: nameAt - 1 > pathAt && accountId.test(account) ? account : undefined,
    region: host === oldestHost ? 'us-east-1' : regionalHost.exec(host)?.[1],
  }
}

/** The ARN behind a URL; `*` where there is none, which the operation itself then refuses. */
export function resourceOfUrl(url: string | undefined, place: Place): string {
  const address = url ? readQueueUrl(url) : undefined
  if (!address || (address.region ?? place.region) !== place.region) return '*'
  return queueArn(place, address.name, address.account)
}

export function queueArn(place: Place, name: string, account = place.account): string {
  return arn(account === place.account ? place : { ...place, account }, 'sqs', name)
}

/** An ARN that is one of this region's queues'; `*` for others, which the operation refuses. */
export function ownResource(text: string | undefined, place: Place): string {
  const queue = text ? parseArn(text) : undefined
  if (queue?.service !== 'sqs' || queue.region !== place.region || !queue.account) return '*'
  return queueArn(place, queue.resource, queue.account)
}

/** The name in a queue's ARN; `undefined` for what is no ARN of a queue. */
export function nameInArn(text: string): string | undefined {
  const queue = parseArn(text)
  return queue?.service === 'sqs' ? queue.resource : undefined
}

/** Hosts and ports are never stored: a URL leads back the way the client came. */
export function queueUrl(endpoint: string, place: Place, name: string): string {
  return `${endpoint}/${place.account}/${name}`
}
