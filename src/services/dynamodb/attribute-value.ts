/** What an attribute holds: checked as DynamoDB checks it, numbers in the form that it keeps. */
import type { AttributeValue } from '../../generated/dynamodb.ts'
import {
  duplicateBinaries,
  duplicateNumbers,
  duplicateStrings,
  emptySet,
  emptyValue,
  falseNull,
  nestedTooDeep,
  severalTypes,
} from './errors.ts'
import { normaliseNumber } from './number.ts'

export type Attributes = Readonly<Record<string, AttributeValue>>
export type TypeName = keyof AttributeValue

export const nestingLevelsMax = 32

/** AWS finds what is nested too deep once it knows the table; deeper than this nobody reads it. */
const readLevelsMax = 100

/** The one type of a checked value. */
export function typeOf(value: AttributeValue): TypeName {
  for (const type in value) {
    if (value[type as TypeName] !== undefined) return type as TypeName
  }
  throw new Error('an attribute value without a type')
}

/** @throws AwsError ValidationException */
export function readAttributes(attributes: Attributes): Attributes {
  return readMap(attributes, 0)
}

/** @throws AwsError ValidationException */
export function readValue(value: AttributeValue, level = 0): AttributeValue {
  checkOneType(value)
  if (value.S !== undefined || value.B !== undefined || value.BOOL !== undefined) return value
  if (value.N !== undefined) {
    const number = normaliseNumber(value.N)
    return number === value.N ? value : { N: number }
  }
  if (value.NULL !== undefined) {
    if (!value.NULL) throw falseNull()
    return value
  }
  if (value.M ?? value.L) return readDocument(value, level + 1)
  return readSet(value)
}

/** @throws AwsError ValidationException when lists and maps are nested deeper than items may be */
export function checkNesting(attributes: Attributes, level = 0): void {
  for (const name in attributes) {
    const value = attributes[name]
    if (value && (value.M ?? value.L)) checkDocument(value, level + 1)
  }
}

/** A map whose every name is its own, `__proto__` too. */
export function mapOf<T>(entries: Iterable<readonly [string, T]> = []): Record<string, T> {
  const map = Object.create(null) as Record<string, T>
  for (const [name, value] of entries) map[name] = value
  return map
}

function checkDocument({ M: map, L: list }: AttributeValue, level: number): void {
  if (level > nestingLevelsMax) throw nestedTooDeep()
  if (map) checkNesting(map, level)
  for (const value of list ?? []) if (value.M ?? value.L) checkDocument(value, level + 1)
}

function readDocument(value: AttributeValue, level: number): AttributeValue {
  const { M: map, L: list } = value
  if (level > readLevelsMax) throw nestedTooDeep()
  if (map) {
    const read = readMap(map, level)
    return read === map ? value : { M: read }
  }
  const read = list?.map((item) => readValue(item, level)) ?? []
  return read.every((item, at) => item === list?.[at]) ? value : { L: read }
}

/** The map itself, where all is as it is kept: most are, and copies of maps cost more than reading. */
function readMap(map: Attributes, level: number): Attributes {
  const names = Object.keys(map)
  const read = names.map((name) => map[name] && readValue(map[name], level))
  if (read.every((value, at) => value !== undefined && value === map[names[at] ?? ''])) return map
  return mapOf(names.flatMap((name, at) => (read[at] ? [[name, read[at]] as const] : [])))
}

function checkOneType(value: AttributeValue): void {
  let types = 0
  for (const type in value) if (value[type as TypeName] !== undefined) types++
  if (types === 1) return
  if (types === 0) throw emptyValue()
  // AWS finds a fault in the number first.
  if (value.N !== undefined) normaliseNumber(value.N)
  value.NS?.forEach(normaliseNumber)
  throw severalTypes()
}

function readSet({ SS, NS, BS }: AttributeValue): AttributeValue {
  if (SS) {
    if (SS.length === 0) throw emptySet('SS')
    if (new Set(SS).size < SS.length) throw duplicateStrings(SS)
    return { SS }
  }
  if (NS) {
    if (NS.length === 0) throw emptySet('NS')
    const numbers = NS.map(normaliseNumber)
    if (new Set(numbers).size < numbers.length) throw duplicateNumbers()
    return { NS: numbers }
  }
  const texts = (BS ?? []).map(base64Of)
  if (texts.length === 0) throw emptySet('BS')
  if (new Set(texts).size < texts.length) throw duplicateBinaries(texts)
  return { BS: BS ?? [] }
}

export function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}
