/**
 * Bytes of items by AWS's rules.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
import type { AttributeValue } from '../../generated/dynamodb.ts'
import type { Attributes } from './attribute-value.ts'
import { sizeOfNumber } from './number.ts'

const documentBytes = 3
const elementBytes = 1

/** Of all names and values together; the values as they are stored. */
export function sizeOfItem(attributes: Attributes): number {
  let bytes = 0
  for (const name in attributes) {
    const value = attributes[name]
    if (value) bytes += Buffer.byteLength(name) + sizeOfValue(value)
  }
  return bytes
}

export function sizeOfValue(value: AttributeValue): number {
  const { S, N, B, SS, NS, BS, M, L } = value
  if (S !== undefined) return Buffer.byteLength(S)
  if (N !== undefined) return sizeOfNumber(N)
  if (B) return B.length
  if (M) return documentBytes + Object.keys(M).length * elementBytes + sizeOfItem(M)
  if (L) return L.reduce((sum, item) => sum + elementBytes + sizeOfValue(item), documentBytes)
  if (SS) return SS.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  if (NS) return NS.reduce((sum, number) => sum + sizeOfNumber(number), 0)
  if (BS) return BS.reduce((sum, bytes) => sum + bytes.length, 0)
  return 1
}
