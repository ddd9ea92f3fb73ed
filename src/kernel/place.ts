/** Where a call happens: AWS partition, account and region. A service's state lives in such cells. */
export interface Place {
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string
  /** Twelve digits. */
  readonly account: string
  readonly region: string
}

/**
 * The region of what services declare global, such as IAM's entities. AWS: partitions share nothing,
 * so that each has its own: `aws-global`, `aws-cn-global`.
 */
export function globalRegionOf(partition: string): string {
  return `${partition}-global`
}

/** Where a partition's global services have their one endpoint, whatever region is signed for. */
export function endpointRegionOf(partition: string): string {
  if (partition === 'aws-us-gov') return 'us-gov-west-1'
  return partition === 'aws-cn' ? 'cn-north-1' : 'us-east-1'
}

/** Of regions, and of what stands for one in global services. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-') || region === 'aws-cn-global') return 'aws-cn'
  if (region.startsWith('us-gov-') || region === 'aws-us-gov-global') return 'aws-us-gov'
  return 'aws'
}
