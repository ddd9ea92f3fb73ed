/** What IAM says of credentials and providers. Where no public source shows AWS's words, a comment says so. */
import {
  CredentialReportExpiredException,
  CredentialReportNotPresentException,
  CredentialReportNotReadyException,
  DeleteConflictException,
  DuplicateCertificateException,
  DuplicateSSHPublicKeyException,
  InvalidAuthenticationCodeException,
  InvalidPublicKeyException,
  InvalidUserTypeException,
  KeyPairMismatchException,
  MalformedCertificateException,
  PasswordPolicyViolationException,
  ServiceNotSupportedException,
} from '../../generated/iam.ts'
import { type AwsError, awsError, type Cause, unmodelledError } from '../../kernel/errors.ts'
import { entityExists, invalidInput, noSuchEntity, validationError } from './errors.ts'

const validation = (facts: Readonly<Record<string, unknown>>): Cause => ({
  kind: 'validation',
  ...facts,
})

// OpenID Connect providers

export function invalidProviderUrl(url: string): AwsError {
  return validationError('Invalid Open ID Connect Provider URL', { parameter: 'Url', url })
}

/** Of AWS's message in runs of Terraform: "Provider with url https://oidc.eks… already exists." */
export function oidcProviderExists(url: string): AwsError {
  return entityExists(`Provider with url ${url} already exists.`, { url })
}

export function noSuchOidcProvider(arn: string): AwsError {
  return noSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`, { provider: arn })
}

/** The words are unconfirmed. */
export function tooManyThumbprints(count: number, max: number): AwsError {
  return invalidInput(`Thumbprint list must contain fewer than ${max} entries.`, { count, max })
}

/** The words are unconfirmed. */
export function noThumbprint(thumbprint: string): AwsError {
  return invalidInput('Invalid thumbprint: it must be 40 hexadecimal characters.', { thumbprint })
}

// SAML providers

/** The words are unconfirmed. */
export function samlProviderExists(name: string): AwsError {
  return entityExists(`Provider with name ${name} already exists.`, { provider: name })
}

export function noSuchSamlProvider(arn: string): AwsError {
  return noSuchEntity(`Manifest not found for arn ${arn}`, { provider: arn })
}

/** The words are unconfirmed. */
export function invalidMetadata(reason: string): AwsError {
  return invalidInput('Could not parse metadata', { parameter: 'SAMLMetadataDocument', reason })
}

// Passwords

/** The words are unconfirmed. */
export function noPasswordPolicy(account: string): AwsError {
  const message = `The Password Policy with domain name ${account} cannot be found.`
  return noSuchEntity(message, { account })
}

/** The words are unconfirmed. */
export function loginProfileExists(user: string): AwsError {
  return entityExists(`Login Profile for user ${user} already exists.`, { user })
}

/** The words are unconfirmed. */
export function noLoginProfile(user: string): AwsError {
  return noSuchEntity(`Login Profile for User ${user} cannot be found.`, { user })
}

/** The words are unconfirmed. */
export function passwordMissing(): AwsError {
  return validationError('Password must be provided.', { parameter: 'Password' })
}

function passwordViolation(message: string, rule: string): AwsError {
  return awsError(PasswordPolicyViolationException, message, { why: validation({ rule }) })
}

export function passwordTooShort(min: number): AwsError {
  return passwordViolation(`Password should have a minimum length of ${min}`, 'length')
}

/** AWS: "Password should meet 1 more of the following requirements: …"; the list is unconfirmed. */
export function passwordTooPlain(lacking: number, requirements: readonly string[]): AwsError {
  const message = `Password should meet ${lacking} more of the following requirements: ${requirements.join(', ')}`
  return passwordViolation(message, 'characters')
}

/** The words are unconfirmed. */
export function passwordLacks(requirement: string): AwsError {
  return passwordViolation(requirement, 'characters')
}

/** The words are unconfirmed. */
export function passwordUsedBefore(): AwsError {
  return passwordViolation('Password has been used previously. Choose another.', 'reuse')
}

/** The words are unconfirmed. */
export function wrongPassword(user: string): AwsError {
  return unmodelledError('AccessDenied', 403, 'The old password was incorrect.', {
    kind: 'access',
    user,
  })
}

/** The words are unconfirmed. */
export function onlyForUsers(caller: string): AwsError {
  return awsError(InvalidUserTypeException, 'Only IAM Users can change their own password.', {
    why: validation({ caller }),
  })
}

// MFA

export function mfaDeviceExists(serialNumber: string): AwsError {
  const message = 'MFADevice entity at the same path and name already exists.'
  return entityExists(message, { serialNumber })
}

export function mfaDeviceInUse(serialNumber: string): AwsError {
  return entityExists('MFA Device is already in use.', { serialNumber })
}

export function noSuchMfaDevice(serialNumber: string): AwsError {
  const message = `VirtualMFADevice with serial number ${serialNumber} does not exist.`
  return noSuchEntity(message, { serialNumber })
}

/** The words are unconfirmed. */
export function notTheUsersDevice(serialNumber: string, user: string): AwsError {
  return noSuchEntity('MFA Device invalid for user.', { serialNumber, user })
}

export function wrongAuthenticationCode(serialNumber: string): AwsError {
  const message = 'Authentication code for device is not valid.'
  return awsError(InvalidAuthenticationCodeException, message, {
    why: validation({ serialNumber }),
  })
}

export function mfaDeviceEnabled(serialNumber: string): AwsError {
  const message = 'MFA VirtualDevice in use. Must deactivate first.'
  return awsError(DeleteConflictException, message, { why: { kind: 'dependency', serialNumber } })
}

// Certificates and keys

export function certificateExists(name: string): AwsError {
  const message = `The Server Certificate with name ${name} already exists.`
  return entityExists(message, { certificate: name })
}

export function noSuchServerCertificate(name: string): AwsError {
  const message = `The Server Certificate with name ${name} cannot be found.`
  return noSuchEntity(message, { certificate: name })
}

export function malformedCertificate(reason: string): AwsError {
  const message = 'Unable to parse certificate. Please ensure the certificate is in PEM format.'
  return awsError(MalformedCertificateException, message, { why: validation({ reason }) })
}

/** The words are unconfirmed. */
export function malformedPrivateKey(reason: string): AwsError {
  const message = 'Unable to parse key. Please ensure the key is in PEM format.'
  return awsError(MalformedCertificateException, message, { why: validation({ reason }) })
}

/** The words are unconfirmed. */
export function keyPairMismatch(): AwsError {
  const message = 'Certificate and private key do not match.'
  return awsError(KeyPairMismatchException, message, {
    why: validation({ parameter: 'PrivateKey' }),
  })
}

/** The words are unconfirmed. */
export function duplicateCertificate(id: string): AwsError {
  const message = `The certificate is already associated with certificate id ${id}.`
  return awsError(DuplicateCertificateException, message, {
    why: { kind: 'state', certificate: id },
  })
}

export function noSuchSigningCertificate(id: string): AwsError {
  return noSuchEntity(`The Certificate with id ${id} cannot be found.`, { certificate: id })
}

/** The words are unconfirmed. */
export function invalidPublicKey(reason: string): AwsError {
  return awsError(InvalidPublicKeyException, 'The public key is invalid.', {
    why: validation({ parameter: 'SSHPublicKeyBody', reason }),
  })
}

/** The words are unconfirmed. */
export function duplicateSshKey(id: string): AwsError {
  const message = 'The SSH public key is already associated with the specified IAM user.'
  return awsError(DuplicateSSHPublicKeyException, message, { why: { kind: 'state', key: id } })
}

export function noSuchSshKey(id: string): AwsError {
  return noSuchEntity(`The Public Key with id ${id} cannot be found.`, { key: id })
}

// Credentials of single services

/** The words are unconfirmed. */
export function unsupportedService(service: string): AwsError {
  const message = `The service ${service} does not support service-specific credentials.`
  return awsError(ServiceNotSupportedException, message, { why: validation({ service }) })
}

/** The words are unconfirmed. */
export function credentialNeverExpires(service: string, ageDays: number): AwsError {
  return invalidInput(`Credentials for ${service} can't expire.`, { CredentialAgeDays: ageDays })
}

/** The words are unconfirmed. */
export function noSuchServiceCredential(id: string): AwsError {
  const message = `The Service Specific Credential with id ${id} cannot be found.`
  return noSuchEntity(message, { credential: id })
}

/** The words are unconfirmed. */
export function invalidStatus(status: string): AwsError {
  return validationError('Invalid status value provided.', { status })
}

// Service-linked roles

/** https://github.com/Rayraegah/terraform-aws-hasura/issues/17 */
export function linkedRoleNameTaken(name: string): AwsError {
  const message = `Service role name ${name} has been taken in this account, please try a different suffix.`
  return invalidInput(message, { role: name })
}

export function suffixNotAllowed(service: string): AwsError {
  return invalidInput(`Custom suffix is not allowed for ${service}`, { service })
}

/** The words are unconfirmed. */
export function noLinkedRoleService(service: string): AwsError {
  return invalidInput(`Service ${service} does not support service-linked roles.`, { service })
}

/** The words are unconfirmed. */
export function noLinkedRole(name: string): AwsError {
  return invalidInput(`The role ${name} is not a service-linked role.`, { role: name })
}

/** The words are unconfirmed. */
export function noSuchDeletionTask(id: string): AwsError {
  return noSuchEntity(`Deletion task ${id} cannot be found.`, { task: id })
}

// Reports

/** The words are unconfirmed. */
export function reportNotPresent(): AwsError {
  const message = 'No credential report is available. Use GenerateCredentialReport to make one.'
  return awsError(CredentialReportNotPresentException, message, { why: { kind: 'state' } })
}

/** The words are unconfirmed. */
export function reportInProgress(): AwsError {
  const message = 'Credential report is being generated. Try again later.'
  return awsError(CredentialReportNotReadyException, message, { why: { kind: 'state' } })
}

/** The words are unconfirmed. */
export function reportExpired(generatedAtMs: number): AwsError {
  const message =
    'The most recent credential report has expired. Use GenerateCredentialReport to make one.'
  return awsError(CredentialReportExpiredException, message, {
    why: { kind: 'state', generatedAtMs },
  })
}

/** The words are unconfirmed. */
export function noSuchJob(id: string): AwsError {
  return noSuchEntity(`The job with id ${id} cannot be found.`, { job: id })
}

/** The words are unconfirmed. */
export function noAccessEntity(arn: string): AwsError {
  return invalidInput(`ARN ${arn} is not that of a user, group, role or policy.`, { arn })
}
