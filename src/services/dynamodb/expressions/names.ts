/** What a request's placeholders stand for, and which of them its expressions have used. */
import type { AttributeValue } from '../../../generated/dynamodb.ts'
import { readValue } from '../attribute-value.ts'
import { prefixed, validation } from '../errors.ts'
import { undefinedName, undefinedValue } from './errors.ts'

export interface Placeholders {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>
  readonly ExpressionAttributeValues?: Readonly<Record<string, AttributeValue>>
}

const placeholderForm = /^[#:][0-9A-Za-z_]+$/

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
    this.#names = names ?? {}
    this.#values = new Map(Object.entries(values ?? {}).map(readEntry))
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
    if (placeholderForm.test(key) && key.startsWith(mark)) continue
    throw validation(`${parameter} contains invalid key: Syntax error; key: "${key}"`)
  }
}

function checkUsed(parameter: string, given: readonly string[], used: ReadonlySet<string>): void {
  const unused = given.filter((key) => !used.has(key))
  if (unused.length === 0) return
  throw validation(
    `Value provided in ${parameter} unused in expressions: keys: {${unused.join(', ')}}`,
  )
}
