/**
 * Tags. AWS: the case of a key is kept; it counts, but for the tags of users and roles.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#case-sensitivity
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

/** What has tags, as the names of its quota and of its actions call it. */
export type TaggedKind =
  | 'User'
  | 'Role'
  | 'Policy'
  | 'InstanceProfile'
  | 'OpenIdConnectProvider'
  | 'SAMLProvider'
  | 'ServerCertificate'
  | 'MFADevice'

/**
 * The tags with those of a request.
 * @throws AwsError InvalidInput, LimitExceeded
 */
export function withTags(
  kind: TaggedKind,
  tags: readonly Tag[],
  given: readonly WrittenTag[] = [],
): readonly Tag[] {
  checkTags(kind, given)
  const all = new Map(tags.map((tag) => [sameKey(kind, tag.key), tag]))
  for (const { Key, Value } of given) {
    const same = sameKey(kind, Key)
    all.set(same, { key: all.get(same)?.key ?? Key, value: Value })
  }
  if (all.size > tagsMax) throw fixedLimit(`TagsPer${kind}`, tagsMax, all.size)
  return [...all.values()]
}

export function withoutTags(
  kind: TaggedKind,
  tags: readonly Tag[],
  keys: readonly string[],
): readonly Tag[] {
  const gone = new Set(keys.map((key) => sameKey(kind, key)))
  return tags.filter(({ key }) => !gone.has(sameKey(kind, key)))
}

/** Alike for keys that are the same to AWS. */
function sameKey(kind: TaggedKind, key: string): string {
  return kind === 'User' || kind === 'Role' ? lowerAscii(key) : key
}

export function writeTags(tags: readonly Tag[]): WrittenTag[] {
  return tags.map(({ key, value }) => ({ Key: key, Value: value }))
}

/** An answer's member, which IAM leaves out where there are none. */
export function tagsMember(tags: readonly Tag[]): { readonly Tags?: WrittenTag[] } {
  return tags.length > 0 ? { Tags: writeTags(tags) } : {}
}

function checkTags(kind: TaggedKind, given: readonly WrittenTag[]): void {
  const seen = new Set<string>()
  for (const { Key: key } of given) {
    if (lowerAscii(key).startsWith('aws:')) throw reservedTag(key)
    const same = sameKey(kind, key)
    if (seen.has(same)) throw duplicateTags(key)
    seen.add(same)
  }
}

/** AWS: tags come sorted by key. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserTags.html */
export function pageOfTags(tags: readonly Tag[], paged: Paged) {
  const { items, ...more } = pageOfAll(tags, paged, ({ key }) => key)
  return { Tags: writeTags(items), ...more }
}
