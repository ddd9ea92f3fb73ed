/** What a request's placeholders stand for, and which of them its expressions have used. */
import type { AttributeValue } from '../../../generated/dynamodb.ts'
import { readValue } from '../attribute-value.ts'
import type { AwsError } from '../../../kernel/errors.ts'
import { prefixed, validation } from '../errors.ts'
import { sizeOfItem } from '../item-size.ts'
import { undefinedName, undefinedValue } from './errors.ts'

export interface Placeholders {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>
  readonly ExpressionAttributeValues?: Readonly<Record<string, AttributeValue>>
}

const placeholderForm = /^[#:][0-9A-Za-z_]+$/
/** With the mark; AWS counts bytes. */
const keyBytesMax = 255
/** Of all names and values, with their keys. */
const allBytesMax = 2_097_152

export class Names {
  readonly #names: Readonly<Record<string, string>>
  readonly #values: ReadonlyMap<string, AttributeValue>
  readonly #usedNames = new Set<string>()
  readonly #usedValues = new Set<string>()

  /** @throws AwsError ValidationException */
  constructor(placeholders: Placeholders) {
    const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = placeholders
    if (names) checkKeys('ExpressionAttributeNames', '#', names)
    if (values) checkKeys('ExpressionAttributeValues', ':', values)
    if (names) checkNames(names)
    this.#names = names ?? {}
    this.#values = new Map(Object.entries(values ?? {}).map(readEntry))
    checkSizes(this.#names, values ?? {})
  }

  /** An attribute's name, of its alias or itself. */
  nameOf(written: string): string {
    if (!written.startsWith('#')) return written
    const name = Object.hasOwn(this.#names, written) ? this.#names[written] : undefined
    if (name === undefined) throw undefinedName(written)
    this.#usedNames.add(written)
    return name
  }

  valueOf(placeholder: string): AttributeValue {
    const value = this.#values.get(placeholder)
    if (!value) throw undefinedValue(placeholder)
    this.#usedValues.add(placeholder)
    return value
  }

  /** @throws AwsError ValidationException when something was given that no expression uses. */
  checkAllUsed(): void {
    checkUsed('ExpressionAttributeNames', Object.keys(this.#names), this.#usedNames)
    checkUsed('ExpressionAttributeValues', [...this.#values.keys()], this.#usedValues)
  }
}

function readEntry([key, value]: [string, AttributeValue]): [string, AttributeValue] {
  const before = 'ExpressionAttributeValues contains invalid value: '
  return [key, prefixed(before, () => readValue(value), ` for key ${key}`)]
}

function checkKeys(parameter: string, mark: string, given: object): void {
  const keys = Object.keys(given)
  if (keys.length === 0) throw validation(`${parameter} must not be empty`)
  for (const key of keys) {
    checkLength(parameter, key)
    if (placeholderForm.test(key) && key.startsWith(mark)) continue
    throw validation(`${parameter} contains invalid key: Syntax error; key: "${key}"`)
  }
}

/** AWS tells the size of a name's key, and not of a value's: https://github.com/ExtendDB/extenddb/pull/181 */
function checkLength(parameter: string, key: string): void {
  // Characters take three bytes at most, each half of a pair two.
  if (key.length * 3 <= keyBytesMax) return
  const bytes = Buffer.byteLength(key)
  if (bytes <= keyBytesMax) return
  const size = parameter === 'ExpressionAttributeNames' ? ` size of key: ${bytes}` : ''
  throw validation(
    `${parameter} contains invalid key: The expression attribute map contains a key that is too long;${size}`,
  )
}

function checkNames(names: Readonly<Record<string, string>>): void {
  for (const key in names) {
    if (names[key] !== '') continue
    throw validation(
      `ExpressionAttributeNames contains invalid value: Empty attribute name for key ${key}`,
    )
  }
}

/**
 * AWS's words are those of its DynamoDB Local: no source shows them of the service.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters-lengths
 */
function checkSizes(
  names: Readonly<Record<string, string>>,
  values: Readonly<Record<string, AttributeValue>>,
): void {
  const ofNames = sizeOfNames(names)
  if (ofNames > allBytesMax) throw tooLarge('ExpressionAttributeNames')
  const ofValues = sizeOfItem(values)
  if (ofValues > allBytesMax) throw tooLarge('ExpressionAttributeValues')
  if (ofNames + ofValues <= allBytesMax) return
  throw tooLarge('Combined size of ExpressionAttributeNames and ExpressionAttributeValues')
}

function sizeOfNames(names: Readonly<Record<string, string>>): number {
  let bytes = 0
  for (const key in names) bytes += key.length + Buffer.byteLength(names[key] ?? '')
  return bytes
}

function tooLarge(what: string): AwsError {
  return validation(`${what} exceeds max size`)
}

function checkUsed(parameter: string, given: readonly string[], used: ReadonlySet<string>): void {
  const unused = given.filter((key) => !used.has(key))
  if (unused.length === 0) return
  throw validation(
    `Value provided in ${parameter} unused in expressions: keys: {${unused.join(', ')}}`,
  )
}
