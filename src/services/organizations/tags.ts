/** Tags of roots, units, accounts and policies. */
import { constraintViolation, invalidInput } from './errors.ts'
import { tagsMax } from './limits.ts'
import type { Tag } from './state.ts'

interface WrittenTag {
  readonly Key: string
  readonly Value: string
}

/** @throws AwsError InvalidInputException, ConstraintViolationException */
export function withTags(tags: readonly Tag[], given: readonly WrittenTag[] = []): readonly Tag[] {
  const seen = new Set<string>()
  for (const { Key: key } of given) {
    // The words of both are unconfirmed.
    if (key.toLowerCase().startsWith('aws:')) {
      const message = 'You specified a tag key that is reserved for use by AWS.'
      throw invalidInput('INVALID_SYSTEM_TAGS_PARAMETER', message, { key })
    }
    if (seen.has(key)) {
      throw invalidInput('DUPLICATE_TAG_KEY', 'Tag keys must be unique among the tags.', { key })
    }
    seen.add(key)
  }
  const all = new Map(tags.map((tag) => [tag.key, tag]))
  for (const { Key, Value } of given) all.set(Key, { key: Key, value: Value })
  if (all.size > tagsMax) throw tooManyTags(all.size)
  return [...all.values()]
}

export function withoutTags(tags: readonly Tag[], keys: readonly string[]): readonly Tag[] {
  return tags.filter(({ key }) => !keys.includes(key))
}

export function writeTags(tags: readonly Tag[]): WrittenTag[] {
  return tags.map(({ key, value }) => ({ Key: key, Value: value }))
}

/** The words are unconfirmed. */
function tooManyTags(used: number) {
  const message = 'You have exceeded the number of tags allowed on this resource.'
  const why = { kind: 'quota', quota: 'tags of a resource', value: tagsMax, used } as const
  return constraintViolation('MAX_TAG_LIMIT_EXCEEDED', message, why)
}
