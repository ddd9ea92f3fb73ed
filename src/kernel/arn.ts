/** Amazon Resource Names: `arn:partition:service:region:account:resource`. */
import type { Place } from './place.ts'

export interface Arn {
  readonly partition: string
  readonly service: string
  /** Empty for global resources. */
  readonly region: string
  /** Empty where the ARN names no account (S3 buckets). */
  readonly account: string
  readonly resource: string
}

/** Writes an ARN; it alone knows the partition. */
export function arn(place: Place, service: string, resource: string): string {
  return `arn:${place.partition}:${service}:${place.region}:${place.account}:${resource}`
}

/** `undefined` for what is no ARN. */
export function parseArn(text: string): Arn | undefined {
  if (!text.startsWith('arn:')) return undefined
  const service = colonAfter(text, 3)
  const region = colonAfter(text, service)
  const account = colonAfter(text, region)
  const resource = colonAfter(text, account)
  if (service === 4 || region - service <= 1 || resource < 0) return undefined
  if (resource === text.length - 1) return undefined
  return {
    partition: text.slice(4, service),
    service: text.slice(service + 1, region),
    region: text.slice(region + 1, account),
    account: text.slice(account + 1, resource),
    resource: text.slice(resource + 1),
  }
}

function colonAfter(text: string, at: number): number {
  return at < 0 ? -1 : text.indexOf(':', at + 1)
}

/** `aws` for what is no ARN. */
export function partitionOfArn(text: string): string {
  return text.startsWith('arn:') ? text.slice(4, text.indexOf(':', 4)) : 'aws'
}
