/** Policies: AWS's own, which are there for everybody, and those of an organisation. */
import type { Place } from '../../kernel/place.ts'
import { NotEmulated } from '../../kernel/errors.ts'
import { compilePolicy } from '../../policy/compiled-policy.ts'
import { PolicyFault } from '../../policy/faults.ts'
import {
  fullAccessResourceControlPolicy,
  fullAccessServiceControlPolicy,
} from '../../policy/organisation-policies.ts'
import type { Quota } from '../../kernel/limits.ts'
import { policyArn } from './arns.ts'
import { awsManagedPolicy, malformedPolicy, policyNotFound } from './errors.ts'
import { policyTooLong } from './limit-errors.ts'
import {
  resourceControlPoliciesMax,
  resourceControlPoliciesPerTarget,
  resourceControlPolicyLength,
  serviceControlPoliciesMax,
  serviceControlPoliciesPerTarget,
  serviceControlPolicyLength,
} from './limits.ts'
import type {
  ControlType,
  Organization,
  OrganizationsReading,
  OrganizationsState,
  Policy,
} from './state.ts'

interface TypeFacts {
  readonly flavour: 'scp' | 'rcp'
  /** AWS's own policy, which is attached to everything when the type is enabled. */
  readonly fullAccess: Policy
  readonly countMax: Quota
  readonly perTargetMax: Quota
  readonly lengthMax: Quota
}

export const typeFacts: Readonly<Record<ControlType, TypeFacts>> = {
  SERVICE_CONTROL_POLICY: {
    flavour: 'scp',
    fullAccess: {
      id: 'p-FullAWSAccess',
      type: 'SERVICE_CONTROL_POLICY',
      name: 'FullAWSAccess',
      description: 'Allows access to every operation',
      content: fullAccessServiceControlPolicy,
      tags: [],
    },
    countMax: serviceControlPoliciesMax,
    perTargetMax: serviceControlPoliciesPerTarget,
    lengthMax: serviceControlPolicyLength,
  },
  RESOURCE_CONTROL_POLICY: {
    flavour: 'rcp',
    fullAccess: {
      id: 'p-RCPFullAWSAccess',
      type: 'RESOURCE_CONTROL_POLICY',
      name: 'RCPFullAWSAccess',
      description: 'Allows access to every resource',
      content: fullAccessResourceControlPolicy,
      tags: [],
    },
    countMax: resourceControlPoliciesMax,
    perTargetMax: resourceControlPoliciesPerTarget,
    lengthMax: resourceControlPolicyLength,
  },
}

/** @throws NotEmulated for types that don't take part in decisions */
export function requireControlType(type: string): ControlType {
  if (isControlType(type)) return type
  throw new NotEmulated(`policies of type ${type} in AWS Organizations`)
}

export function isControlType(type: string): type is ControlType {
  return Object.hasOwn(typeFacts, type)
}

export function findAwsPolicy(id: string): Policy | undefined {
  return awsPolicies.find((policy) => policy.id === id)
}

const awsPolicies = Object.values(typeFacts).map(({ fullAccess }) => fullAccess)

export function findPolicy(state: OrganizationsState, id: string): Policy | undefined {
  return findAwsPolicy(id) ?? state.policies.get(id)
}

/** @throws AwsError PolicyNotFoundException */
export function requirePolicy(state: OrganizationsState, id: string): Policy {
  const policy = findPolicy(state, id)
  if (!policy) throw policyNotFound(id)
  return policy
}

/** One that can be changed. @throws AwsError InvalidInputException, PolicyNotFoundException */
export function requireOwnPolicy(state: OrganizationsState, id: string): Policy {
  if (findAwsPolicy(id)) throw awsManagedPolicy(id)
  return requirePolicy(state, id)
}

export function listPoliciesOf(state: OrganizationsState, type: ControlType): Policy[] {
  const own = [...state.policies.index('type').range({ prefix: [type] })]
  return [typeFacts[type].fullAccess, ...own]
}

/**
 * AWS: the size counts white space, and comes before the content.
 * @throws AwsError ConstraintViolationException, MalformedPolicyDocumentException
 */
export function checkContent(
  { limits }: Pick<OrganizationsReading, 'limits'>,
  type: ControlType,
  content: string,
): void {
  const { flavour, lengthMax } = typeFacts[type]
  const max = limits.valueOf(lengthMax)
  if (content.length > max) {
    throw policyTooLong({ quota: lengthMax, max, used: content.length })
  }
  try {
    compilePolicy(content, flavour)
  } catch (error) {
    throw error instanceof PolicyFault ? malformedPolicy(error) : error
  }
}

/** The ARN of AWS's own names no account. */
export function arnOf(place: Place, organization: Organization, policy: Policy): string {
  if (!findAwsPolicy(policy.id)) return policyArn(place, organization, policy)
  const type = policy.type.toLowerCase()
  return `arn:${place.partition}:organizations::aws:policy/${type}/${policy.id}`
}

export function writeSummary(place: Place, organization: Organization, policy: Policy) {
  const { id, name, description, type } = policy
  return {
    Id: id,
    Arn: arnOf(place, organization, policy),
    Name: name,
    Description: description,
    Type: type,
    AwsManaged: findAwsPolicy(id) !== undefined,
  }
}
