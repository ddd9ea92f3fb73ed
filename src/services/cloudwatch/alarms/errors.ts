/** Errors of alarms, in AWS's words. Where no public source shows AWS's words, a comment says so. */
import {
  InvalidFormatFault,
  LimitExceededFault,
  ResourceNotFound,
} from '../../../generated/cloudwatch.ts'
import { type AwsError, awsError } from '../../../kernel/errors.ts'
import { validationError } from '../errors.ts'

/** AWS's words aren't public; these are a judgement. */
export function alarmNotFound(name: string): AwsError {
  return awsError(ResourceNotFound, 'Unknown', {
    why: { kind: 'not-found', resource: 'alarm', name },
  })
}

/** The words are a judgement. */
export function reasonDataIsNoJson(): AwsError {
  return awsError(InvalidFormatFault, 'State reason data is not a valid JSON document.', {
    why: { kind: 'validation' },
  })
}

/** The words are a judgement. */
export function tooManyAlarms(limit: number, used: number): AwsError {
  return awsError(LimitExceededFault, 'The maximum limit of alarms exceeded', {
    why: { kind: 'quota', quota: 'Number of alarms', limit, used },
  })
}

/** AWS: as printed in https://github.com/ekristen/aws-nuke/issues/462 and cloud-custodian#7763 */
export function alarmsAreNeeded(names: readonly string[], by: readonly string[]): AwsError {
  const them = names.length === 1 ? 'it' : 'them'
  return validationError(
    `Cannot delete ${names.join(',')} as there are composite alarm(s) depending on ${them}.`,
    { alarms: names, neededBy: by },
  )
}

/** The words are a judgement. */
export function tooManyComposites(names: readonly string[]): AwsError {
  return validationError('Only one composite alarm can be deleted in one call.', { alarms: names })
}

/** AWS: as printed in https://github.com/awsdocs/aws-cloudformation-user-guide/issues/911 */
export function noSuchChildren(names: readonly string[]): AwsError {
  return validationError(
    `Could not save the composite alarm as alarms [${names.join(', ')}] in the alarm rule do not exist`,
    { alarms: names },
  )
}
