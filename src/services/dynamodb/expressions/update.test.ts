/** What AWS says of update expressions that it refuses, by themselves or for what an item holds. */
import { beforeAll, describe, expect, it } from 'vitest'
import { expectInvalid, tableWorld } from '../testing/table-world.ts'

const S = (text: string) => ({ S: text })
const N = (number: number | string) => ({ N: String(number) })
const values = {
  ':s': S('s'),
  ':n': N(1),
  ':b': { B: new Uint8Array([1]) },
  ':t': { BOOL: true },
  ':o': { NULL: true },
  ':l': { L: [N(1)] },
  ':d': { M: {} },
  ':ss': { SS: ['a'] },
  ':ns': { NS: ['1'] },
  ':top': N(`9.${'9'.repeat(37)}E+125`),
}
const reserved = (word: string) => `Attribute name is a reserved keyword; reserved keyword: ${word}`
const wrongType = (operator: string, type: string) =>
  'Incorrect operand type for operator or function; ' +
  `operator or function: ${operator}, operand type: ${type}`
const wrongActionType = (operator: string, type: string) =>
  `Incorrect operand type for operator or function; operator: ${operator}, ` +
  `operand type: ${type}, typeSet: ALLOWED_FOR_${operator}_OPERAND`
const clash = (kind: string, one: string, two: string) =>
  `Two document paths ${kind} with each other; must remove or rewrite one of these paths; ` +
  `path one: ${one}, path two: ${two}`
const once = (section: string) =>
  `The "${section}" section can only be used once in an update expression;`
const undefinedName =
  'An expression attribute name used in the document path is not defined; attribute name: #no'
const undefinedValue =
  'An expression attribute value used in expression is not defined; attribute value: :no'

const refused: readonly (readonly [expression: string, message: string])[] = [
  ['', 'The expression can not be empty;'],
  ['SET status = :s', reserved('status')],
  ['SET a = Name', reserved('Name')],
  ['REMOVE a.date', reserved('date')],
  ['SET a = foo(b)', 'Invalid function name; function: foo'],
  ['SET a = :s SET b = :s', once('SET')],
  ['REMOVE a remove b', once('REMOVE')],
  ['ADD a :n ADD b :n', once('ADD')],
  ['DELETE a :ss DELETE b :ss', once('DELETE')],
  ['SET #no = :s', undefinedName],
  ['SET a = #no', undefinedName],
  ['SET a = :no', undefinedValue],
  ['ADD a :no', undefinedValue],
  ['SET a = :s, a = :s', clash('overlap', '[a]', '[a]')],
  ['SET a = :s, a.b = :s', clash('overlap', '[a]', '[a, b]')],
  ['SET #a = :s REMOVE a[1]', clash('overlap', '[a]', '[a, [1]]')],
  ['SET a.b = :s ADD a.b.c :n', clash('overlap', '[a, b]', '[a, b, c]')],
  ['SET a.c = :s, a[1] = :s', clash('conflict', '[a, c]', '[a, [1]]')],
  ['ADD a :s', wrongActionType('ADD', 'STRING')],
  ['ADD a :b', wrongActionType('ADD', 'BINARY')],
  ['ADD a :t', wrongActionType('ADD', 'BOOLEAN')],
  ['ADD a :o', wrongActionType('ADD', 'NULL')],
  ['ADD a :l', wrongActionType('ADD', 'LIST')],
  ['ADD a :d', wrongActionType('ADD', 'MAP')],
  ['DELETE a :s', wrongActionType('DELETE', 'STRING')],
  ['DELETE a :n', wrongActionType('DELETE', 'NUMBER')],
  ['DELETE a :l', wrongActionType('DELETE', 'LIST')],
  ['SET a = b + :s', wrongType('+', 'S')],
  ['SET a = :l - b', wrongType('-', 'L')],
  ['SET a = list_append(b, :s)', wrongType('list_append', 'S')],
  ['SET a = list_append(:n, b)', wrongType('list_append', 'N')],
  [
    'SET a = list_append(b)',
    'Incorrect number of operands for operator or function; operator or function: list_append, number of operands: 1',
  ],
  [
    'SET a = if_not_exists(b)',
    'Incorrect number of operands for operator or function; operator or function: if_not_exists, number of operands: 1',
  ],
  [
    'SET a = if_not_exists(:s, :s)',
    'Operator or function requires a document path; operator or function: if_not_exists',
  ],
  [`SET a = :s${' '.repeat(4_087)}`, 'Expression size has exceeded the maximum allowed size;'],
  [
    `SET ${Array.from({ length: 301 }, (_, at) => `a${at}=b+:n`).join(',')}`,
    'The expression contains too many operators; operator count: 301',
  ],
  // Kind by kind: the first kind in AWS's order, though it stands behind.
  ['SET a = foo(b), c = :s, status = :s', reserved('status')],
  ['SET a = :s SET b = foo(a)', 'Invalid function name; function: foo'],
  ['SET #no = :s SET b = :s', once('SET')],
  ['SET a = :no, #no = :s', undefinedName],
  ['SET a = :s, a.b = :no', undefinedValue],
  ['SET b = :s, b.c = :s ADD a :s', clash('overlap', '[b]', '[b, c]')],
]

const noSuchAttribute =
  'The provided expression refers to an attribute that does not exist in the item'
const wrongPath = 'The document path provided in the update expression is invalid for update'
const wrongOperand = 'An operand in the update expression has an incorrect data type'

/** Of an item with a string, a number, a list, a map and a set. */
const unfit: readonly (readonly [expression: string, message: string])[] = [
  ['SET absent.x = :s', wrongPath],
  ['SET s.x = :s', wrongPath],
  ['SET d[0] = :s', wrongPath],
  ['SET l.x = :s', wrongPath],
  ['REMOVE absent.x', wrongPath],
  ['ADD absent.x :n', wrongPath],
  ['DELETE absent.x :ss', wrongPath],
  ['SET x = absent', noSuchAttribute],
  ['SET x = absent + :n', noSuchAttribute],
  ['SET x = list_append(absent, :l)', noSuchAttribute],
  ['SET x = s + :n', wrongOperand],
  ['SET x = list_append(s, :l)', wrongOperand],
  ['ADD s :n', wrongOperand],
  ['ADD n :ss', wrongOperand],
  ['ADD ss :ns', wrongOperand],
  ['DELETE s :ss', wrongOperand],
  ['DELETE ns :ss', wrongOperand],
  [
    'ADD top :top',
    'Number overflow. Attempting to store a number with magnitude larger than supported range',
  ],
  [
    'SET x = top + :top',
    'Number overflow. Attempting to store a number with magnitude larger than supported range',
  ],
  [
    'SET pk = :s',
    'One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key',
  ],
  [
    'REMOVE sk',
    'One or more parameter values were invalid: Cannot update attribute sk. This attribute is part of the key',
  ],
  [
    'SET pk.x = :s',
    "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: pk",
  ],
  [
    'SET gpk[0] = :s',
    "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: IndexKey: gpk",
  ],
  [
    'SET gpk = :n',
    'The update expression attempted to update the secondary index key to unsupported type',
  ],
  [
    'SET gpk = :long',
    'The update expression attempted to update the secondary index key beyond allowed size limits',
  ],
  ['SET x = :huge', 'Item size to update has exceeded the maximum allowed size'],
]

describe('an update', () => {
  let cloud: Awaited<ReturnType<typeof tableWorld>>
  const Key = { pk: S('p'), sk: S('q') }
  const Item = {
    ...Key,
    s: S('s'),
    n: N(1),
    l: { L: [N(1)] },
    d: { M: { x: N(1) } },
    ss: { SS: ['a'] },
    ns: { NS: ['1'] },
    top: { N: `${'9'.repeat(38)}${'0'.repeat(88)}` },
  }

  beforeAll(async () => {
    cloud = await tableWorld()
    await cloud.A('PutItem', { Item })
  })

  const update = (UpdateExpression: string) => {
    const all = { ...values, ':long': S('x'.repeat(2_049)), ':huge': S('x'.repeat(409_600)) }
    const names = new Set(UpdateExpression.match(/:\w+/g))
    const used = Object.entries(all).filter(([name]) => names.has(name))
    return {
      TableName: 'tabA',
      Key,
      UpdateExpression,
      ...(used.length > 0 && { ExpressionAttributeValues: Object.fromEntries(used) }),
      ...(UpdateExpression.includes('#a') && { ExpressionAttributeNames: { '#a': 'a' } }),
    }
  }

  it.each(refused)('that AWS refuses: %s', async (expression, message) => {
    await expectInvalid(
      cloud.call('UpdateItem', { ...update(expression), TableName: 'missing' }),
      `1 validation error detected: Invalid UpdateExpression: ${message}`,
    )
    await expectInvalid(
      cloud.call('TransactWriteItems', { TransactItems: [{ Update: update(expression) }] }),
      `Invalid UpdateExpression: ${message}`,
    )
  })

  it.each(unfit)(
    'that does not fit its item is refused and changes nothing: %s',
    async (expression, message) => {
      await expectInvalid(cloud.call('UpdateItem', update(expression)), message)
      await expect(
        cloud.call('TransactWriteItems', { TransactItems: [{ Update: update(expression) }] }),
      ).rejects.toMatchObject({
        code: 'TransactionCanceledException',
        status: 400,
        message:
          'Transaction cancelled, please refer cancellation reasons for specific reasons [ValidationError]',
        members: { CancellationReasons: [{ Code: 'ValidationError', Message: message }] },
      })
      expect(await cloud.A('GetItem', { Key })).toEqual({ Item })
    },
  )

  it.each([
    'SET a = b + :n * :n',
    'SET a = b + :n + :n',
    'SET a = 1',
    'SET a',
    'SET a = "x"',
    'ADD a b',
    'REMOVE',
    'PUT a = :n',
  ])('that is no expression: %s', async (expression) => {
    // How much of it AWS shows isn't public.
    await expect(cloud.call('UpdateItem', update(expression))).rejects.toMatchObject({
      code: 'ValidationException',
      status: 400,
      message: expect.stringMatching(
        /^1 validation error detected: Invalid UpdateExpression: Syntax error; token: ".*", near: ".*"$/,
      ),
    })
  })
})
