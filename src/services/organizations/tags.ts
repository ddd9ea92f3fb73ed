/** Tags of roots, units, accounts and policies. */
import { duplicateTag, reservedTag } from './errors.ts'
import { tooManyTags } from './limit-errors.ts'
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
    if (key.toLowerCase().startsWith('aws:')) throw reservedTag(key)
    if (seen.has(key)) throw duplicateTag(key)
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
