/** `AttributeUpdates`: what UpdateItem did before there were expressions. */
import type { AttributeValueUpdate } from '../../../generated/dynamodb.ts'
import { type Attributes, mapOf, readValue, typeOf } from '../attribute-value.ts'
import { invalidValues, updateTypeMismatch } from '../errors.ts'
import { addTo, deleteFrom } from '../set-actions.ts'
import type { AppliedUpdate } from '../writes.ts'

const added = new Set(['N', 'SS', 'NS', 'BS', 'L'])
const sets = new Set(['SS', 'NS', 'BS'])

/** @throws AwsError ValidationException */
export function readAttributeUpdates(
  given: Readonly<Record<string, AttributeValueUpdate>> | undefined,
): AppliedUpdate | undefined {
  if (!given) return undefined
  const updates = Object.entries(given).map(([name, update]) => [name, readOne(update)] as const)
  return {
    paths: updates.map(([name]) => [name]),
    apply(item) {
      const result = mapOf(Object.entries(item))
      for (const [name, update] of updates) applyOne(result, name, update)
      return result
    },
  }
}

function readOne(given: AttributeValueUpdate): AttributeValueUpdate {
  const { Value: value, Action: action = 'PUT' } = given
  if (!value) {
    if (action === 'DELETE') return { Action: action }
    throw invalidValues('Only DELETE action is allowed when no attribute value is specified')
  }
  const read = readValue(value)
  const type = typeOf(read)
  if (action === 'DELETE' && !sets.has(type)) {
    throw invalidValues(`DELETE action with value is not supported for the type ${type}`)
  }
  if (action === 'ADD' && !added.has(type)) {
    throw invalidValues(`ADD action is not supported for the type ${type}`)
  }
  return { Value: read, Action: action }
}

function applyOne(
  result: Record<string, Attributes[string]>,
  name: string,
  { Value: value, Action: action }: AttributeValueUpdate,
): void {
  const present = result[name]
  if (action !== 'PUT' && value && present && typeOf(value) !== typeOf(present)) {
    throw updateTypeMismatch()
  }
  if (action === 'DELETE') {
    const left = value && present && deleteFrom(present, value)
    if (left) result[name] = left
    else delete result[name]
  } else if (value) result[name] = action === 'ADD' ? addTo(present, value) : value
}
