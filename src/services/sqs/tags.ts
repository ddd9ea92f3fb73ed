/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-tags.html */
import { invalidParameter, tooManyTags } from './errors.ts'
import { tagKeyLengthMax, tagsMax, tagValueLengthMax } from './limits.ts'

type Tags = Readonly<Record<string, string>>

const allowed = /^[\p{L}\p{N}\p{Zs}_.:/=+\-@]*$/u

/**
 * @param tags What is given to `queue`, which has `had` already.
 * @returns all of them
 * @throws AwsError InvalidParameterValue
 */
export function addTags(queue: string, had: Tags, tags: Tags): Tags {
  // Counted first: what is refused anyway isn't read to its end.
  requireFew(queue, tags)
  checkTags(tags)
  const all = { ...had, ...tags }
  requireFew(queue, all)
  return all
}

function requireFew(queue: string, tags: Tags): void {
  const count = Object.keys(tags).length
  if (count > tagsMax) throw tooManyTags(queue, count, tagsMax)
}

function checkTags(tags: Tags): void {
  for (const [key, value] of Object.entries(tags)) {
    checkKey(key)
    if (value.length > tagValueLengthMax) {
      throw invalidParameter('Tag values must be between 0 and 256 characters in length.', { key })
    }
    if (!allowed.test(value)) throw invalidParameter(charactersOf('values'), { key, value })
  }
}

export function isSameTags(left: Tags, right: Tags): boolean {
  const keys = Object.keys(left)
  return keys.length === Object.keys(right).length && keys.every((key) => left[key] === right[key])
}

function checkKey(key: string): void {
  if (key.length < 1 || key.length > tagKeyLengthMax) {
    throw invalidParameter('Tag keys must be between 1 and 128 characters in length.', { key })
  }
  if (!allowed.test(key)) throw invalidParameter(charactersOf('keys'), { key })
  // The rule is AWS's, its words are not public.
  if (key.toLowerCase().startsWith('aws:')) {
    throw invalidParameter("Tag keys can't start with 'aws:'. This prefix is reserved.", { key })
  }
}

function charactersOf(what: 'keys' | 'values'): string {
  return `Tag ${what} may only contain unicode letters, digits, whitespace, or one of these symbols: _ . : / = + - @`
}
