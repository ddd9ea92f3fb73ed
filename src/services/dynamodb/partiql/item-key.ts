/** Which one item a statement names: equalities on all of its table's key attributes. */
import type { AwsError } from '../../../kernel/errors.ts'
import { type Attributes, mapOf } from '../attribute-value.ts'
import type { AttributeValue } from '../../../generated/dynamodb.ts'
import { isSameValue } from '../comparison.ts'
import type { BoundCondition } from '../expressions/condition-test.ts'
import { keyAttributes } from '../keys.ts'
import type { Table } from '../state.ts'
import { keyTestOf } from './branches.ts'
import { incompleteKey, keyTypeDiffers, severalKeys } from './errors.ts'
import { bothOf } from './where.ts'

export interface NamedItem {
  /** What is known of it: not all, where there is a fault. */
  readonly key: Attributes
  /** What is asked of the item besides. */
  readonly rest?: BoundCondition
  /** Why it is no key of the table, in the words for a statement by itself. */
  readonly fault?: AwsError
}

/**
 * @param repeats what two values for one attribute are: a fault, or a condition that can't be met
 */
export function namedItem(
  table: Table,
  where: BoundCondition | undefined,
  repeats: 'fault' | 'condition',
): NamedItem {
  const left = where ? conjunctsOf(where) : []
  const key = mapOf<AttributeValue>()
  let fault: AwsError | undefined
  for (const { name, type } of keyAttributes(table.keys)) {
    const values = takeEqual(left, name, repeats)
    const [first, ...others] = values
    const differs = first && others.some((other) => !isSameValue(first, other))
    if (!first) fault ??= incompleteKey()
    else if (differs) fault ??= severalKeys(name)
    else if (first[type] === undefined) fault ??= keyTypeDiffers(name)
    if (first && !differs) key[name] = first
  }
  const rest = left.reduce<BoundCondition | undefined>(bothOf, undefined)
  return { key, ...(rest && { rest }), ...(fault && { fault }) }
}

function takeEqual(
  left: BoundCondition[],
  name: string,
  repeats: 'fault' | 'condition',
): readonly AttributeValue[] {
  const own = new Set([name])
  const equal = left.filter((condition) => keyTestOf(condition, own)?.operator === '=')
  const taken = repeats === 'fault' ? equal : equal.slice(0, 1)
  for (const condition of taken) left.splice(left.indexOf(condition), 1)
  return taken.flatMap((condition) => keyTestOf(condition, own)?.values ?? [])
}

function conjunctsOf(condition: BoundCondition): BoundCondition[] {
  if (condition.kind !== 'AND') return [condition]
  return [...conjunctsOf(condition.left), ...conjunctsOf(condition.right)]
}
