/** How values compare: S by its UTF-8 bytes, B by bytes, N by value. */
import type { AttributeValue } from '../../generated/dynamodb.ts'
import { base64Of, typeOf } from './attribute-value.ts'
import { compareNumbers } from './number.ts'

/** `undefined`: the two have no order, since they are of different types or of one without order. */
export function compareValues(left: AttributeValue, right: AttributeValue): number | undefined {
  if (left.S !== undefined && right.S !== undefined) return compareTexts(left.S, right.S)
  if (left.N !== undefined && right.N !== undefined) return compareNumbers(left.N, right.N)
  if (left.B && right.B) return Buffer.compare(left.B, right.B)
  return undefined
}

export function isSameValue(left: AttributeValue, right: AttributeValue): boolean {
  if (left === right) return true
  if (typeOf(left) !== typeOf(right)) return false
  if (left.B && right.B) return Buffer.compare(left.B, right.B) === 0
  if (left.L && right.L) {
    const { L: others } = right
    return left.L.length === others.length && left.L.every((item, at) => isSame(item, others[at]))
  }
  if (left.M && right.M) return isSameItem(left.M, right.M)
  const elements = elementsOf(left)
  if (elements) {
    const others = new Set(elementsOf(right))
    return elements.length === others.size && elements.every((one) => others.has(one))
  }
  return left.S === right.S && left.N === right.N && left.BOOL === right.BOOL
}

export function isSameItem(
  left: Readonly<Record<string, AttributeValue>>,
  right: Readonly<Record<string, AttributeValue>>,
): boolean {
  const names = Object.keys(left)
  if (names.length !== Object.keys(right).length) return false
  return names.every((name) => isSame(left[name], right[name]))
}

/** A set's elements as texts that differ as they do. */
export function elementsOf({ SS, NS, BS }: AttributeValue): readonly string[] | undefined {
  return SS ?? NS ?? BS?.map(base64Of)
}

export function beginsWith(value: AttributeValue, start: AttributeValue): boolean {
  if (value.S !== undefined && start.S !== undefined) return value.S.startsWith(start.S)
  if (!value.B || !start.B) return false
  return Buffer.compare(value.B.subarray(0, start.B.length), start.B) === 0
}

export function containsValue(value: AttributeValue, part: AttributeValue): boolean {
  if (value.S !== undefined) return part.S !== undefined && value.S.includes(part.S)
  if (value.B) return part.B !== undefined && Buffer.from(value.B).includes(Buffer.from(part.B))
  if (value.SS) return part.S !== undefined && value.SS.includes(part.S)
  if (value.NS) return part.N !== undefined && value.NS.includes(part.N)
  if (value.BS) return part.B !== undefined && value.BS.map(base64Of).includes(base64Of(part.B))
  return value.L?.some((item) => isSameValue(item, part)) ?? false
}

function isSame(left: AttributeValue | undefined, right: AttributeValue | undefined): boolean {
  return left !== undefined && right !== undefined && isSameValue(left, right)
}

function compareTexts(left: string, right: string): number {
  if (left === right) return 0
  return Buffer.compare(Buffer.from(left), Buffer.from(right))
}
