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
  const parts = text.split(':')
  if (parts.length < 6 || parts[0] !== 'arn') return undefined
  const [, partition = '', service = '', region = '', account = ''] = parts
  const resource = parts.slice(5).join(':')
  if (!partition || !service || !resource) return undefined
  return { partition, service, region, account, resource }
}
