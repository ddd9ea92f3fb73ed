/** ADD and DELETE: arithmetic on numbers, union and difference of sets. */
import type { AttributeValue } from '../../generated/dynamodb.ts'
import { base64Of, typeOf } from './attribute-value.ts'
import { operandOfWrongType } from './expressions/errors.ts'
import { addNumbers } from './number.ts'

/** @throws AwsError ValidationException when what is there can't be added to. */
export function addTo(present: AttributeValue | undefined, value: AttributeValue): AttributeValue {
  if (value.N !== undefined) return { N: addNumbers(numberOf(present), value.N) }
  if (!present) return value
  requireSameType(present, value)
  if (value.L) return { L: [...(present.L ?? []), ...value.L] }
  if (value.SS) return { SS: [...new Set([...(present.SS ?? []), ...value.SS])] }
  if (value.NS) return { NS: [...new Set([...(present.NS ?? []), ...value.NS])] }
  const known = new Set(present.BS?.map(base64Of))
  const added = value.BS?.filter((bytes) => !known.has(base64Of(bytes))) ?? []
  return { BS: [...(present.BS ?? []), ...added] }
}

/** `undefined`: nothing is left. */
export function deleteFrom(
  present: AttributeValue,
  value: AttributeValue,
): AttributeValue | undefined {
  requireSameType(present, value)
  const { SS, NS, BS } = value
  if (SS)
    return setOf(
      'SS',
      present.SS?.filter((text) => !SS.includes(text)),
    )
  if (NS)
    return setOf(
      'NS',
      present.NS?.filter((number) => !NS.includes(number)),
    )
  const gone = new Set(BS?.map(base64Of))
  return setOf(
    'BS',
    present.BS?.filter((bytes) => !gone.has(base64Of(bytes))),
  )
}

function setOf<T>(type: 'SS' | 'NS' | 'BS', left: readonly T[] = []): AttributeValue | undefined {
  return left.length > 0 ? { [type]: left } : undefined
}

function numberOf(present: AttributeValue | undefined): string {
  if (!present) return '0'
  if (present.N === undefined) throw operandOfWrongType()
  return present.N
}

function requireSameType(left: AttributeValue, right: AttributeValue): void {
  if (typeOf(left) !== typeOf(right)) throw operandOfWrongType()
}
