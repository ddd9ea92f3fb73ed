/**
 * Errors that Application Auto Scaling raises, in AWS's words. Where no public source shows AWS's
 * words, a comment says so.
 */
import {
  FailedResourceAccessException,
  InvalidNextTokenException,
  LimitExceededException,
  ObjectNotFoundException,
  ResourceNotFoundException,
  TooManyTagsException,
  ValidationException,
} from '../../generated/application-auto-scaling.ts'
import { type AwsError, awsError } from '../../kernel/errors.ts'
import type { Quota } from '../../kernel/limits.ts'
import type { Scaled } from './state.ts'

export function invalid(message: string, facts: Readonly<Record<string, unknown>> = {}): AwsError {
  return awsError(ValidationException, message, { why: { kind: 'validation', ...facts } })
}

/** AWS: what the other service refused the caller; the words around it aren't public. */
export function permissionMissing({ message, why }: AwsError): AwsError {
  return awsError(ValidationException, message, { ...(why && { why }) })
}

/** AWS: as printed in https://github.com/pulumi/pulumi-policy-aws/issues/11 */
export function unsupported({ namespace, resourceId, dimension }: Scaled): AwsError {
  return invalid('Unsupported service namespace, resource type or scalable dimension', {
    namespace,
    resourceId,
    dimension,
  })
}

function printed({ namespace, resourceId, dimension }: Scaled): string {
  return `service namespace: ${namespace}, resource ID: ${resourceId}, scalable dimension: ${dimension}`
}

/** AWS: as users print it who put an action before its target. */
export function targetNotFound(scaled: Scaled): AwsError {
  return notFound(`No scalable target registered for ${printed(scaled)}`, 'scalable-target')
}

export function policyNotFound(scaled: Scaled, name: string): AwsError {
  return notFound(
    `No scaling policy found for ${printed(scaled)}, policy name: ${name}`,
    'scaling-policy',
  )
}

export function actionNotFound(scaled: Scaled, name: string): AwsError {
  return notFound(
    `No scheduled action found for ${printed(scaled)}, scheduled action name: ${name}`,
    'scheduled-action',
  )
}

function notFound(message: string, resource: string): AwsError {
  return awsError(ObjectNotFoundException, message, { why: { kind: 'not-found', resource } })
}

/** The words are a judgement. */
export function arnNotFound(arn: string): AwsError {
  return awsError(ResourceNotFoundException, `The specified resource doesn't exist: ${arn}`, {
    members: { ResourceName: arn },
    why: { kind: 'not-found', resource: 'scalable-target', arn },
  })
}

/** The words are a judgement. */
export function invalidToken(): AwsError {
  return awsError(InvalidNextTokenException, 'The next token supplied was invalid.', {
    why: { kind: 'validation' },
  })
}

/** The words are a judgement. */
export function tooMany(quota: Quota, limit: number, used: number): AwsError {
  return awsError(LimitExceededException, `${quota.name} cannot exceed ${limit}`, {
    why: { kind: 'quota', quota: quota.name, limit, used },
  })
}

/** The words are a judgement. */
export function tooManyTags(arn: string, limit: number): AwsError {
  return awsError(TooManyTagsException, `A resource can have at most ${limit} tags.`, {
    members: { ResourceName: arn },
    why: { kind: 'quota', limit },
  })
}

/** AWS: the message ends with what the other service said. */
export function resourceAccessFailed(reason: string): AwsError {
  return awsError(FailedResourceAccessException, reason, {
    why: { kind: 'dependency', reason },
  })
}
