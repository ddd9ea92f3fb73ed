/** What AWS says of the older conditions that it refuses: QueryFilter, ScanFilter, KeyConditions. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { AttributeValue } from '../../../generated/dynamodb.ts'
import { expectInvalid, tableWorld } from '../testing/table-world.ts'

const S = (text: string) => ({ S: text })
const N = (number: number) => ({ N: String(number) })
const bytes = { B: new Uint8Array([1]) }
const invalid = 'One or more parameter values were invalid: '
const wrongCount = (operator: string) =>
  `${invalid}Invalid number of argument(s) for the ${operator} ComparisonOperator`
const wrongType = (operator: string, type: string) =>
  `${invalid}ComparisonOperator ${operator} is not valid for ${type} AttributeValue type`
const mixedTypes = `${invalid}AttributeValues inside AttributeValueList must be of same type`
const reversed =
  'The BETWEEN condition was provided a range where the lower bound is greater than the upper bound'

type Row = readonly [operator: string, values: readonly AttributeValue[], message: string]

const one = ['EQ', 'NE', 'LT', 'LE', 'GT', 'GE', 'CONTAINS', 'NOT_CONTAINS', 'BEGINS_WITH']
const refused: readonly Row[] = [
  ...one.map((operator): Row => [operator, [], wrongCount(operator)]),
  ...one.map((operator): Row => [operator, [S('a'), S('b')], wrongCount(operator)]),
  ['NULL', [S('a')], wrongCount('NULL')],
  ['NOT_NULL', [S('a')], wrongCount('NOT_NULL')],
  ['BETWEEN', [S('a')], wrongCount('BETWEEN')],
  ['BETWEEN', [S('a'), S('b'), S('c')], wrongCount('BETWEEN')],
  ['IN', [], wrongCount('IN')],
  ['IN', [S('a'), N(1)], mixedTypes],
  ['BETWEEN', [S('a'), N(1)], mixedTypes],
  ['LT', [{ SS: ['a'] }], wrongType('LT', 'SS')],
  ['GE', [{ BOOL: true }], wrongType('GE', 'BOOL')],
  ['BETWEEN', [{ NS: ['1'] }, { NS: ['2'] }], wrongType('BETWEEN', 'NS')],
  ['IN', [{ BS: [bytes.B] }], wrongType('IN', 'BS')],
  ['CONTAINS', [{ SS: ['a'] }], wrongType('CONTAINS', 'SS')],
  ['NOT_CONTAINS', [{ NULL: true }], wrongType('NOT_CONTAINS', 'NULL')],
  ['BEGINS_WITH', [N(1)], wrongType('BEGINS_WITH', 'N')],
  ['BETWEEN', [S('b'), S('a')], reversed],
  ['BETWEEN', [N(10), N(9)], reversed],
]

describe('an older condition', () => {
  let cloud: Awaited<ReturnType<typeof tableWorld>>

  beforeAll(async () => {
    cloud = await tableWorld()
    const Item = { pk: S('p'), s: S('abc'), n: N(5), ss: { SS: ['x'] }, l: { L: [N(1)] } }
    await cloud.H('PutItem', { Item })
  })

  const condition = (
    ComparisonOperator: string,
    AttributeValueList: readonly AttributeValue[],
  ) => ({
    ComparisonOperator,
    ...(AttributeValueList.length > 0 && { AttributeValueList }),
  })
  const equal = { pk: condition('EQ', [S('p')]) }

  it.each(refused)(
    'that AWS refuses, before it looks for the table: %s of %j',
    async (operator, values, message) => {
      const TableName = 'missing'
      const a = condition(operator, values)
      await expectInvalid(cloud.call('Scan', { TableName, ScanFilter: { a } }), message)
      await expectInvalid(
        cloud.call('Query', { TableName, KeyConditions: equal, QueryFilter: { a } }),
        message,
      )
      await expectInvalid(cloud.call('Query', { TableName, KeyConditions: { pk: a } }), message)
      const Expected = { a }
      if (values.length === 0) return
      const Key = { pk: S('p') }
      await expectInvalid(
        cloud.call('DeleteItem', { TableName, Key, Expected }),
        `1 validation error detected: ${message}`,
      )
    },
  )

  it.each(['NE', 'IN', 'NULL', 'NOT_NULL', 'CONTAINS', 'NOT_CONTAINS'])(
    'of a key is one that an index can be asked: not %s',
    async (operator) => {
      const values = operator.endsWith('NULL') ? [] : [S('p')]
      await expectInvalid(
        cloud.H('Query', { KeyConditions: { pk: condition(operator, values) } }),
        'Attempted conditional constraint is not an indexable operation',
      )
    },
  )

  it.each([
    ['none', {}],
    ['three', { ...equal, a: equal.pk, b: equal.pk }],
  ])('of keys are one or two: not %s', async (_, KeyConditions) => {
    await expectInvalid(
      cloud.H('Query', { KeyConditions }),
      'Conditions can be of length 1 or 2 only',
    )
  })

  it.each([
    [{ x: equal.pk }, 'Query condition missed key schema element: pk'],
    [{ pk: condition('GT', [S('p')]) }, 'Query key condition not supported'],
    [{ ...equal, x: equal.pk }, 'Query key condition not supported'],
    [
      { pk: condition('EQ', [N(1)]) },
      `${invalid}Condition parameter type does not match schema type`,
    ],
  ])('of a key fits the schema: %j', async (KeyConditions, message) => {
    await expectInvalid(cloud.H('Query', { KeyConditions }), message)
  })

  it('of a filter is about no key', async () => {
    await expectInvalid(
      cloud.H('Query', { KeyConditions: equal, QueryFilter: { pk: equal.pk } }),
      'QueryFilter can only contain non-primary key attributes: Primary key attribute: pk',
    )
  })

  it.each([
    [{ s: condition('EQ', [S('abc')]) }, 1],
    [{ s: condition('NE', [S('abc')]) }, 0],
    [{ s: condition('NE', [N(1)]) }, 1],
    [{ n: condition('LT', [N(10)]) }, 1],
    [{ n: condition('LE', [N(5)]) }, 1],
    [{ n: condition('GT', [N(5)]) }, 0],
    [{ n: condition('GE', [N(5)]) }, 1],
    [{ n: condition('BETWEEN', [N(4), N(6)]) }, 1],
    [{ n: condition('IN', [N(4), N(5)]) }, 1],
    [{ s: condition('BEGINS_WITH', [S('ab')]) }, 1],
    [{ s: condition('CONTAINS', [S('bc')]) }, 1],
    [{ ss: condition('CONTAINS', [S('x')]) }, 1],
    [{ l: condition('CONTAINS', [N(1)]) }, 1],
    [{ ss: condition('NOT_CONTAINS', [S('x')]) }, 0],
    [{ s: condition('LT', [N(1)]) }, 0],
    [{ absent: condition('NULL', []) }, 1],
    [{ s: condition('NULL', []) }, 0],
    [{ s: condition('NOT_NULL', []) }, 1],
    [{ absent: condition('NOT_NULL', []) }, 0],
    [{ absent: condition('EQ', [S('a')]) }, 0],
    [{ s: condition('EQ', [S('no')]), n: condition('EQ', [N(5)]) }, 0],
  ])('lets through what it describes: %j', async (ScanFilter, Count) => {
    expect(await cloud.H('Scan', { ScanFilter })).toMatchObject({ Count, ScannedCount: 1 })
  })

  it('is one of several that must all hold, or with OR one', async () => {
    const ScanFilter = { s: condition('EQ', [S('no')]), n: condition('EQ', [N(5)]) }
    const either = { ScanFilter, ConditionalOperator: 'OR' }
    expect(await cloud.H('Scan', either)).toMatchObject({ Count: 1 })
    const both = { ScanFilter, ConditionalOperator: 'AND' }
    expect(await cloud.H('Scan', both)).toMatchObject({ Count: 0 })
  })
})
