/** Carries out an update's changes on an item, all at once, by the places of the old item. */
import type { AttributeValue } from '../../../generated/dynamodb.ts'
import { type Attributes, mapOf } from '../attribute-value.ts'
import { pathInvalidForUpdate } from './errors.ts'
import type { Step } from './syntax.ts'

/** Without a value: what lies there is removed. */
export interface Change {
  readonly steps: readonly Step[]
  readonly value?: AttributeValue
  /** Nothing is wrong when nothing lies there. */
  readonly mayMiss?: boolean
}

/** @throws AwsError ValidationException when a path leads through what isn't there. */
export function applyChanges(item: Attributes, changes: readonly Change[]): Attributes {
  return changedMap(item, changes)
}

function changedMap(map: Attributes, changes: readonly Change[]): Attributes {
  const result = mapOf(Object.entries(map))
  for (const [name, group] of grouped(changes)) {
    if (typeof name === 'number') throw pathInvalidForUpdate()
    const changed = changedValue(result[name], group)
    if (changed) result[name] = changed
    else delete result[name]
  }
  return result
}

/** Indexes mean the old list; what is set beyond its end is appended, in the order of indexes. */
function changedList(
  list: readonly AttributeValue[],
  changes: readonly Change[],
): readonly AttributeValue[] {
  const result: (AttributeValue | undefined)[] = [...list]
  const groups = [...grouped(changes)].sort(([one], [two]) => Number(one) - Number(two))
  for (const [index, group] of groups) {
    if (typeof index !== 'number') throw pathInvalidForUpdate()
    const changed = changedValue(list[index], group)
    if (index < list.length) result[index] = changed
    else if (changed) result.push(changed)
  }
  return result.filter((one) => one !== undefined)
}

function changedValue(
  value: AttributeValue | undefined,
  changes: readonly Change[],
): AttributeValue | undefined {
  const [whole] = changes
  if (whole?.steps.length === 0) return whole.value ?? (whole.mayMiss ? value : undefined)
  if (value?.M) return { M: changedMap(value.M, changes) }
  if (value?.L) return { L: changedList(value.L, changes) }
  throw pathInvalidForUpdate()
}

/** By the first step, which is taken off. */
function grouped(changes: readonly Change[]): ReadonlyMap<Step, readonly Change[]> {
  const groups = new Map<Step, Change[]>()
  for (const change of changes) {
    const [step, ...steps] = change.steps
    if (step === undefined) continue
    const group = groups.get(step)
    if (group) group.push({ ...change, steps })
    else groups.set(step, [{ ...change, steps }])
  }
  return groups
}
