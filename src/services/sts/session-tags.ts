/**
 * Session tags: what was passed, over what a chain of sessions hands on.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
import type { Caller } from '../../kernel/caller.ts'
import { lowerAscii } from '../../policy/ascii.ts'
import type { Tagged } from '../../ports/identity-directory.ts'
import { duplicateTag, inheritedTag, reservedTag, unknownTransitiveTag } from './errors.ts'

export interface SessionTags {
  readonly tags: readonly Tagged[]
  readonly transitiveTagKeys: readonly string[]
}

export interface GivenTags {
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[] | undefined
  readonly TransitiveTagKeys?: readonly string[] | undefined
}

/** Tags that the caller's session hands on. */
export function inheritedTags({ session }: Pick<Caller, 'session'>): readonly Tagged[] {
  const keys = new Set(session?.transitiveTagKeys?.map(folded))
  return (session?.tags ?? []).filter(({ key }) => keys.has(folded(key)))
}

/** @throws AwsError InvalidParameterValue */
export function sessionTags(
  { Tags: given = [], TransitiveTagKeys: transitive = [] }: GivenTags,
  inherited: readonly Tagged[],
): SessionTags {
  const handedOn = new Set(inherited.map(({ key }) => folded(key)))
  const keys = new Set<string>()
  for (const { Key: key } of given) {
    if (folded(key).startsWith('aws:')) throw reservedTag(key)
    if (keys.has(folded(key))) throw duplicateTag(key)
    if (handedOn.has(folded(key))) throw inheritedTag(key)
    keys.add(folded(key))
  }
  const stray = transitive.find((key) => !keys.has(folded(key)))
  if (stray !== undefined) throw unknownTransitiveTag(stray)
  return {
    tags: [...inherited, ...given.map(({ Key, Value }) => ({ key: Key, value: Value }))],
    transitiveTagKeys: [...inherited.map(({ key }) => key), ...transitive],
  }
}

/** The request's condition keys that speak of tags. */
export function tagContext(
  { Tags = [], TransitiveTagKeys = [] }: GivenTags,
  inherited: readonly Tagged[],
) {
  const requested = [
    ...inherited.map(({ key, value }) => [key, value] as const),
    ...Tags.map(({ Key, Value }) => [Key, Value] as const),
  ]
  const transitive = [...inherited.map(({ key }) => key), ...TransitiveTagKeys]
  return {
    ...Object.fromEntries(requested.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    ...(requested.length > 0 && { 'aws:TagKeys': requested.map(([key]) => key) }),
    ...(transitive.length > 0 && { 'sts:TransitiveTagKeys': transitive }),
  }
}

/** As policies fold keys: a `k` of another alphabet is another letter. */
function folded(key: string): string {
  return lowerAscii(key)
}
