/** What SQS says of a queue's attributes and of its policies, those of redrives included. */
import { InvalidAttributeName, InvalidAttributeValue } from '../../generated/sqs.ts'
import { type AwsError, awsError } from '../../kernel/errors.ts'
import { invalidParameter, invalidValue, overLimit, validation } from './errors.ts'

export function unknownAttribute(attribute: string): AwsError {
  return awsError(InvalidAttributeName, `Unknown Attribute ${attribute}.`, {
    why: validation({ attribute }),
  })
}

export function invalidAttribute(attribute: string, value: string): AwsError {
  const message = `Invalid value for the parameter ${attribute}.`
  return awsError(InvalidAttributeValue, message, { why: validation({ attribute, value }) })
}

export function fifoOnlyAttribute(attribute: string): AwsError {
  const message = `You can specify the ${attribute} only when FifoQueue is set to true.`
  return invalidParameter(message, { attribute })
}

export function throughputWithoutScope(
  throughputLimit: string,
  deduplicationScope: string,
): AwsError {
  const message =
    'The perMessageGroupId value is allowed only when the value for DeduplicationScope is messageGroup'
  return invalidParameter(message, { throughputLimit, deduplicationScope })
}

/** The code is unconfirmed; the words are AWS's. */
export function twoEncryptions(): AwsError {
  const message =
    'You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.'
  return awsError(InvalidAttributeValue, message, {
    why: validation({ attributes: ['KmsMasterKeyId', 'SqsManagedSseEnabled'] }),
  })
}

// Policies

/** `detail`: what is wrong with it, which AWS's words don't say. */
export function invalidPolicy(policy: string, detail: string): AwsError {
  return awsError(InvalidAttributeValue, 'Invalid value for the parameter Policy.', {
    why: validation({ attribute: 'Policy', value: policy, detail }),
  })
}

export function policyTooLarge(sizeBytes: number, limit: number): AwsError {
  const message = 'Submitted policy is over max allowed size.'
  return overLimit(message, { quota: 'Queue Policy Size', limit, value: sizeBytes })
}

export function tooManyStatements(value: number, limit: number): AwsError {
  const message = `${value} statements were found in the submitted policy, max allowed is ${limit}`
  return overLimit(message, { quota: 'Statements per Queue Policy', limit, value })
}

/** Of one statement. */
export function tooManyInStatement(
  what: 'actions' | 'principals' | 'conditions',
  value: number,
  limit: number,
): AwsError {
  const message = `${value} ${what} were found in a statement from the submitted policy, max allowed is ${limit}`
  return overLimit(message, { quota: statementQuotas[what], limit, value })
}

const statementQuotas = {
  actions: 'Actions per Queue Policy',
  principals: 'Principals per Queue Policy',
  conditions: 'Conditions per Queue Policy',
}

// Permissions

/** The rule is AWS's, its words are not public. */
export function invalidLabel(label: string): AwsError {
  const reason =
    'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length'
  return invalidValue('Label', label, reason)
}

export function labelExists(label: string): AwsError {
  return invalidValue('Label', label, 'Already exists.')
}

export function labelNotFound(label: string): AwsError {
  return invalidValue('Label', label, "can't find label on existing policy.")
}

export function unknownPrincipal(account: string): AwsError {
  return invalidValue('PrincipalId', `[${account}]`, 'Unable to verify.')
}

export function ownersAction(action: string): AwsError {
  return invalidAction(action, 'Only the queue owner is allowed to invoke this action.')
}

export function unknownAction(action: string): AwsError {
  const reason = 'Please refer to the appropriate WSDL for a list of valid actions.'
  return invalidAction(action, reason)
}

function invalidAction(action: string, reason: string): AwsError {
  const message = `Value SQS:${action} for parameter ActionName is invalid. Reason: ${reason}`
  return invalidParameter(message, { parameter: 'ActionName', value: action })
}

/** What AddPermission says of a policy that has no room for one more. */
export function noRoomForStatement(value: number, limit: number): AwsError {
  const message = `${value} Statements were found, maximum allowed is ${limit}.`
  return overLimit(message, { quota: 'Statements per Queue Policy', limit, value })
}

// Redrive policies: `json` is the policy as it was sent

export function redrivePolicyNotJson(json: string): AwsError {
  const message =
    'Invalid value for the parameter RedrivePolicy. Reason: Redrive policy is not a valid JSON map.'
  return awsError(InvalidAttributeValue, message, {
    why: validation({ attribute: 'RedrivePolicy', value: json }),
  })
}

export function redriveMemberMissing(json: string, member: string): AwsError {
  return invalidRedrive(json, `Redrive policy does not contain mandatory attribute: ${member}.`)
}

export function redriveMembersUnknown(json: string, known: readonly string[]): AwsError {
  return invalidRedrive(json, `Only following attributes are supported: [${known.join(', ')}].`)
}

export function invalidReceiveCount(json: string, count: string, limit: number): AwsError {
  const reason = `Invalid value for maxReceiveCount: ${count}, valid values are from 1 to ${limit} both inclusive.`
  return invalidRedrive(json, reason)
}

export function deadLetterTargetNoArn(json: string): AwsError {
  return invalidRedrive(json, 'Dead-letter target ARN should be fully qualified ARN.')
}

export function deadLetterTargetNoQueue(json: string): AwsError {
  return invalidRedrive(json, 'Only SQS queues are valid resources for deadLetterTargetArn.')
}

export function deadLetterTargetNotFound(json: string): AwsError {
  return invalidRedrive(json, 'Dead letter target does not exist.')
}

export function deadLetterTargetOfOtherType(json: string): AwsError {
  return invalidRedrive(json, 'Dead-letter queue must be same type of queue as the source..')
}

/** The rule is AWS's, its words are not public. */
export function redriveNotAllowed(json: string): AwsError {
  const reason =
    'The redrive allow policy of the dead-letter queue does not allow this source queue.'
  return invalidRedrive(json, reason)
}

function invalidRedrive(json: string, reason: string): AwsError {
  return invalidValue('RedrivePolicy', json, reason)
}

// Redrive allow policies

export function redriveAllowUnsupported(json: string): AwsError {
  const message =
    "Invalid value for the parameter RedriveAllowPolicy. Reason: Amazon SQS can't create the redrive allow policy, as it’s in an unsupported format."
  return awsError(InvalidAttributeValue, message, {
    why: validation({ attribute: 'RedriveAllowPolicy', value: json }),
  })
}

export function sourcesMissing(json: string): AwsError {
  const reason =
    'When you specify the byQueue permission type, you must also specify one or more sourceQueueArns values.'
  return invalidRedriveAllow(json, reason)
}

export function tooManySources(json: string, limit: number): AwsError {
  const reason = `The maximum number of source queue ARNs you can specify is ${limit}.`
  return invalidRedriveAllow(json, reason)
}

export function sourcesNotAllowed(json: string): AwsError {
  const reason =
    'To specify one or more source queue ARNs, you must set redrivePermission to byQueue.'
  return invalidRedriveAllow(json, reason)
}

function invalidRedriveAllow(json: string, reason: string): AwsError {
  const whole = `Amazon SQS can't create the redrive allow policy. ${reason}`
  return invalidValue('RedriveAllowPolicy', json, whole)
}
