/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-tags.html */
import {
  tagKeyCharacters,
  tagKeyLength,
  tagKeyReserved,
  tagValueCharacters,
  tagValueLength,
  tooManyTags,
} from './errors.ts'
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
    if (value.length > tagValueLengthMax) throw tagValueLength(key)
    if (!allowed.test(value)) throw tagValueCharacters(key, value)
  }
}

export function isSameTags(left: Tags, right: Tags): boolean {
  const keys = Object.keys(left)
  return keys.length === Object.keys(right).length && keys.every((key) => left[key] === right[key])
}

function checkKey(key: string): void {
  if (key.length < 1 || key.length > tagKeyLengthMax) throw tagKeyLength(key)
  if (!allowed.test(key)) throw tagKeyCharacters(key)
  if (key.toLowerCase().startsWith('aws:')) throw tagKeyReserved(key)
}
