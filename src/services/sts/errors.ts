/**
 * Every error that STS raises, in AWS's words. Where no public source shows AWS's words, a comment
 * says so.
 */
import {
  type AssumeRoleRequest,
  ExpiredTokenException,
  InvalidAuthorizationMessageException,
  InvalidIdentityTokenException,
  MalformedPolicyDocumentException,
  PackedPolicyTooLargeException,
} from '../../generated/sts.ts'
import { parseArn } from '../../kernel/arn.ts'
import type { Caller } from '../../kernel/caller.ts'
import { type AwsError, awsError, type Cause, unmodelledError } from '../../kernel/errors.ts'

type Facts = Readonly<Record<string, unknown>>

const validation = (facts: Facts): Cause => ({ kind: 'validation', ...facts })

// Who may not

function accessDenied(message: string, facts: Facts): AwsError {
  return unmodelledError('AccessDenied', 403, message, { kind: 'access', ...facts })
}

/** https://github.com/kubeflow/testing/issues/961 */
export function rootMayNotAssume(
  caller: string,
  { RoleArn: resource, RoleSessionName: sessionName }: AssumeRoleRequest,
): AwsError {
  const rule = 'root-assumes-no-role'
  const facts = { caller, action: 'sts:AssumeRole', resource, sessionName, rule }
  return accessDenied('Roles may not be assumed by root accounts.', facts)
}

/** No role, or none for this caller: AWS doesn't tell which. */
export function mayNot(caller: Caller, action: string, resource: string): AwsError {
  const message = `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource}`
  return accessDenied(message, { caller: caller.arn, action, resource })
}

/** The same to who is nobody yet. */
export function mayNotWithWebIdentity(resource: string): AwsError {
  const action = 'sts:AssumeRoleWithWebIdentity'
  return accessDenied(`Not authorized to perform ${action}`, { action, resource })
}

/** https://github.com/aws/aws-sdk-php/issues/1876, https://github.com/hashicorp/vault/issues/4108 */
export function notWithSessionCredentials(operation: string, caller: string): AwsError {
  return accessDenied(`Cannot call ${operation} with session credentials`, { caller, operation })
}

/** The words are unconfirmed. */
export function missingCredentials(): AwsError {
  return unmodelledError(
    'MissingAuthenticationToken',
    403,
    'Request is missing Authentication Token',
    { kind: 'signature', fault: 'missing' },
  )
}

// MFA, https://github.com/aws/aws-cli/issues/2279 and https://github.com/99designs/aws-vault/issues/676

export function wrongMfaCode(serialNumber: string): AwsError {
  return accessDenied('MultiFactorAuthentication failed with invalid MFA one time pass code.', {
    serialNumber,
  })
}

/** Two blanks, as AWS has it. */
export function noSuchMfaDevice(serialNumber: string): AwsError {
  const message =
    'MultiFactorAuthentication failed, unable to validate MFA code.  ' +
    'Please verify your MFA serial number is valid and associated with this user.'
  return accessDenied(message, { serialNumber })
}

export function halfAnMfaProof(): AwsError {
  const message =
    'MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.'
  return accessDenied(message, { parameters: ['SerialNumber', 'TokenCode'] })
}

// Requests

function validationError(message: string, facts: Facts): AwsError {
  return unmodelledError('ValidationError', 400, message, validation(facts))
}

/** AWS: what is no ARN at all is said to be none (probed at AWS by justincormack/argmin). */
export function invalidRoleArn(arn: string): AwsError {
  const text = parseArn(arn) ? 'Request ARN is invalid' : `${arn} is invalid`
  return validationError(text, { RoleArn: arn })
}

/** https://github.com/kreuzwerker/awsu/issues/27 */
export function longerThanRole(seconds: number, max: number): AwsError {
  const message = 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.'
  return validationError(message, { DurationSeconds: seconds, MaxSessionDuration: max })
}

/** https://github.com/aws/eks-anywhere/issues/9485 */
export function longerThanChained(seconds: number, max: number): AwsError {
  const message =
    'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.'
  return validationError(message, { DurationSeconds: seconds, max })
}

/** The words are unconfirmed. */
export function notAPolicyArn(arn: string): AwsError {
  return validationError(`Invalid policy ARN: ${arn}`, { parameter: 'PolicyArns', arn })
}

/** In the form of the model's constraints, which lacks this one. */
export function tooManyPolicyArns(count: number, max: number): AwsError {
  const message =
    "1 validation error detected: Value at 'policyArns' failed to satisfy constraint: " +
    `Member must have length less than or equal to ${max}`
  return validationError(message, { parameter: 'PolicyArns', count, max })
}

/** The words are unconfirmed. */
export function reservedSourceIdentity(value: string): AwsError {
  return validationError('Source identity cannot begin with aws:.', { SourceIdentity: value })
}

/** The words are unconfirmed. */
export function noAccessKeyId(id: string): AwsError {
  return validationError(`The access key ID ${id} is not valid.`, { AccessKeyId: id })
}

// Session policies and tags

function invalidParameter(message: string, facts: Facts): AwsError {
  return unmodelledError('InvalidParameterValue', 400, message, validation(facts))
}

/** The words of this one, and of the three behind it, are unconfirmed. */
export function duplicateTag(key: string): AwsError {
  const message = 'Duplicate tag keys found. Please note that Tag keys are case insensitive.'
  return invalidParameter(message, { key })
}

export function reservedTag(key: string): AwsError {
  const message = 'Tag keys that begin with aws: are reserved for system use.'
  return invalidParameter(message, { key })
}

export function unknownTransitiveTag(key: string): AwsError {
  const message = 'The specified transitive tag key must be included in the requested tags.'
  return invalidParameter(message, { key })
}

export function inheritedTag(key: string): AwsError {
  const message =
    "One of the specified transitive tag keys can't be set because it conflicts with a " +
    'transitive tag key from the calling session.'
  return invalidParameter(message, { key })
}

export function malformedPolicy(fault: string): AwsError {
  return awsError(MalformedPolicyDocumentException, fault, {
    why: validation({ parameter: 'Policy', fault }),
  })
}

/** https://github.com/aws/containers-roadmap/issues/2413 */
export function tagsTooLarge(percent: number): AwsError {
  return tooLarge(`Packed size of session tags consumes ${percent}% of allotted space.`, percent)
}

export function policyTooLarge(percent: number): AwsError {
  const message = `Packed policy consumes ${percent}% of allotted space, please use smaller policy.`
  return tooLarge(message, percent)
}

function tooLarge(message: string, percent: number): AwsError {
  return awsError(PackedPolicyTooLargeException, message, {
    why: { kind: 'quota', quota: 'Packed size of session policies and tags', percent },
  })
}

// Tokens of identity providers

function invalidToken(message: string, facts: Facts): AwsError {
  return awsError(InvalidIdentityTokenException, message, { why: validation(facts) })
}

/** The words are unconfirmed. */
export function notAJwt(): AwsError {
  const message =
    'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)'
  return invalidToken(message, { parameter: 'WebIdentityToken' })
}

/** https://github.com/mozilla-iam/mozilla-aws-cli/issues/127 */
export function noProvider(issuer: string): AwsError {
  const message = `No OpenIDConnect provider found in your account for ${issuer}`
  return invalidToken(message, { issuer })
}

/** https://github.com/awslabs/amazon-eks-irsa-cfn/issues/18 */
export function wrongAudience(audience: string, clientIds: readonly string[]): AwsError {
  return invalidToken('Incorrect token audience', { audience, clientIds })
}

/** The words are unconfirmed. */
export function noVerificationKey(issuer: string, reason: string): AwsError {
  const message =
    "Couldn't retrieve verification key from your identity provider, " +
    'please reference AssumeRoleWithWebIdentity documentation for requirements'
  return invalidToken(message, { issuer, reason })
}

/** The words are unconfirmed. */
export function wrongTokenSignature(issuer: string): AwsError {
  return invalidToken('Provided Token is not signed by the identity provider', { issuer })
}

/** https://github.com/aws/aws-sdk-java-v2/issues/5709 */
export function tokenExpired(nowSeconds: number, expiresAtSeconds: number): AwsError {
  const message =
    `Token expired: current date/time ${nowSeconds} must be before ` +
    `the expiration date/time ${expiresAtSeconds}`
  return awsError(ExpiredTokenException, message, {
    why: { kind: 'state', nowSeconds, expiresAtSeconds },
  })
}

/** https://github.com/awslabs/aws-orbit-workbench/issues/707 */
export function tokenTooOld(ageSeconds: number): AwsError {
  return awsError(ExpiredTokenException, `Token too old: ${ageSeconds}`, {
    why: { kind: 'state', ageSeconds },
  })
}

/** The words are unconfirmed. */
export function tokenTooNew(nowSeconds: number, fromSeconds: number): AwsError {
  const message =
    `Token is not valid yet: current date/time ${nowSeconds} must not be before ` +
    `the date/time ${fromSeconds}`
  return invalidToken(message, { nowSeconds, fromSeconds })
}

/** Cognito's words for the same: https://github.com/amazon-archives/amazon-cognito-identity-js/issues/12 */
export function missingClaim(claim: string): AwsError {
  return invalidToken(`Missing a required claim: ${claim}`, { claim })
}

/** The words are unconfirmed. */
export function invalidClaim(claim: string): AwsError {
  return invalidToken(`Invalid claim: ${claim}`, { claim })
}

// Encoded messages

/** The words are unconfirmed. */
export function invalidMessage(): AwsError {
  return awsError(InvalidAuthorizationMessageException, 'The encoded message is not valid.', {
    why: validation({ parameter: 'EncodedMessage' }),
  })
}
