/** Managed policies, the customer's and AWS's own, seen alike. */
import type { ManagedPolicy as AwsPolicy } from '../../ports/managed-policies.ts'
import { entityArn } from './arns.ts'
import { noSuchPolicy, noSuchPolicyVersion } from './errors.ts'
import type { IamReading, Policy, PolicyVersion } from './state.ts'

export type ManagedPolicyReading = Pick<IamReading, 'state' | 'ports'>

export interface ManagedPolicy {
  readonly arn: string
  readonly name: string
  readonly path: string
  /** To users, groups and roles; the policies of service-linked roles are for those alone. */
  readonly isAttachable: boolean
  /** The customer's; absent for AWS's own. */
  readonly own?: Policy
  /** AWS's. */
  readonly aws?: AwsPolicy
}

/** `undefined`: neither the customer's nor AWS's. */
export function findManagedPolicy(
  reading: ManagedPolicyReading,
  arn: string,
): ManagedPolicy | undefined {
  if (isAwsPolicy(arn)) {
    const aws = reading.ports.managedPolicies.find(arn)
    return aws && ofAws(aws, arn)
  }
  const own = reading.state.policies.index('arn').first({ prefix: [arn] })
  return own && ofCustomer(own)
}

/** @throws AwsError NoSuchEntity */
export function requireManagedPolicy(reading: ManagedPolicyReading, arn: string): ManagedPolicy {
  const policy = findManagedPolicy(reading, arn)
  if (!policy) throw noSuchPolicy(arn)
  return policy
}

export function isAwsPolicy(arn: string): boolean {
  return /^arn:[\w-]+:iam::aws:policy\//.test(arn)
}

export function ofAws(aws: AwsPolicy, arn = aws.arn): ManagedPolicy {
  const { name, path } = aws
  return { arn, name, path, aws, isAttachable: !isServiceLinked(path) }
}

export function ofCustomer(own: Policy): ManagedPolicy {
  const { arn, name, path } = own
  return { arn, name, path, own, isAttachable: true }
}

function isServiceLinked(path: string): boolean {
  return path.startsWith('/aws-service-role/')
}
