/** What a query's key conditions mean in the order of a table or an index. */
import type { AttributeValue } from '../../generated/dynamodb.ts'
import type { Span } from '../../kernel/collection.ts'
import type { KeyPart } from '../../kernel/store/key.ts'
import { type Attributes, mapOf } from './attribute-value.ts'
import { beginsWith } from './comparison.ts'
import { invalidValues, validation } from './errors.ts'
import { isOrdered } from './expressions/condition-test.ts'
import type { KeyTest } from './expressions/key-condition.ts'
import { ownValue, partitionOf, sortKeyBytesMax, sortPart } from './keys.ts'
import type { KeySchema } from './state.ts'

export interface KeyRange {
  readonly partition: string
  /** Below the partition. */
  readonly span: Pick<Span, 'prefix' | 'from' | 'after' | 'to' | 'through'>
  /** All of the conditions, asked of one item. */
  holds(item: Attributes): boolean
  /** That an item has the partition key that was asked for. */
  isInPartition(item: Attributes): boolean
}

/** @throws AwsError ValidationException when the conditions don't fit the schema */
export function keyRangeOf(keys: KeySchema, tests: readonly KeyTest[]): KeyRange {
  const byName = new Map(tests.map((test) => [test.name, test]))
  const equal = mapOf<AttributeValue>()
  for (const { name } of keys.partition) {
    const test = byName.get(name)
    if (!test) throw missedKey(name)
    if (test.operator !== '=') throw notSupported()
    const [value] = test.values
    if (value) equal[name] = value
    byName.delete(name)
  }
  const sort = sortTests(keys, byName)
  for (const { name, type } of [...keys.partition, ...keys.sort]) {
    const values = tests.find((test) => test.name === name)?.values ?? []
    if (values.every((value) => value[type] !== undefined)) continue
    throw invalidValues('Condition parameter type does not match schema type')
  }
  return {
    partition: partitionOf(keys, equal),
    span: spanOf(sort),
    holds: (item) => tests.every((test) => isMet(test, ownValue(item, test.name))),
    isInPartition: (item) =>
      keys.partition.every(({ name }) => {
        const test = tests.find((one) => one.name === name)
        return test !== undefined && isMet(test, ownValue(item, name))
      }),
  }
}

/** Sort keys are asked from the left, without gaps, and only the last one for a range. */
function sortTests({ sort }: KeySchema, left: Map<string, KeyTest>): readonly KeyTest[] {
  const tests: KeyTest[] = []
  for (const { name } of sort) {
    const test = left.get(name)
    if (!test) break
    if (tests.some(({ operator }) => operator !== '=')) throw notSupported()
    tests.push(test)
    left.delete(name)
  }
  if (left.size === 0) return tests
  const wanted = sort[tests.length]
  throw wanted ? missedKey(wanted.name) : notSupported()
}

function spanOf(tests: readonly KeyTest[]): KeyRange['span'] {
  const equal = tests.filter(({ operator }) => operator === '=')
  const prefix = equal.map(({ values }) => partOf(values[0]))
  const range = tests.find(({ operator }) => operator !== '=')
  if (!range) return { prefix }
  const [first, second] = range.values.map(partOf)
  const at = [first ?? '']
  switch (range.operator) {
    case '<':
      return { prefix, to: at }
    case '<=':
      return { prefix, through: at }
    case '>':
      return { prefix, after: at }
    case 'BETWEEN':
      return { prefix, from: at, through: [second ?? ''] }
    case 'begins_with':
      return { prefix, from: at, through: [lastOf(first ?? '')] }
    default:
      return { prefix, from: at }
  }
}

/** The last key of AWS's length that begins so. */
function lastOf(part: KeyPart): KeyPart {
  if (typeof part !== 'object') return part + '\u{10ffff}'.repeat(sortKeyBytesMax / 4)
  return Buffer.concat([part, Buffer.alloc(sortKeyBytesMax, 0xff)])
}

function partOf(value: AttributeValue | undefined): KeyPart {
  return value ? sortPart(value) : ''
}

function isMet({ operator, values }: KeyTest, value: AttributeValue | undefined): boolean {
  const [first, second] = values
  if (!value || !first) return false
  if (operator === '=') return isOrdered('<=', value, first) && isOrdered('>=', value, first)
  if (operator === 'begins_with') return beginsWith(value, first)
  if (operator !== 'BETWEEN') return isOrdered(operator, value, first)
  return isOrdered('>=', value, first) && isOrdered('<=', value, second)
}

function missedKey(name: string) {
  return validation(`Query condition missed key schema element: ${name}`)
}

function notSupported() {
  return validation('Query key condition not supported')
}
