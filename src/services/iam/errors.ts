/**
 * Every error that IAM raises, in AWS's words. Where no public source shows AWS's words, a comment
 * says so.
 */
import {
  DeleteConflictException,
  EntityAlreadyExistsException,
  InvalidInputException,
  LimitExceededException,
  MalformedPolicyDocumentException,
  NoSuchEntityException,
  PolicyNotAttachableException,
  UnmodifiableEntityException,
} from '../../generated/iam.ts'
import { type AwsError, awsError, type Cause, unmodelledError } from '../../kernel/errors.ts'
import type { Quota } from '../../kernel/limits.ts'

type Facts = Readonly<Record<string, unknown>>

const validation = (facts: Facts): Cause => ({ kind: 'validation', ...facts })

export type EntityKind = 'User' | 'Group' | 'Role'

// Requests

/** A code that the model lacks; the message is whole as it stands. */
export function validationError(message: string, facts: Facts = {}): AwsError {
  return unmodelledError('ValidationError', 400, message, validation(facts))
}

export function invalidInput(message: string, facts: Facts = {}): AwsError {
  return awsError(InvalidInputException, message, { why: validation(facts) })
}

/** A call that speaks of its caller, made by one who is no user. */
export function noUserName(caller: string): AwsError {
  return validationError('Must specify userName when calling with non-User credentials', {
    parameter: 'UserName',
    caller,
  })
}

/** https://github.com/hashicorp/terraform-provider-aws/issues/1337, https://github.com/boto/boto/issues/2960 */
export function invalidArn(arn: string): AwsError {
  return invalidInput(`ARN ${arn} is not valid.`, { arn })
}

/** The words are unconfirmed. */
export function invalidMarker(marker: string): AwsError {
  return validationError('Invalid Marker.', { parameter: 'Marker', marker })
}

/** The words are unconfirmed. */
export function duplicateTags(key: string): AwsError {
  return invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.', {
    key,
  })
}

/** The words are unconfirmed. */
export function reservedTag(key: string): AwsError {
  return invalidInput('Tag keys that begin with aws: are reserved for system use.', { key })
}

/** An alias that could be taken for an account; the words are unconfirmed. */
export function aliasIsAccount(alias: string): AwsError {
  return validationError('The account alias must not be a 12 digit number.', { alias })
}

// What is not there

export function noSuchEntity(message: string, facts: Facts): AwsError {
  return awsError(NoSuchEntityException, message, { why: { kind: 'not-found', ...facts } })
}

/** Users, groups and roles; groups' is by analogy. */
export function noSuchNamed(kind: EntityKind, name: string): AwsError {
  const message = `The ${kind.toLowerCase()} with name ${name} cannot be found.`
  return noSuchEntity(message, { [kind]: name })
}

/** https://github.com/aws/aws-cli/issues/6139 */
export function noSuchInlinePolicy(kind: EntityKind, policy: string, owner: string): AwsError {
  const message = `The ${kind.toLowerCase()} policy with name ${policy} cannot be found.`
  return noSuchEntity(message, { policy, [kind]: owner })
}

/** The words are unconfirmed. */
export function noSuchInstanceProfile(name: string): AwsError {
  return noSuchEntity(`Instance Profile ${name} cannot be found.`, { instanceProfile: name })
}

/** The words are unconfirmed. */
export function noSuchPolicy(arn: string): AwsError {
  return noSuchEntity(`Policy ${arn} was not found.`, { policy: arn })
}

/** The words are unconfirmed. */
export function noSuchPolicyVersion(arn: string, version: string): AwsError {
  const message = `Policy ${arn} version ${version} does not exist or is not attachable.`
  return noSuchEntity(message, { policy: arn, version })
}

/** https://github.com/getmoto/moto/issues/6482 */
export function notAttachable(arn: string): AwsError {
  return noSuchEntity(`Policy ${arn} does not exist or is not attachable.`, { policy: arn })
}

/** The words are unconfirmed. */
export function noSuchBoundary(arn: string): AwsError {
  const message = `Scope ARN: ${arn} does not exist or is not attachable.`
  return noSuchEntity(message, { policy: arn })
}

/** The words are those of role policies, by analogy. */
export function notAttached(arn: string, owner: string): AwsError {
  return noSuchEntity(`Policy ${arn} was not found.`, { policy: arn, owner })
}

/** The words are unconfirmed. */
export function noBoundary(kind: EntityKind, name: string): AwsError {
  const message = `The ${kind.toLowerCase()} with name ${name} has no permissions boundary.`
  return noSuchEntity(message, { [kind]: name })
}

/** The words are unconfirmed. */
export function noSuchAccessKey(id: string): AwsError {
  return noSuchEntity(`The Access Key with id ${id} cannot be found.`, { accessKey: id })
}

/** The words are unconfirmed. */
export function noSuchAlias(alias: string): AwsError {
  return noSuchEntity(`The account alias ${alias} cannot be found.`, { alias })
}

// What is there already

export function entityExists(message: string, facts: Facts): AwsError {
  return awsError(EntityAlreadyExistsException, message, { why: { kind: 'state', ...facts } })
}

export function nameTaken(kind: EntityKind, name: string): AwsError {
  return entityExists(`${kind} with name ${name} already exists.`, { [kind]: name })
}

/** https://github.com/konstructio/kubefirst/issues/855 */
export function policyExists(name: string): AwsError {
  const message = `A policy called ${name} already exists. Duplicate names are not allowed.`
  return entityExists(message, { policy: name })
}

/** https://github.com/ine-labs/AWSGoat/issues/49 */
export function instanceProfileExists(name: string): AwsError {
  return entityExists(`Instance Profile ${name} already exists.`, { instanceProfile: name })
}

// What stands in the way

/** All of them begin alike: `must detach all policies first.` */
export function deleteConflict(entity: string, mustFirst: string, facts: Facts = {}): AwsError {
  return conflict(`Cannot delete entity, ${mustFirst}`, { entity, ...facts })
}

export function policyInUse(policy: string, users: Facts): AwsError {
  return conflict('Cannot delete a policy attached to entities.', { policy, ...users })
}

export function policyHasVersions(policy: string, versions: readonly string[]): AwsError {
  const message =
    'This policy has more than one version. Before you delete a policy, you must delete the ' +
    "policy's versions. The default version is deleted with the policy."
  return conflict(message, { policy, versions })
}

export function defaultVersion(policy: string, version: string): AwsError {
  return conflict('Cannot delete the default version of a policy.', { policy, version })
}

function conflict(message: string, facts: Facts): AwsError {
  return awsError(DeleteConflictException, message, { why: { kind: 'dependency', ...facts } })
}

/** https://github.com/gruntwork-io/cloud-nuke/issues/880 */
export function protectedRole(name: string): AwsError {
  const message = `Cannot perform the operation on the protected role '${name}' - this role is only modifiable by AWS`
  return awsError(UnmodifiableEntityException, message, { why: { kind: 'state', role: name } })
}

/** https://github.com/tilfin/aws-iam-policy-tool/pull/9 */
export function reservedRolePath(path: string): AwsError {
  const message = "Path prefix '/aws-service-role/' can only be used for AWS Service linked Roles"
  return invalidInput(message, { path })
}

/** https://github.com/aws/aws-cdk/issues/6131 */
export function serviceRolePolicy(arn: string): AwsError {
  const message = 'Cannot attach a Service Role Policy to a Customer Role.'
  return awsError(PolicyNotAttachableException, message, { why: validation({ policy: arn }) })
}

// Policies

/** IAM finds the document wrong; `fault` is what the policy's reader says of it. */
export function malformedPolicy(fault: { readonly message: string }): AwsError {
  return awsError(MalformedPolicyDocumentException, fault.message, {
    why: validation({ parameter: 'PolicyDocument', fault: fault.message }),
  })
}

// Limits

export interface Reached {
  readonly quota: Quota
  readonly max: number
  /** What used it up. */
  readonly used?: unknown
}

/** The form of nearly all of them; AWS's name for the quota is another than Service Quotas'. */
export function quotaReached(name: string, { quota, max, used }: Reached): AwsError {
  const why: Cause = { kind: 'quota', quota: quota.name, code: quota.code, value: max, used }
  return limitExceeded(`Cannot exceed quota for ${name}: ${max}`, why)
}

/** https://github.com/99designs/iamy/issues/21 */
export function tooManyVersions(policy: string, { quota, max, used }: Reached): AwsError {
  const message =
    `A managed policy can have up to ${max} versions. Before you create a new version, ` +
    'you must delete an existing version.'
  return limitExceeded(message, { kind: 'quota', quota: quota.name, value: max, policy, used })
}

/** https://github.com/aws/aws-cdk/issues/18531 */
export function inlineTooLong(kind: EntityKind, name: string, max: number): AwsError {
  const message = `Maximum policy size of ${max} bytes exceeded for ${kind.toLowerCase()} ${name}`
  return limitExceeded(message, { kind: 'quota', value: max, [kind]: name })
}

/** What AWS never moves, and tells in the same form. */
export function fixedLimit(name: string, max: number, used?: unknown): AwsError {
  const why: Cause = { kind: 'quota', quota: name, value: max, used }
  return limitExceeded(`Cannot exceed quota for ${name}: ${max}`, why)
}

function limitExceeded(message: string, why: Cause): AwsError {
  return awsError(LimitExceededException, message, { why })
}
