/** Managed policies, the customer's and AWS's own, seen alike. */
import type { Place } from '../../kernel/place.ts'
import type { ManagedPolicy as AwsPolicy } from '../../ports/managed-policies.ts'
import { invalidArn, noSuchPolicy, noSuchPolicyVersion } from './errors.ts'
import type { IamReading, IamState, Policy, PolicyVersion } from './state.ts'

export type ManagedPolicyReading = Pick<IamReading, 'state' | 'ports' | 'place'>

export interface ManagedPolicy {
  readonly arn: string
  readonly name: string
  readonly path: string
  readonly defaultVersion: number
  readonly createdAtMs: number
  readonly updatedAtMs: number
  /** To users, groups and roles; the policies of service-linked roles are for those alone. */
  readonly isAttachable: boolean
  /** The customer's policy, or AWS's. */
  readonly of: { readonly customer: Policy } | { readonly aws: AwsPolicy }
}

/** `undefined`: neither the customer's nor AWS's. */
export function findManagedPolicy(
  { state, ports, place }: ManagedPolicyReading,
  arn: string,
): ManagedPolicy | undefined {
  if (isAwsArn(arn, place)) {
    const aws = ports.managedPolicies.find(arn)
    return aws && ofAws(aws, arn)
  }
  const customer = findCustomerPolicy(state, arn)
  return customer && ofCustomer(customer)
}

/** @throws AwsError InvalidInput for what is no policy's ARN */
export function checkPolicyArn(arn: string): void {
  if (arn.length > arnLengthMax || !policyArn.test(arn)) throw invalidArn(arn)
}

const policyArn = /^arn:[\w-]+:iam::(?:\d{12}|aws):policy\/\S+$/
/** Longer than what the longest path and name make. */
const arnLengthMax = 700

/** @throws AwsError InvalidInput, NoSuchEntity */
export function requireManagedPolicy(reading: ManagedPolicyReading, arn: string): ManagedPolicy {
  checkPolicyArn(arn)
  const policy = findManagedPolicy(reading, arn)
  if (!policy) throw noSuchPolicy(arn)
  return policy
}

/** A policy that the customer may change. @throws AwsError InvalidInput, NoSuchEntity */
export function requireCustomerPolicy(state: IamState, arn: string): Policy {
  checkPolicyArn(arn)
  const policy = findCustomerPolicy(state, arn)
  if (!policy) throw noSuchPolicy(arn)
  return policy
}

/** Of AWS's policies the newest version alone is known. */
export function versionsOf(
  { state }: Pick<ManagedPolicyReading, 'state'>,
  { of, createdAtMs, updatedAtMs, defaultVersion }: ManagedPolicy,
): PolicyVersion[] {
  if ('customer' in of) return [...state.policyVersions.range({ prefix: [of.customer.id] })]
  const { arn: policyId, document } = of.aws
  const atMs = defaultVersion === 1 ? createdAtMs : updatedAtMs
  return [{ policyId, number: defaultVersion, document, createdAtMs: atMs }]
}

/** @throws AwsError NoSuchEntity */
export function requireVersion(
  reading: ManagedPolicyReading,
  policy: ManagedPolicy,
  versionId: string,
): PolicyVersion {
  const version = versionsOf(reading, policy).find(({ number }) => `v${number}` === versionId)
  if (!version) throw noSuchPolicyVersion(policy.arn, versionId)
  return version
}

/** The document that counts. */
export function defaultDocument(reading: ManagedPolicyReading, policy: ManagedPolicy): string {
  return requireVersion(reading, policy, `v${policy.defaultVersion}`).document
}

/** AWS's own, with ARNs of the partition. */
export function listAwsPolicies({
  ports,
  place,
}: Pick<IamReading, 'ports' | 'place'>): ManagedPolicy[] {
  const start = `arn:${place.partition}:`
  return ports.managedPolicies
    .list()
    .map((aws) => ofAws(aws, start + aws.arn.slice('arn:aws:'.length)))
}

function ofAws(aws: AwsPolicy, arn: string): ManagedPolicy {
  const { name, path, version, createdAtMs, updatedAtMs } = aws
  const isAttachable = !path.startsWith('/aws-service-role/')
  const facts = { arn, name, path, createdAtMs, updatedAtMs, isAttachable }
  return { ...facts, defaultVersion: version, of: { aws } }
}

export function ofCustomer(customer: Policy): ManagedPolicy {
  const { arn, name, path, defaultVersion, createdAtMs, updatedAtMs } = customer
  const facts = { arn, name, path, defaultVersion, createdAtMs, updatedAtMs }
  return { ...facts, isAttachable: true, of: { customer } }
}

export function findCustomerPolicy(state: IamState, arn: string): Policy | undefined {
  if (arn.length > arnLengthMax) return undefined
  return state.policies.index('arn').first({ prefix: [arn] })
}

/** AWS: another partition has policies of its own. */
function isAwsArn(arn: string, { partition }: Place): boolean {
  return arn.startsWith(`arn:${partition}:iam::aws:policy/`)
}
