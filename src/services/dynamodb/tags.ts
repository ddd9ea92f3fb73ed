/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Tagging.html */
import type { Tag } from '../../generated/dynamodb.ts'
import { validation } from './errors.ts'
import { tagKeyLengthMax, tagsMax, tagValueLengthMax } from './limits.ts'

export type Tags = Readonly<Record<string, string>>

const allowed = /^[\p{L}\p{N}\p{Zs}+\-=._:/@]*$/u

/** @throws AwsError ValidationException */
export function readTags(given: readonly Tag[]): Tags {
  const tags = new Map<string, string>()
  for (const { Key: key, Value: value } of given) {
    checkTagKey(key)
    if (value.length > tagValueLengthMax || !allowed.test(value)) {
      throw validation(`The Tag Value provided is invalid, Value: ${value}`)
    }
    if (tags.has(key)) {
      throw validation(`Duplicate Tag Keys provided as input: Duplicate Tag Key found ${key}`)
    }
    tags.set(key, value)
  }
  return withTags({}, Object.fromEntries(tags))
}

/** @throws AwsError ValidationException when there are too many together. */
export function withTags(present: Tags, added: Tags): Tags {
  const all = { ...present, ...added }
  checkTagCount(Object.keys(all).length)
  return all
}

export function checkTagCount(count: number): void {
  if (count <= tagsMax) return
  throw validation('Number of Tags exceed the current limit for the provided ResourceArn')
}

/** @throws AwsError ValidationException */
export function checkTagKey(key: string): void {
  if (key.toLowerCase().startsWith('aws:')) {
    throw validation(`Tag Key cannot be prefixed with aws:, Key: ${key}`)
  }
  if (key.length < 1 || key.length > tagKeyLengthMax || !allowed.test(key)) {
    throw validation(`The Tag Key provided is invalid, Key: ${key}`)
  }
}
