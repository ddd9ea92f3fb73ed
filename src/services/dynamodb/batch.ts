/** Batches: whole requests are checked before anything is written. */
import { type Attributes } from './attribute-value.ts'
import { duplicateKeys } from './errors.ts'
import { type ItemPlace, tieOf } from './keys.ts'

/** @throws AwsError ValidationException when two of one table name the same item */
export function checkDistinct(places: readonly ItemPlace[]): void {
  if (new Set(places.map(tieOf)).size < places.length) throw duplicateKeys()
}

/** Before the table is known: keys that are the same however their attributes are ordered. */
export function checkDistinctKeys(keys: readonly Attributes[]): void {
  const texts = keys.map((key) => JSON.stringify(Object.entries(key).sort(byName)))
  if (new Set(texts).size < texts.length) throw duplicateKeys()
}

function byName([one]: [string, unknown], [two]: [string, unknown]): number {
  return one < two ? -1 : 1
}
