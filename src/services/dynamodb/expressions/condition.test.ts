/** What AWS says of condition expressions, and of filters, that it refuses. */
import { beforeAll, describe, expect, it } from 'vitest'
import { expectInvalid, tableWorld } from '../testing/table-world.ts'

const S = (text: string) => ({ S: text })
const N = (number: number) => ({ N: String(number) })
const values = {
  ':s': S('s'),
  ':z': S('z'),
  ':n': N(1),
  ':m': N(2),
  ':b': { B: new Uint8Array([1]) },
  ':t': { BOOL: true },
  ':o': { NULL: true },
  ':l': { L: [] },
  ':d': { M: {} },
  ':ss': { SS: ['a'] },
  ':x': S('X'),
}
const wrongType = (operator: string, type: string) =>
  'Incorrect operand type for operator or function; ' +
  `operator or function: ${operator}, operand type: ${type}`
const wrongCount = (operator: string, count: number) =>
  'Incorrect number of operands for operator or function; ' +
  `operator or function: ${operator}, number of operands: ${count}`
const notDistinct = (operator: string, operand: string) =>
  'The first operand must be distinct from the remaining operands for this operator or ' +
  `function; operator: ${operator}, first operand: ${operand}`
const misused = (name: string) =>
  `The function is not allowed to be used this way in an expression; function: ${name}`
const reserved = (word: string) => `Attribute name is a reserved keyword; reserved keyword: ${word}`
const between = (rule: string, lower: string, upper: string) =>
  `The BETWEEN operator requires ${rule}; lower bound operand: AttributeValue: ${lower}, ` +
  `upper bound operand: AttributeValue: ${upper}`
const redundant = 'The expression has redundant parentheses;'
const manyOperators = 'The expression contains too many operators; operator count: 301'
const overlong = 'Expression size has exceeded the maximum allowed size;'
const ofLength = (bytes: number) => `a = :s OR ${'b'.repeat(255)} = :s`.padEnd(bytes)
const alternatives = (count: number) => Array.from({ length: count }, () => 'a = :s').join(' OR ')

/** In AWS's words, behind the parameter's name. */
const refused: readonly (readonly [expression: string, message: string])[] = [
  ['', 'The expression can not be empty;'],
  ['  ', 'The expression can not be empty;'],
  ['((a = :s))', redundant],
  ['a = :s AND ((b = :s))', redundant],
  ['((a = :s) AND b = :s', 'Syntax error; token: "<EOF>", near: ":s"'],
  ['NOT flag', 'Syntax error; token: "<EOF>", near: "flag"'],
  ['foo(a)', 'Invalid function name; function: foo'],
  ['Size(a) = :n', 'Invalid function name; function: Size'],
  ['size(a)', misused('size')],
  ['a = contains(b, :s)', misused('contains')],
  ['attribute_exists(a) = :t', misused('attribute_exists')],
  ['abOrt = :s', reserved('abOrt')],
  ['a.NAME = :s', reserved('NAME')],
  ['size(status) > :n', reserved('status')],
  [
    '#no = :s',
    'An expression attribute name used in the document path is not defined; attribute name: #no',
  ],
  [
    'a = :no',
    'An expression attribute value used in expression is not defined; attribute value: :no',
  ],
  ['contains(a)', wrongCount('contains', 1)],
  ['attribute_exists(a, b)', wrongCount('attribute_exists', 2)],
  ['begins_with(a, :s, :s)', wrongCount('begins_with', 3)],
  ['size(a, b) = :n', wrongCount('size', 2)],
  ['a = a', notDistinct('=', '[a]')],
  ['a.b[1] <> a.b[1]', notDistinct('<>', '[a, b, [1]]')],
  ['a IN (b, a)', notDistinct('IN', '[a]')],
  ['a BETWEEN a AND :s', notDistinct('BETWEEN', '[a]')],
  ['contains(a, a)', notDistinct('contains', '[a]')],
  [
    'attribute_exists(:s)',
    'Operator or function requires a document path; operator or function: attribute_exists',
  ],
  [
    'attribute_type(:s, :x)',
    'Operator or function requires a document path; operator or function: attribute_type',
  ],
  ['begins_with(a, :n)', wrongType('begins_with', 'N')],
  ['begins_with(a, :l)', wrongType('begins_with', 'L')],
  ['attribute_type(a, :n)', wrongType('attribute_type', 'N')],
  ['size(:n) = :n', wrongType('size', 'N')],
  ['size(:t) = :n', wrongType('size', 'BOOL')],
  ['size(:o) = :n', wrongType('size', 'NULL')],
  ['a < :t', wrongType('<', 'BOOL')],
  ['a <= :o', wrongType('<=', 'NULL')],
  ['a > :ss', wrongType('>', 'SS')],
  [':l >= a', wrongType('>=', 'L')],
  ['a BETWEEN :d AND :d', wrongType('BETWEEN', 'M')],
  [
    'attribute_type(a, :x)',
    'Invalid attribute type name found; type: X, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}',
  ],
  ['a BETWEEN :s AND :n', between('same data type for lower and upper bounds', '{S:s}', '{N:1}')],
  [
    'a BETWEEN :m AND :n',
    between('upper bound to be greater than or equal to lower bound', '{N:2}', '{N:1}'),
  ],
  [
    'a BETWEEN :z AND :s',
    between('upper bound to be greater than or equal to lower bound', '{S:z}', '{S:s}'),
  ],
  [alternatives(151), manyOperators],
  [`NOT ${alternatives(150)} OR attribute_exists(a)`, manyOperators],
  [ofLength(4_097), overlong],
]

/** AWS finds faults kind by kind in the whole expression: here the second one stands first. */
const orders: readonly (readonly [expression: string, first: string])[] = [
  ['foo(a) AND ((b = :s))', redundant],
  ['size(a) AND foo(b)', 'Invalid function name; function: foo'],
  ['name = :s AND size(a)', misused('size')],
  ['#no = :s AND name = :s', reserved('name')],
  [
    'contains(a) AND #no = :s',
    'An expression attribute name used in the document path is not defined; attribute name: #no',
  ],
  ['a = a AND contains(b)', wrongCount('contains', 1)],
  ['a < :t AND b = b', notDistinct('=', '[b]')],
]

describe('an expression that AWS refuses', () => {
  let cloud: Awaited<ReturnType<typeof tableWorld>>

  beforeAll(async () => {
    cloud = await tableWorld()
  })

  const used = (expression: string) => {
    const names = new Set(expression.match(/:\w+/g))
    const all = Object.entries(values).filter(([name]) => names.has(name))
    return all.length > 0 ? { ExpressionAttributeValues: Object.fromEntries(all) } : {}
  }

  it.each([...refused, ...orders])('as a condition: %s', async (expression, message) => {
    const write = { Key: { pk: S('a') }, ConditionExpression: expression, ...used(expression) }
    await expectInvalid(
      cloud.H('DeleteItem', write),
      `1 validation error detected: Invalid ConditionExpression: ${message}`,
    )
    await expectInvalid(
      cloud.call('TransactWriteItems', {
        TransactItems: [{ ConditionCheck: { TableName: 'tabH', ...write } }],
      }),
      `Invalid ConditionExpression: ${message}`,
    )
  })

  it.each([...refused, ...orders])('as a filter: %s', async (expression, message) => {
    const scan = { FilterExpression: expression, ...used(expression) }
    await expectInvalid(cloud.H('Scan', scan), `Invalid FilterExpression: ${message}`)
  })

  it('is found before the table is looked for, and whether or not an item is there', async () => {
    await expectInvalid(
      cloud.call('Scan', {
        TableName: 'missing',
        FilterExpression: 'begins_with(a, :n)',
        ...used(':n'),
      }),
      `Invalid FilterExpression: ${wrongType('begins_with', 'N')}`,
    )
  })

  it.each([
    ['300 operators', alternatives(150)],
    ['4,096 bytes', ofLength(4_096)],
    ['100 values', `a IN (${Array.from({ length: 100 }, () => ':s').join(', ')})`],
    ['a path of 32 steps', `a${'.b'.repeat(31)} = :s`],
  ])('is none of %s', async (_, expression) => {
    const answer = await cloud.H('Scan', { FilterExpression: expression, ...used(expression) })
    expect(answer).toMatchObject({ Count: 0 })
  })
})
