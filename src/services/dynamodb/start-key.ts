/** Where a read goes on: ExclusiveStartKey, checked, as a place in an order. */
import type { KeyPart } from '../../kernel/store/key.ts'
import { type Attributes, readAttributes } from './attribute-value.ts'
import { isValidation, validation } from './errors.ts'
import {
  keyAttributes,
  keyOfItem,
  ownValue,
  partitionOf,
  placeOfKey,
  sortPartsOf,
  tieOf,
} from './keys.ts'
import type { Index, Table } from './state.ts'

const invalid = 'The provided starting key is invalid'
/** AWS: these faults are told without what stands before the others. */
const plainFault = /contains duplicates|numeric value|^Number |significant digits/

/** @throws AwsError ValidationException */
export function readStartKey(key: Attributes | undefined): Attributes | undefined {
  if (!key) return undefined
  try {
    return readAttributes(key)
  } catch (error) {
    if (!isValidation(error) || plainFault.test(error.message)) throw error
    throw validation(`${invalid}: ${error.message}`)
  }
}

/**
 * The key's place in its order: the partition first, then sort keys and what tells equals apart.
 * @throws AwsError ValidationException when the key isn't one of the table or index
 */
export function startPlace(
  table: Table,
  index: Index | undefined,
  key: Attributes,
  operation: 'Query' | 'Scan',
): readonly KeyPart[] {
  const names = new Map(
    [...keyAttributes(table.keys), ...(index ? keyAttributes(index.keys) : [])].map(
      ({ name, type }) => [name, type],
    ),
  )
  const fits =
    Object.keys(key).length === names.size &&
    [...names].every(([name, type]) => ownValue(key, name)?.[type] !== undefined)
  if (!fits) {
    const isTableScan = operation === 'Scan' && !index
    const reason = isTableScan ? ': The provided key element does not match the schema' : ''
    throw validation(invalid + reason)
  }
  const place = placeOfKey(table, keyOfItem(table, key))
  if (!index) return [place.partition, ...(place.sort === undefined ? [] : [place.sort])]
  return [partitionOf(index.keys, key), ...sortPartsOf(index.keys, key), tieOf(place)]
}
