/**
 * Errors that CloudWatch raises, in AWS's words. Where no public source shows AWS's words, a comment
 * says so.
 */
import {
  DashboardInvalidInputError,
  DashboardNotFoundError,
  InvalidNextToken,
  InvalidParameterCombinationException,
  InvalidParameterValueException,
  MissingRequiredParameterException,
  ResourceNotFoundException,
  ValidationException,
  type DashboardValidationMessage,
} from '../../generated/cloudwatch.ts'
import type { TooManyCalls } from '../../kernel/call-rates.ts'
import { type AwsError, awsError, type Cause, unmodelledError } from '../../kernel/errors.ts'

type Facts = Readonly<Record<string, unknown>>

const because = (facts: Facts): Cause => ({ kind: 'validation', ...facts })

/** The code of the metric operations; the message is whole as it stands. */
export function invalidValue(message: string, facts: Facts = {}): AwsError {
  return awsError(InvalidParameterValueException, message, { why: because(facts) })
}

export function invalidCombination(message: string, facts: Facts = {}): AwsError {
  return awsError(InvalidParameterCombinationException, message, { why: because(facts) })
}

export function missingParameters(message: string): AwsError {
  return awsError(MissingRequiredParameterException, message, { why: because({}) })
}

/** The code of alarms and of GetMetricData: `ValidationError` over the query protocol. */
export function validationError(message: string, facts: Facts = {}): AwsError {
  return awsError(ValidationException, message, { why: because(facts) })
}

/** AWS: as printed in https://repost.aws/knowledge-center/cloudwatch-400-error-throttling */
export function tooManyCalls(why: TooManyCalls): AwsError {
  return unmodelledError('Throttling', 400, 'Rate exceeded', why)
}

/** AWS's words for a token that it didn't give aren't public; these are a judgement. */
export function invalidNextToken(token: string): AwsError {
  return awsError(InvalidNextToken, 'The next token is invalid.', { why: because({ token }) })
}

/** The same where the model has no InvalidNextToken. */
export function invalidToken(token: string): AwsError {
  return invalidValue('The parameter NextToken is invalid.', { token })
}

// Dashboards

export function dashboardNotFound(name: string): AwsError {
  // AWS: as printed in https://github.com/hashicorp/terraform-provider-aws/issues/25548
  return awsError(DashboardNotFoundError, `Dashboard ${name} does not exist`, {
    why: { kind: 'not-found', resource: 'dashboard', name },
  })
}

export function invalidDashboard(
  message: string,
  faults: readonly DashboardValidationMessage[] = [],
): AwsError {
  return awsError(DashboardInvalidInputError, message, {
    members: { dashboardValidationMessages: faults },
    why: because({ faults }),
  })
}

// Tags

export function resourceNotFound(resource: string): AwsError {
  const [type = '', id = resource] = resource.split(/[:/]/, 2)
  return awsError(ResourceNotFoundException, '', {
    members: { ResourceType: type, ResourceId: id },
    why: { kind: 'not-found', resource },
  })
}
