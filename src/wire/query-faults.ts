/** What is wrong with a query form, in AWS's words. */
import { type AwsError, unmodelledError } from '../kernel/errors.ts'

/** AWS: MalformedInput, 400 (rusoto/rusoto#324, aws/aws-cli#17). */
export function malformedInput(message: string): AwsError {
  return unmodelledError('MalformedInput', 400, message, { kind: 'validation', reason: message })
}

/** AWS's words for index 0; a judgement for other texts that are no index. */
export function invalidIndex(text: string): AwsError {
  return malformedInput(`${text} is not a valid index`)
}

/** A value where a list's or map's numbered elements should stand. */
export function notAList(): AwsError {
  return malformedInput('Top level element may not be treated as a list')
}

/** A judgement: AWS's own words for a scalar that can't be read aren't documented. */
export function unreadable(text: string, wanted: string): AwsError {
  return malformedInput(`'${text.slice(0, 256)}' can not be converted to ${wanted}`)
}
