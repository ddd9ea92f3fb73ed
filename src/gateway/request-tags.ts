/** `aws:RequestTag` and `aws:TagKeys`, out of the ways in which AWS's operations take tags. */
import type { ContextValues } from '../policy/context.ts'

/** Members in which operations take tags, and those in which they take keys alone. */
const tagMembers = ['Tags', 'tags', 'TagList']
const keyMembers = ['TagKeys', 'tagKeys']

export function requestTags(input: object): ContextValues {
  const members = input as Readonly<Record<string, unknown>>
  const tags = tagMembers.flatMap((name) => entriesOf(members[name]))
  const keys = keyMembers.flatMap((name) => textsOf(members[name]))
  const allKeys = [...tags.map(([key]) => key), ...keys]
  if (allKeys.length === 0) return {}
  return {
    ...Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    'aws:TagKeys': allKeys,
  }
}

/** A map of keys and values, or a list of `{Key, Value}`, in whatever case. */
function entriesOf(tags: unknown): [string, string][] {
  if (typeof tags !== 'object' || tags === null) return []
  if (!Array.isArray(tags)) return Object.entries(tags).map(([key, value]) => [key, textOf(value)])
  return tags.flatMap((tag: Readonly<Record<string, unknown>> | null): [string, string][] => {
    const key = tag?.['Key'] ?? tag?.['key'] ?? tag?.['TagKey']
    const value = tag?.['Value'] ?? tag?.['value'] ?? tag?.['TagValue']
    return typeof key === 'string' ? [[key, textOf(value)]] : []
  })
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function textsOf(keys: unknown): string[] {
  return Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : []
}
