/**
 * Every error that Organizations raises. Most words are those of the API reference, which AWS's
 * answers repeat; where a pasted answer shows them the comment names it, and where nothing public
 * does it says so.
 */
import {
  AccessDeniedException,
  AccountAlreadyClosedException,
  AccountNotFoundException,
  AlreadyInOrganizationException,
  AWSOrganizationsNotInUseException,
  ChildNotFoundException,
  ConstraintViolationException,
  type ConstraintViolationExceptionReason,
  CreateAccountStatusNotFoundException,
  DestinationParentNotFoundException,
  DuplicateAccountException,
  DuplicateHandshakeException,
  DuplicateOrganizationalUnitException,
  DuplicatePolicyAttachmentException,
  DuplicatePolicyException,
  HandshakeAlreadyInStateException,
  HandshakeConstraintViolationException,
  type HandshakeConstraintViolationExceptionReason,
  HandshakeNotFoundException,
  InvalidHandshakeTransitionException,
  InvalidInputException,
  type InvalidInputExceptionReason,
  MalformedPolicyDocumentException,
  MasterCannotLeaveOrganizationException,
  OrganizationalUnitNotEmptyException,
  OrganizationalUnitNotFoundException,
  OrganizationNotEmptyException,
  ParentNotFoundException,
  PolicyInUseException,
  PolicyNotAttachedException,
  PolicyNotFoundException,
  PolicyTypeAlreadyEnabledException,
  PolicyTypeNotAvailableForOrganizationException,
  PolicyTypeNotEnabledException,
  RootNotFoundException,
  SourceParentNotFoundException,
  TargetNotFoundException,
} from '../../generated/organizations.ts'
import { type AwsError, awsError, type Cause, type ErrorDescriptor } from '../../kernel/errors.ts'

type Facts = Readonly<Record<string, unknown>>

// Who may ask

/** https://github.com/duo-labs/cloudmapper/issues/733 */
export function notInUse(account: string): AwsError {
  const message = 'Your account is not a member of an organization.'
  return stateError(AWSOrganizationsNotInUseException, message, { account })
}

/** Members may ask little; https://github.com/awslabs/aws-innovation-sandbox/issues/6 */
export function managementOnly(account: string, managementAccount: string): AwsError {
  return awsError(AccessDeniedException, "You don't have permissions to access this resource.", {
    why: { kind: 'access', caller: account, missing: 'the management account', managementAccount },
  })
}

/** https://github.com/hashicorp/terraform-provider-aws/pull/30687 */
export function alreadyInOrganization(account: string): AwsError {
  const message = 'The AWS account is already a member of an organization.'
  return stateError(AlreadyInOrganizationException, message, { account })
}

// What is not there

/** AWS says it of accounts that are there, but elsewhere, too. */
export function accountNotFound(account: string): AwsError {
  return notFound(AccountNotFoundException, "You specified an account that doesn't exist.", {
    account,
  })
}

export function unitNotFound(unit: string): AwsError {
  const message = "You specified an organizational unit that doesn't exist."
  return notFound(OrganizationalUnitNotFoundException, message, { unit })
}

export function rootNotFound(root: string): AwsError {
  return notFound(RootNotFoundException, "You specified a root that doesn't exist.", { root })
}

export function targetNotFound(target: string): AwsError {
  return notFound(TargetNotFoundException, "You specified a target that doesn't exist.", { target })
}

export function policyNotFound(policy: string): AwsError {
  return notFound(PolicyNotFoundException, "You specified a policy that doesn't exist.", { policy })
}

export function parentNotFound(parent: string): AwsError {
  const message = "We can't find a root or OU with the ParentId that you specified."
  return notFound(ParentNotFoundException, message, { parent })
}

export function sourceParentNotFound(parent: string): AwsError {
  const message = "We can't find a source root or OU with the ParentId that you specified."
  return notFound(SourceParentNotFoundException, message, { parent })
}

export function destinationParentNotFound(parent: string): AwsError {
  const message =
    "We can't find the destination container (a root or OU) with the ParentId that you specified."
  return notFound(DestinationParentNotFoundException, message, { parent })
}

export function childNotFound(child: string): AwsError {
  const message =
    "We can't find an organizational unit (OU) or AWS account with the ChildId that you specified."
  return notFound(ChildNotFoundException, message, { child })
}

export function creationNotFound(request: string): AwsError {
  const message =
    "We can't find an create account request with the CreateAccountRequestId that you specified."
  return notFound(CreateAccountStatusNotFoundException, message, { request })
}

export function invitationNotFound(handshake: string): AwsError {
  const message = "We can't find a handshake with the HandshakeId that you specified."
  return notFound(HandshakeNotFoundException, message, { handshake })
}

export function notAttached(policy: string, target: string): AwsError {
  const message = "The policy isn't attached to the specified target in the specified root."
  return notFound(PolicyNotAttachedException, message, { policy, target })
}

// What is there already

export function duplicateUnit(name: string, parent: string): AwsError {
  const message = 'An OU with the same name already exists.'
  return stateError(DuplicateOrganizationalUnitException, message, { name, parent })
}

export function duplicatePolicy(name: string): AwsError {
  return stateError(DuplicatePolicyException, 'A policy with the same name already exists.', {
    name,
  })
}

/** AWS says this of attachments too, in answers pasted from Terraform. */
export function duplicateAttachment(policy: string, target: string): AwsError {
  const message = 'A policy with the specified name and type already exists.'
  return stateError(DuplicatePolicyAttachmentException, message, { policy, target })
}

export function duplicateAccount(account: string, parent: string): AwsError {
  const message = 'That account is already present in the specified destination.'
  return stateError(DuplicateAccountException, message, { account, parent })
}

/** https://github.com/pepperize/cdk-organizations/issues/447 */
export function typeAlreadyEnabled(type: string): AwsError {
  const message = 'The specified policy type is already enabled.'
  return stateError(PolicyTypeAlreadyEnabledException, message, { type })
}

/** Terraform's users paste this of attachments. */
export function typeNotEnabled(type: string): AwsError {
  const message = 'This operation can be performed only for enabled policy types.'
  return stateError(PolicyTypeNotEnabledException, message, { type })
}

/** The words are those of the API reference. */
export function typeNotAvailable(type: string): AwsError {
  const message =
    "You can't use the specified policy type with the feature set currently enabled for this " +
    'organization. For example, you can enable SCPs only after you enable all features in the ' +
    'organization.'
  return stateError(PolicyTypeNotAvailableForOrganizationException, message, { type })
}

// What stands in the way

/** https://github.com/localstack/localstack/issues/5288 */
export function organizationNotEmpty(members: readonly string[]): AwsError {
  const message =
    'To delete an organization you must first remove all member accounts (except the master).'
  return inTheWay(OrganizationNotEmptyException, message, { members })
}

export function unitNotEmpty(unit: string): AwsError {
  const message =
    'The specified OU is not empty. Move all accounts to another root or to other OUs, remove all ' +
    'child OUs, and try the operation again.'
  return inTheWay(OrganizationalUnitNotEmptyException, message, { unit })
}

export function policyInUse(policy: string, targets: readonly string[]): AwsError {
  const message =
    'The policy is attached to one or more entities. You must detach it from all roots, OUs, and ' +
    'accounts before performing this operation.'
  return inTheWay(PolicyInUseException, message, { policy, targets })
}

export function managementCannotLeave(account: string): AwsError {
  const message =
    "You can't remove a management account from an organization. If you want the management " +
    'account to become a member account in another organization, you must first delete the ' +
    'current organization of the management account.'
  return stateError(MasterCannotLeaveOrganizationException, message, { account })
}

export function alreadyClosed(account: string): AwsError {
  const message = 'You attempted to close an account that is already closed.'
  return stateError(AccountAlreadyClosedException, message, { account })
}

// Handshakes

export function duplicateInvitation(account: string, handshake: string): AwsError {
  const message =
    'A handshake with the same action and target already exists. For example, if you invited an ' +
    'account to join your organization, the invited account might already have a pending ' +
    'invitation from this organization. If you intend to resend an invitation to an account, ' +
    'ensure that existing handshakes that might be considered duplicates are canceled or declined.'
  return stateError(DuplicateHandshakeException, message, { account, handshake })
}

export function invitationInState(handshake: string, state: string): AwsError {
  const message =
    "The specified handshake is already in the requested state. For example, you can't accept a " +
    'handshake that was already accepted.'
  return stateError(HandshakeAlreadyInStateException, message, { handshake, state })
}

export function invitationEnded(handshake: string, state: string): AwsError {
  const message =
    "You can't perform the operation on the handshake in its current state. For example, you " +
    "can't cancel a handshake that was already accepted or accept a handshake that was already " +
    'declined.'
  return stateError(InvalidHandshakeTransitionException, message, { handshake, state })
}

export function handshakeConstraint(
  Reason: HandshakeConstraintViolationExceptionReason,
  message: string,
  why: Cause,
): AwsError {
  return awsError(HandshakeConstraintViolationException, message, { members: { Reason }, why })
}

/** The words are unconfirmed. */
export function alreadyInAnOrganization(account: string): AwsError {
  const message = 'The specified account is already a member of an organization.'
  const why: Cause = { kind: 'state', account }
  return handshakeConstraint('ALREADY_IN_AN_ORGANIZATION', message, why)
}

// Requests

function invalidInput(
  Reason: InvalidInputExceptionReason,
  message: string,
  facts: Facts,
): AwsError {
  const why: Cause = { kind: 'validation', ...facts }
  return awsError(InvalidInputException, message, { members: { Reason }, why })
}

/** What AWS says of everything that is wrong with no words of its own. */
export function invalidValue(Reason: InvalidInputExceptionReason, facts: Facts): AwsError {
  return invalidInput(Reason, 'You specified an invalid value.', facts)
}

/** The words are unconfirmed. */
export function invalidToken(token: string): AwsError {
  const message = "You specified a NextToken that isn't valid."
  return invalidInput('INVALID_NEXT_TOKEN', message, { token })
}

/** The words are unconfirmed. */
export function wrongPartyType(type: string): AwsError {
  const message = 'You specified the wrong type of entity for the target of a handshake.'
  return invalidInput('INVALID_PARTY_TYPE_TARGET', message, { type })
}

/** The words are unconfirmed. */
export function unknownServicePrincipal(principal: string): AwsError {
  const message = 'You specified an unrecognized service principal.'
  return invalidInput('UNRECOGNIZED_SERVICE_PRINCIPAL', message, { principal })
}

/** The words are unconfirmed. */
export function reservedTag(key: string): AwsError {
  const message = 'You specified a tag key that is reserved for use by AWS.'
  return invalidInput('INVALID_SYSTEM_TAGS_PARAMETER', message, { key })
}

/** The words are unconfirmed. */
export function duplicateTag(key: string): AwsError {
  return invalidInput('DUPLICATE_TAG_KEY', 'Tag keys must be unique among the tags.', { key })
}

/** The words are unconfirmed. */
export function awsManagedPolicy(policy: string): AwsError {
  const message = "You specified a policy that is managed by AWS and can't be modified."
  return invalidInput('IMMUTABLE_POLICY', message, { policy })
}

/** The words are unconfirmed. */
export function nonDetachablePolicy(policy: string): AwsError {
  return invalidInput('NON_DETACHABLE_POLICY', "You can't detach this policy.", { policy })
}

/** One sentence for all faults of a policy; https://github.com/org-formation/org-formation-cli/issues/225 */
export function malformedPolicy(fault: {
  readonly message: string
  readonly detail: string
}): AwsError {
  return awsError(MalformedPolicyDocumentException, fault.message, {
    why: { kind: 'validation', parameter: 'Content', fault: fault.detail },
  })
}

export function constraintViolation(
  Reason: ConstraintViolationExceptionReason,
  message: string,
  why: Cause,
): AwsError {
  return awsError(ConstraintViolationException, message, { members: { Reason }, why })
}

/** The words are unconfirmed. */
export function lastAttached(policy: string, target: string): AwsError {
  const message =
    'You cannot remove the last policy attached to the specified target. ' +
    'You must have at least one attached at all times.'
  const why: Cause = { kind: 'state', policy, target }
  return constraintViolation('MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED', message, why)
}

/** The words are unconfirmed. */
export function managementCannotClose(account: string): AwsError {
  const message = "You can't close the management account of an organization."
  const why: Cause = { kind: 'state', account }
  return constraintViolation('CANNOT_CLOSE_MANAGEMENT_ACCOUNT', message, why)
}

function notFound(error: ErrorDescriptor, message: string, facts: Facts): AwsError {
  return awsError(error, message, { why: { kind: 'not-found', ...facts } })
}

function stateError(error: ErrorDescriptor, message: string, facts: Facts): AwsError {
  return awsError(error, message, { why: { kind: 'state', ...facts } })
}

function inTheWay(error: ErrorDescriptor, message: string, facts: Facts): AwsError {
  return awsError(error, message, { why: { kind: 'dependency', ...facts } })
}
