import { describe, expect, it } from 'vitest'
import { expectInvalid, expectRefusal, tableWorld } from './testing/table-world.ts'

const S = (S: string) => ({ S })
const N = (N: string) => ({ N })
const envelope = '1 validation error detected: '

describe('an item', () => {
  it('is put, read, and deleted', async () => {
    const { H } = await tableWorld()
    const Item = { pk: S('a'), n: N('01.50'), m: { M: { l: { L: [N('1E2'), { NULL: true }] } } } }
    await H('PutItem', { Item })
    const kept = { pk: S('a'), n: N('1.5'), m: { M: { l: { L: [N('100'), { NULL: true }] } } } }
    expect(await H('GetItem', { Key: { pk: S('a') } })).toEqual({ Item: kept })
    const gone = await H('DeleteItem', { Key: { pk: S('a') }, ReturnValues: 'ALL_OLD' })
    expect(gone).toEqual({ Attributes: kept })
    expect(await H('GetItem', { Key: { pk: S('a') } })).toEqual({})
  })

  it('is refused without its key, with a key of another type, or one too long', async () => {
    const { A, H } = await tableWorld()
    const invalid = 'One or more parameter values were invalid: '
    await expectInvalid(H('PutItem', { Item: {} }), `${invalid}Missing the key pk in the item`)
    await expectInvalid(
      H('PutItem', { Item: { pk: N('1') } }),
      `${invalid}Type mismatch for key pk expected: S actual: N`,
    )
    await expectInvalid(
      A('GetItem', { Key: { pk: S('a') } }),
      'The provided key element does not match the schema',
    )
    await expectInvalid(
      H('GetItem', { Key: { pk: S('a'.repeat(2_049)) } }),
      `${invalid}Size of hashkey has exceeded the maximum size limit of2048 bytes`,
    )
    await expectInvalid(
      A('PutItem', { Item: { pk: S('a'), sk: S('b'), gpk: S('') } }),
      'One or more parameter values are not valid. A value specified for a secondary index key is ' +
        'not supported. The AttributeValue for a key attribute cannot contain an empty string ' +
        'value. IndexName: g1, IndexKey: gpk',
    )
  })

  it('is refused with values that AWS refuses', async () => {
    const { H } = await tableWorld()
    const put = (x: object) => H('PutItem', { Item: { pk: S('a'), x } })
    const invalid = `${envelope}One or more parameter values were invalid: `
    await expectInvalid(
      put(N('1'.repeat(39))),
      `${envelope}Attempting to store more than 38 significant digits in a Number`,
    )
    await expectInvalid(
      put(N('1e126')),
      `${envelope}Number overflow. Attempting to store a number with magnitude larger than supported range`,
    )
    await expectInvalid(
      put(N('abc')),
      `${envelope}The parameter cannot be converted to a numeric value: abc`,
    )
    await expectInvalid(put({ SS: [] }), `${invalid}An string set  may not be empty`)
    await expectInvalid(
      put({ BS: [new Uint8Array([97]), new Uint8Array([97])] }),
      `${invalid}Input collection [YQ==, YQ==]of type BS contains duplicates.`,
    )
    await expectInvalid(
      put({}),
      `${envelope}Supplied AttributeValue is empty, must contain exactly one of the supported datatypes`,
    )
  })

  it('is at most 409,600 bytes', async () => {
    const { H } = await tableWorld()
    const put = (length: number) => H('PutItem', { Item: { pk: S('a'), x: S('x'.repeat(length)) } })
    await put(409_600 - 4)
    await expectInvalid(
      put(409_600 - 3),
      `${envelope}Item size has exceeded the maximum allowed size`,
    )
  })
})

describe('a condition', () => {
  it('that fails refuses the write, and shows the item when asked to', async () => {
    const { H } = await tableWorld()
    await H('PutItem', { Item: { pk: S('a'), n: N('1') } })
    const again = H('PutItem', {
      Item: { pk: S('a') },
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    })
    await expect(again).rejects.toMatchObject({
      code: 'ConditionalCheckFailedException',
      status: 400,
      message: 'The conditional request failed',
      members: { Item: { pk: S('a'), n: N('1') } },
    })
    expect(await H('GetItem', { Key: { pk: S('a') } })).toEqual({ Item: { pk: S('a'), n: N('1') } })
  })

  it.each([
    ['n = :one', true],
    ['n <> :one', false],
    ['absent <> :one', true],
    ['n < :two AND NOT n >= :two', true],
    ['n BETWEEN :one AND :two', true],
    ['n IN (:two, :one)', true],
    ['(n = :two) OR (n = :one)', true],
    ['size(s) > :two', true],
    ['size (s) = :two', false],
    ['begins_with(s, :ab)', true],
    ['contains(l, :ab)', true],
    ['contains(ss, :ab)', true],
    ['attribute_type(m.x[0], :ab)', false],
    ['attribute_exists(m.x[0])', true],
    ['attribute_exists(m.x[1])', false],
    ['s > :one', false],
  ])('%s is %s', async (ConditionExpression, isMet) => {
    const { H } = await tableWorld()
    const all = { ':one': N('1'), ':two': N('2'), ':ab': S('SS') }
    const used = Object.entries(all).filter(([name]) => ConditionExpression.includes(name))
    await H('PutItem', {
      Item: {
        pk: S('a'),
        n: N('1.0'),
        s: S('SSS'),
        l: { L: [S('SS')] },
        ss: { SS: ['SS'] },
        m: { M: { x: { L: [S('S')] } } },
      },
    })
    const check = H('DeleteItem', {
      Key: { pk: S('a') },
      ConditionExpression,
      ...(used.length > 0 && { ExpressionAttributeValues: Object.fromEntries(used) }),
    })
    if (isMet) await check
    else {
      await expectRefusal(
        check,
        'ConditionalCheckFailedException',
        'The conditional request failed',
      )
    }
  })

  const nested = (opening: string, inner: string, closing = '') =>
    opening.repeat(1_300) + inner + closing.repeat(1_300)

  it('refuses what is nested beyond measure, closed or not', async () => {
    const { H } = await tableWorld()
    const deep = {
      [nested('(', 'a = :v', ')')]: 'The expression has redundant parentheses;',
      [nested('(', '')]: 'Syntax error; token: "<EOF>", near: "("',
      [`a = ${nested('(', '')}`]: 'Syntax error; token: "<EOF>", near: "("',
      [nested('f(', 'a', ')')]: 'The expression contains too many operators; operator count: 301',
    }
    for (const [ConditionExpression, message] of Object.entries(deep)) {
      await expectRefusal(
        H('DeleteItem', {
          Key: { pk: S('a') },
          ConditionExpression,
          ...(ConditionExpression.includes(':v') && {
            ExpressionAttributeValues: { ':v': N('1') },
          }),
        }),
        'ValidationException',
        `1 validation error detected: Invalid ConditionExpression: ${message}`,
      )
    }
  })

  it.each([
    ['((pk = :v))', 'The expression has redundant parentheses;'],
    ['((a)) = :v', 'The expression has redundant parentheses;'],
    ['a BETWEEN :v AND ((:v))', 'The expression has redundant parentheses;'],
    ['contains(a, ((:v)))', 'The expression has redundant parentheses;'],
    ['a[4294967295] = :v', 'List index is not within the allowable range; index: [4294967295]'],
    ['foo(pk)', 'Invalid function name; function: foo'],
    [
      'size(pk)',
      'The function is not allowed to be used this way in an expression; function: size',
    ],
    ['abOrt = :v', 'Attribute name is a reserved keyword; reserved keyword: abOrt'],
    [
      '#x = :v',
      'An expression attribute name used in the document path is not defined; attribute name: #x',
    ],
    [
      'a = :x',
      'An expression attribute value used in expression is not defined; attribute value: :x',
    ],
    [
      'contains(a) AND a = :v',
      'Incorrect number of operands for operator or function; operator or function: contains, number of operands: 1',
    ],
    [
      'a = a',
      'The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [a]',
    ],
    [
      'begins_with(a, :v)',
      'Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
    ],
    ['NOT flag', 'Syntax error; token: "<EOF>", near: "flag"'],
    ['', 'The expression can not be empty;'],
    [
      Array.from({ length: 151 }, () => 'a=:v').join(' OR '),
      'The expression contains too many operators; operator count: 301',
    ],
  ])('%s is refused as AWS words it', async (ConditionExpression, message) => {
    const { call } = await tableWorld()
    const refused = call('PutItem', {
      TableName: 'missing',
      Item: { pk: S('a') },
      ConditionExpression,
      ExpressionAttributeValues: { ':v': N('1') },
    })
    await expectInvalid(refused, `${envelope}Invalid ConditionExpression: ${message}`)
  })

  it('uses all that it was given', async () => {
    const { call } = await tableWorld()
    const unused = call('PutItem', {
      TableName: 'missing',
      Item: { pk: S('a') },
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#st': 'status' },
    })
    await expectInvalid(
      unused,
      `${envelope}Value provided in ExpressionAttributeNames unused in expressions: keys: {#st}`,
    )
  })
})

describe('an update', () => {
  async function updated(item: object, UpdateExpression: string, values?: object) {
    const { H } = await tableWorld()
    await H('PutItem', { Item: { pk: S('a'), ...item } })
    const answer = await H('UpdateItem', {
      Key: { pk: S('a') },
      UpdateExpression,
      ...(values && { ExpressionAttributeValues: values }),
      ReturnValues: 'ALL_NEW',
    })
    const { pk: _, ...rest } = answer.Attributes as Record<string, unknown>
    return rest
  }

  it('reads what was there before', async () => {
    expect(await updated({ a: N('1') }, 'SET a = :v, b = a', { ':v': N('2') })).toEqual({
      a: N('2'),
      b: N('1'),
    })
  })

  it('counts exactly, with 38 digits', async () => {
    const big = '99999999999999999999999999999999999998'
    expect(await updated({ a: N(big) }, 'ADD a :v', { ':v': N('1') })).toEqual({
      a: N('99999999999999999999999999999999999999'),
    })
    expect(await updated({ a: N('0.1') }, 'SET a = a + :v', { ':v': N('0.2') })).toEqual({
      a: N('0.3'),
    })
  })

  it('means indexes of the old list', async () => {
    const l = { L: ['0', '1', '2', '3'].map(N) }
    expect(await updated({ l }, 'REMOVE l[1], l[2] SET l[9] = :v', { ':v': N('9') })).toEqual({
      l: { L: ['0', '3', '9'].map(N) },
    })
  })

  it('unites and empties sets', async () => {
    const ss = { SS: ['a', 'b'] }
    expect(await updated({ ss }, 'ADD ss :v', { ':v': { SS: ['b', 'c'] } })).toEqual({
      ss: { SS: ['a', 'b', 'c'] },
    })
    expect(await updated({ ss }, 'DELETE ss :v', { ':v': ss })).toEqual({})
  })

  it.each([
    ['SET status = :v', 'Attribute name is a reserved keyword; reserved keyword: status'],
    [
      'SET a = :v, a.b = :v',
      'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, b]',
    ],
    [
      'SET a.c = :v, a[1] = :v',
      'Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, c], path two: [a, [1]]',
    ],
    ['SET a = :v SET b = :v', 'The "SET" section can only be used once in an update expression;'],
    [
      'ADD a :v',
      'Incorrect operand type for operator or function; operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND',
    ],
    [
      'SET a = a + :v',
      'Incorrect operand type for operator or function; operator or function: +, operand type: S',
    ],
  ])('%s is refused as AWS words it', async (UpdateExpression, message) => {
    const { H } = await tableWorld()
    const refused = H('UpdateItem', {
      Key: { pk: S('a') },
      UpdateExpression,
      ExpressionAttributeValues: { ':v': S('x') },
    })
    await expectInvalid(refused, `${envelope}Invalid UpdateExpression: ${message}`)
  })

  it('is refused where it leads through what is not there, or touches the key', async () => {
    await expectInvalid(
      updated({}, 'SET m.x = :v', { ':v': N('1') }),
      'The document path provided in the update expression is invalid for update',
    )
    await expectInvalid(
      updated({}, 'SET b = absent'),
      'The provided expression refers to an attribute that does not exist in the item',
    )
    await expectInvalid(
      updated({ s: S('x') }, 'ADD s :v', { ':v': N('1') }),
      'An operand in the update expression has an incorrect data type',
    )
    await expectInvalid(
      updated({}, 'SET pk = :v', { ':v': S('1') }),
      'One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key',
    )
  })

  it('answers the touched part alone when asked to', async () => {
    const { H } = await tableWorld()
    await H('PutItem', { Item: { pk: S('a'), m: { M: { x: N('1'), y: N('2') } } } })
    const answer = await H('UpdateItem', {
      Key: { pk: S('a') },
      UpdateExpression: 'SET m.x = :v',
      ExpressionAttributeValues: { ':v': N('3') },
      ReturnValues: 'UPDATED_NEW',
    })
    expect(answer).toEqual({ Attributes: { m: { M: { x: N('3') } } } })
  })
})

describe('older parameters', () => {
  it('are judged and carried out', async () => {
    const { H } = await tableWorld()
    await H('PutItem', { Item: { pk: S('a'), n: N('1') } })
    await H('UpdateItem', {
      Key: { pk: S('a') },
      Expected: { n: { Value: N('1') } },
      AttributeUpdates: { n: { Action: 'ADD', Value: N('2') }, x: { Value: S('y') } },
    })
    expect(await H('GetItem', { Key: { pk: S('a') }, AttributesToGet: ['n'] })).toEqual({
      Item: { n: N('3') },
    })
    await expectRefusal(
      H('PutItem', { Item: { pk: S('a') }, Expected: { pk: { Exists: false } } }),
      'ConditionalCheckFailedException',
      'The conditional request failed',
    )
  })

  it('stand beside no expression', async () => {
    const { H } = await tableWorld()
    await expectInvalid(
      H('PutItem', {
        Item: { pk: S('a') },
        Expected: { pk: { Exists: false } },
        ConditionExpression: 'attribute_exists(pk)',
      }),
      `${envelope}Can not use both expression and non-expression parameters in the same request: ` +
        'Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}',
    )
  })
})

describe('consumed capacity', () => {
  it('is that of the larger item, of both indexes, and of what is read', async () => {
    const { A } = await tableWorld()
    const key = { pk: S('a'), sk: S('b') }
    const put = (x: number, gpk?: string) =>
      A('PutItem', {
        Item: { ...key, x: S('x'.repeat(x)), ...(gpk && { gpk: S(gpk) }) },
        ReturnConsumedCapacity: 'INDEXES',
      })
    expect(await put(1_024 - 7)).toEqual({
      ConsumedCapacity: { TableName: 'tabA', CapacityUnits: 1, Table: { CapacityUnits: 1 } },
    })
    expect(await put(1_024 - 6, 'g')).toEqual({
      ConsumedCapacity: {
        TableName: 'tabA',
        CapacityUnits: 3,
        Table: { CapacityUnits: 2 },
        GlobalSecondaryIndexes: { g1: { CapacityUnits: 1 } },
      },
    })
    expect(await put(1, 'h')).toMatchObject({
      ConsumedCapacity: { CapacityUnits: 4, GlobalSecondaryIndexes: { g1: { CapacityUnits: 2 } } },
    })
    const read = await A('GetItem', { Key: key, ReturnConsumedCapacity: 'TOTAL' })
    expect(read.ConsumedCapacity).toEqual({ TableName: 'tabA', CapacityUnits: 0.5 })
  })
})
