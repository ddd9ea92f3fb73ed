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

/**
 * AWS: "timestamp must follow ISO8601" (aws/aws-sdk-js#1922); a judgement for other scalars that
 * can't be read.
 */
export function unreadable(text: string, wanted: string): AwsError {
  if (wanted === 'Timestamp') return malformedInput('timestamp must follow ISO8601')
  return malformedInput(`'${text.slice(0, 256)}' can not be converted to ${wanted}`)
}
