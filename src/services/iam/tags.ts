/**
 * Tags. AWS: a key's case is kept and doesn't count.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
 */
import { lowerAscii } from '../../policy/ascii.ts'
import { duplicateTags, fixedLimit, reservedTag } from './errors.ts'
import { tagsMax } from './limits.ts'
import { type Paged, pageOfAll } from './paging.ts'
import type { Tag } from './state.ts'

export interface WrittenTag {
  readonly Key: string
  readonly Value: string
}

/**
 * The tags with those of a request; `kind` is the thing that has them, such as `User`.
 * @throws AwsError InvalidInput, LimitExceeded
 */
export function withTags(
  kind: string,
  tags: readonly Tag[],
  given: readonly WrittenTag[] = [],
): readonly Tag[] {
  checkTags(given)
  const all = new Map(tags.map((tag) => [lowerAscii(tag.key), tag]))
  for (const { Key, Value } of given) {
    const known = all.get(lowerAscii(Key))
    all.set(lowerAscii(Key), { key: known?.key ?? Key, value: Value })
  }
  if (all.size > tagsMax) throw fixedLimit(`TagsPer${kind}`, tagsMax, all.size)
  return [...all.values()]
}

export function withoutTags(tags: readonly Tag[], keys: readonly string[]): readonly Tag[] {
  const gone = new Set(keys.map(lowerAscii))
  return tags.filter(({ key }) => !gone.has(lowerAscii(key)))
}

export function writeTags(tags: readonly Tag[]): WrittenTag[] {
  return tags.map(({ key, value }) => ({ Key: key, Value: value }))
}

/** An answer's member, which IAM leaves out where there are none. */
export function tagsMember(tags: readonly Tag[]): { readonly Tags?: WrittenTag[] } {
  return tags.length > 0 ? { Tags: writeTags(tags) } : {}
}

function checkTags(given: readonly WrittenTag[]): void {
  const seen = new Set<string>()
  for (const { Key: key } of given) {
    const folded = lowerAscii(key)
    if (folded.startsWith('aws:')) throw reservedTag(key)
    if (seen.has(folded)) throw duplicateTags(key)
    seen.add(folded)
  }
}

/** AWS: tags come sorted by key. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserTags.html */
export function pageOfTags(tags: readonly Tag[], paged: Paged) {
  const { items, ...more } = pageOfAll(tags, paged, ({ key }) => key)
  return { Tags: writeTags(items), ...more }
}
