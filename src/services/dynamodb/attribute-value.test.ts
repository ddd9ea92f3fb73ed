/** What AWS says of values that it refuses, wherever they stand. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { AttributeValue } from '../../generated/dynamodb.ts'
import { expectInvalid, expectRefusal, tableWorld } from './testing/table-world.ts'

const S = (text: string) => ({ S: text })
const bytes = (...all: number[]) => new Uint8Array(all)
const envelope = '1 validation error detected: '
const invalid = 'One or more parameter values were invalid: '
const empty =
  'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes'
const several =
  'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes'
const notANumber = 'The parameter cannot be converted to a numeric value'
const overflow =
  'Number overflow. Attempting to store a number with magnitude larger than supported range'
const underflow =
  'Number underflow. Attempting to store a number with magnitude smaller than supported range'
const tooPrecise = 'Attempting to store more than 38 significant digits in a Number'

const refused: readonly (readonly [what: string, value: AttributeValue, message: string])[] = [
  ['nothing', {}, empty],
  ['nothing in a list', { L: [{}] }, empty],
  ['nothing in a map', { M: { a: { M: { b: {} } } } }, empty],
  ['two types', { S: 'a', N: '1' }, several],
  ['two types, one of them no number', { S: 'a', N: 'x' }, `${notANumber}: x`],
  [
    'NULL that is false',
    { NULL: false },
    `${invalid}Null attribute value types must have the value of true`,
  ],
  ['no strings', { SS: [] }, `${invalid}An string set  may not be empty`],
  ['no numbers', { NS: [] }, `${invalid}An number set  may not be empty`],
  ['no binaries', { BS: [] }, `${invalid}Binary sets should not be empty`],
  [
    'a string twice',
    { SS: ['a', 'b', 'a'] },
    `${invalid}Input collection [a, b, a] contains duplicates.`,
  ],
  ['a number twice', { NS: ['1', '2', '1'] }, 'Input collection contains duplicates'],
  [
    'a binary twice',
    { BS: [bytes(97), bytes(97)] },
    `${invalid}Input collection [YQ==, YQ==]of type BS contains duplicates.`,
  ],
  ['an empty number', { N: '' }, notANumber],
  ['a word for a number', { N: 'abc' }, `${notANumber}: abc`],
  ['a number in a set that is none', { NS: ['1', '1x'] }, `${notANumber}: 1x`],
  ['a number of magnitude 126', { N: '1e126' }, overflow],
  ['a negative number of magnitude 126', { N: '-1E+126' }, overflow],
  ['a number of magnitude -131', { N: '1e-131' }, underflow],
  ['39 digits', { N: '1'.repeat(39) }, tooPrecise],
  ['39 digits behind the point', { N: `0.${'1'.repeat(39)}` }, tooPrecise],
  ['39 digits in a set', { NS: ['1'.repeat(39)] }, tooPrecise],
]

/** As a start key they are told without what stands before the others. */
const plain = [notANumber, overflow, underflow, tooPrecise, 'contains duplicates']

describe('a value that AWS refuses', () => {
  let cloud: Awaited<ReturnType<typeof tableWorld>>
  const TableName = 'missing'

  beforeAll(async () => {
    cloud = await tableWorld()
  })

  it.each(refused)('in an item: %s', async (_, x, message) => {
    const Item = { pk: S('a'), x }
    await expectInvalid(cloud.call('PutItem', { TableName, Item }), envelope + message)
    await expectInvalid(
      cloud.call('BatchWriteItem', { RequestItems: { [TableName]: [{ PutRequest: { Item } }] } }),
      message,
    )
    await expectInvalid(
      cloud.call('TransactWriteItems', { TransactItems: [{ Put: { TableName, Item } }] }),
      message,
    )
  })

  it.each(refused)('in a key: %s', async (_, pk, message) => {
    const Key = { pk }
    await expectInvalid(cloud.call('GetItem', { TableName, Key }), message)
    await expectInvalid(cloud.call('DeleteItem', { TableName, Key }), envelope + message)
    await expectInvalid(cloud.call('UpdateItem', { TableName, Key }), envelope + message)
    await expectInvalid(
      cloud.call('BatchGetItem', { RequestItems: { [TableName]: { Keys: [Key] } } }),
      message,
    )
    await expectInvalid(
      cloud.call('TransactGetItems', { TransactItems: [{ Get: { TableName, Key } }] }),
      message,
    )
  })

  it.each(refused)('beside an expression: %s', async (_, value, message) => {
    const told = `ExpressionAttributeValues contains invalid value: ${message} for key :v`
    const ExpressionAttributeValues = { ':v': value }
    await expectInvalid(
      cloud.call('Scan', { TableName, FilterExpression: 'a = :v', ExpressionAttributeValues }),
      told,
    )
    await expectInvalid(
      cloud.call('UpdateItem', {
        TableName,
        Key: { pk: S('a') },
        UpdateExpression: 'SET a = :v',
        ExpressionAttributeValues,
      }),
      envelope + told,
    )
  })

  it.each(refused)('in a start key: %s', async (_, pk, message) => {
    const isPlain = plain.some((part) => message.includes(part))
    await expectInvalid(
      cloud.call('Scan', { TableName, ExclusiveStartKey: { pk } }),
      isPlain ? message : `The provided starting key is invalid: ${message}`,
    )
  })
})

describe('a value at AWS’s bounds', () => {
  it.each([
    ['38 digits', '1'.repeat(38), '1'.repeat(38)],
    ['38 digits and zeros around them', `00${'1'.repeat(38)}00`, `${'1'.repeat(38)}00`],
    ['the largest', `9.${'9'.repeat(37)}E+125`, `${'9'.repeat(38)}${'0'.repeat(88)}`],
    ['the smallest', '1E-130', `0.${'0'.repeat(129)}1`],
    ['the most negative', `-9.${'9'.repeat(37)}E125`, `-${'9'.repeat(38)}${'0'.repeat(88)}`],
    ['written with an exponent', '1E2', '100'],
    ['with needless zeros', '-01.50', '-1.5'],
    ['a negative zero', '-0.0', '0'],
  ])('is kept: the number of %s', async (_, N, kept) => {
    const { H } = await tableWorld()
    const Key = { pk: S('a') }
    await H('PutItem', { Item: { ...Key, x: { N }, xs: { NS: [N] } } })
    const Item = { ...Key, x: { N: kept }, xs: { NS: [kept] } }
    expect(await H('GetItem', { Key })).toEqual({ Item })
  })

  it('is kept: what is empty, outside of keys and sets', async () => {
    const { H } = await tableWorld()
    const Item = {
      pk: S('a'),
      s: S(''),
      b: { B: bytes() },
      l: { L: [] },
      m: { M: {} },
      ss: { SS: [''] },
    }
    await H('PutItem', { Item })
    expect(await H('GetItem', { Key: { pk: S('a') } })).toEqual({ Item })
  })

  const nested = (levels: number): AttributeValue =>
    levels === 0
      ? { S: 'x' }
      : levels % 2 === 0
        ? { L: [nested(levels - 1)] }
        : { M: { a: nested(levels - 1) } }

  it('is nested 32 levels deep, and no deeper', async () => {
    const { H, call } = await tableWorld()
    const Key = { pk: S('a') }
    await H('PutItem', { Item: { ...Key, x: nested(32) } })
    const tooDeep = 'Nesting Levels have exceeded supported limits'
    const item = { Item: { ...Key, x: nested(33) } }
    await expectInvalid(H('PutItem', item), tooDeep)
    await expectInvalid(
      H('UpdateItem', {
        Key,
        UpdateExpression: 'SET x = :x',
        ExpressionAttributeValues: { ':x': nested(33) },
      }),
      tooDeep,
    )
    await expectInvalid(
      H('UpdateItem', {
        Key,
        UpdateExpression: 'SET y = :l, z = list_append(:l, :l)',
        ExpressionAttributeValues: { ':l': { L: [nested(32)] } },
      }),
      tooDeep,
    )
    await expectRefusal(
      call('PutItem', { TableName: 'missing', ...item }),
      'ResourceNotFoundException',
      'Requested resource not found',
    )
    await expect(
      call('TransactWriteItems', { TransactItems: [{ Put: { TableName: 'tabH', ...item } }] }),
    ).rejects.toMatchObject({
      code: 'TransactionCanceledException',
      status: 400,
      members: { CancellationReasons: [{ Code: 'ValidationError', Message: tooDeep }] },
    })
    expect(await H('GetItem', { Key })).toEqual({ Item: { ...Key, x: nested(32) } })
  })
})
