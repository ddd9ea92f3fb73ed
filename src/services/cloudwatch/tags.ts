/** Tags of alarms and dashboards. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_TagResource.html */
import type { Tag } from '../../generated/cloudwatch.ts'
import { invalidValue } from './errors.ts'
import { tagsMax } from './limits.ts'
import type { CloudWatchState } from './state.ts'

export type Tags = Readonly<Record<string, string>>

/** @param resource The last part of the ARN: `alarm:NAME`. */
export function tagsOf(state: CloudWatchState, resource: string): Tags {
  return state.tagged.get(resource)?.tags ?? {}
}

/**
 * Adds tags to those that a resource has.
 * @throws AwsError InvalidParameterValue; AWS's words aren't public, these are a judgement
 */
export function addTags(state: CloudWatchState, resource: string, given: readonly Tag[]): void {
  for (const { Key: key } of given) {
    if (key.toLowerCase().startsWith('aws:')) {
      throw invalidValue("Tag keys can't start with 'aws:'. This prefix is reserved.", { key })
    }
  }
  const keys = given.map(({ Key }) => Key)
  if (new Set(keys).size < keys.length) throw invalidValue('Tag keys must be unique.', { keys })
  const added = Object.fromEntries(given.map(({ Key, Value }) => [Key, Value]))
  const tags = { ...tagsOf(state, resource), ...added }
  const count = Object.keys(tags).length
  if (count > tagsMax) {
    throw invalidValue(`A resource can have at most ${tagsMax} tags.`, { limit: tagsMax, count })
  }
  if (count > 0) state.tagged.put({ resource, tags })
}

export function removeTags(
  state: CloudWatchState,
  resource: string,
  keys: readonly string[],
): void {
  const kept = Object.entries(tagsOf(state, resource)).filter(([key]) => !keys.includes(key))
  if (kept.length === 0) state.tagged.delete(resource)
  else state.tagged.put({ resource, tags: Object.fromEntries(kept) })
}

/** The resource is gone, and its tags with it. */
export function dropTags(state: CloudWatchState, resource: string): void {
  state.tagged.delete(resource)
}

export function shownTags(tags: Tags): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
}
