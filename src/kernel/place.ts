/** Where a call happens: AWS partition, account and region. A service's state lives in such cells. */
export interface Place {
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string
  /** Twelve digits. */
  readonly account: string
  readonly region: string
}

/** The region of what services declare global: IAM's entities, the names of S3 buckets. */
export const globalRegion = 'aws-global'

export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  if (region.startsWith('us-gov-')) return 'aws-us-gov'
  return 'aws'
}
