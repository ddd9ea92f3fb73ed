/** Managed policies as answers show them. */
import { hash } from 'node:crypto'
import type { Policy as WrittenPolicy } from '../../generated/iam.ts'
import { writeDocument } from './documents.ts'
import { writeInstant } from './instants.ts'
import { type ManagedPolicy, type ManagedPolicyReading, versionsOf } from './managed-policies.ts'
import type { IamState, PolicyVersion } from './state.ts'
import { tagsMember, writeTags } from './tags.ts'
import { uniqueIdOf } from './unique-id.ts'

/** As lists show it: without description and tags. */
export function writePolicy(state: IamState, policy: ManagedPolicy) {
  return {
    PolicyName: policy.name,
    PolicyId: policyId(policy),
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: `v${policy.defaultVersion}`,
    AttachmentCount: attachmentCount(state, policy.arn),
    PermissionsBoundaryUsageCount: boundaryCount(state, policy.arn),
    IsAttachable: policy.isAttachable,
    CreateDate: writeInstant(policy.createdAtMs),
    UpdateDate: writeInstant(policy.updatedAtMs),
  } satisfies WrittenPolicy
}

/** As CreatePolicy shows it: AWS leaves the description out. */
export function writeNewPolicy(state: IamState, policy: ManagedPolicy) {
  return { ...writePolicy(state, policy), ...tagsMember(tagsOf(policy)) }
}

/** As GetPolicy shows it; AWS has the list of tags there even when it is empty. */
export function writePolicyWhole(state: IamState, policy: ManagedPolicy) {
  return {
    ...writePolicy(state, policy),
    ...descriptionMember(policy),
    Tags: writeTags(tagsOf(policy)),
  }
}

/** As GetAccountAuthorizationDetails shows it. */
export function writePolicyDetail(reading: ManagedPolicyReading, policy: ManagedPolicy) {
  const versions = versionsOf(reading, policy).toSorted((a, b) => b.number - a.number)
  return {
    ...writePolicy(reading.state, policy),
    ...descriptionMember(policy),
    PolicyVersionList: versions.map((version) => writeVersionWhole(policy, version)),
  }
}

/** As lists show a version: without its document. */
export function writeVersion(
  { defaultVersion }: ManagedPolicy,
  { number, createdAtMs }: PolicyVersion,
) {
  return {
    VersionId: `v${number}`,
    IsDefaultVersion: number === defaultVersion,
    CreateDate: writeInstant(createdAtMs),
  }
}

export function writeVersionWhole(policy: ManagedPolicy, version: PolicyVersion) {
  return { Document: writeDocument(version.document), ...writeVersion(policy, version) }
}

export function attachmentCount(state: IamState, arn: string): number {
  return state.attachments.index('policy').count({ prefix: [arn] })
}

export function boundaryCount({ users, roles }: IamState, arn: string): number {
  const span = { prefix: [arn] }
  return users.index('boundary').count(span) + roles.index('boundary').count(span)
}

function tagsOf({ of }: ManagedPolicy) {
  return 'customer' in of ? of.customer.tags : []
}

/** The descriptions of AWS's own policies are not known. */
function descriptionMember({ of }: ManagedPolicy) {
  const description = 'customer' in of ? of.customer.description : undefined
  return description === undefined ? {} : { Description: description }
}

/** The ids of AWS's own policies are not known; made of their names, they stay the same. */
function policyId({ of }: ManagedPolicy): string {
  return 'customer' in of
    ? of.customer.id
    : uniqueIdOf('ANPA', Buffer.from(hash('sha256', `policy ${of.aws.name}`, 'hex'), 'hex'))
}
