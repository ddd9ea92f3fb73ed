import { beforeAll, describe, expect, it } from 'vitest'
import { expectInvalid, expectRefusal, keys, tableWorld } from '../testing/table-world.ts'

const malformed = "Statement wasn't well formed, can't be processed: "
const overlapping = 'Overlapping conditions with range keys are not supported in where clause'
const keyType = "Key attribute's data type should match its data type in table's schema: Key "
const tooManyReads = 'Too many decomposed read operations for a given query.'
const noKey = 'Where clause does not contain a mandatory equality on all key attributes'
const operandType = 'Incorrect operand type for operator or function; operator or function: '
const invalid = 'One or more parameter values were invalid: '
const values = (count: number) => Array.from({ length: count }, (_, at) => `'v${at}'`).join(', ')
const whole = `WHERE pk='p' AND sk='1'`

/** Tables and items are only read: what is refused changes nothing. */
describe('ExecuteStatement refuses', () => {
  let cloud: Awaited<ReturnType<typeof tableWorld>>
  const run = (Statement: string, more: object = {}) =>
    cloud.call('ExecuteStatement', { Statement, ...more })
  const item = {
    pk: { S: 'p' },
    sk: { S: '1' },
    l: { L: [{ S: 'a' }] },
    ss: { SS: ['a'] },
    n: { N: '1' },
  }

  beforeAll(async () => {
    cloud = await tableWorld()
    await cloud.call('CreateTable', {
      TableName: 'included',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'g'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: keys('pk'),
      GlobalSecondaryIndexes: [
        {
          IndexName: 'inc',
          KeySchema: keys('g'),
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['seen'] },
        },
      ],
    })
    await cloud.advance(1_000)
    await cloud.A('PutItem', { Item: item })
  })

  it.each([
    ['SLECT * FROM tabA', 'Expected data manipulation'],
    ['CREATE TABLE x', 'Expected data manipulation'],
    ['UPDATE Payment-x SET a=1 WHERE pk=1', 'Expected data manipulation'],
    ['INSERT INTO urls (key, b) VALUES (?, ?)', 'Unexpected keyword'],
    ['SELECT pad FROM tabA', 'Unexpected keyword'],
    [`SELECT * FROM tabA WHERE pad = 'x'`, 'Unexpected keyword'],
    [`UPDATE tabA SET t=1 ${whole} garbage`, 'Unexpected token after expression'],
    ['SELECT * FROM tabA; SELECT * FROM tabA', 'Unexpected token after expression'],
    ['DELETE FROM', 'Expected identifier for simple path'],
    ['SELECT * FROM tabA WHERE', 'Unexpected term'],
    ['SELECT * FROM tabA WHERE pk =', 'Unexpected term'],
    ['SELECT * FROM tabA WHERE = 1', 'Unexpected operator'],
    ['SELECT * FROM tabA WHERE x IS 1', 'Expected type name'],
    [`SELECT * FROM tabA ${whole} /* open`, 'Unexpected term'],
    [`SELECT * FROM tabA WHERE pk = 'open`, 'Invalid character'],
    [`SELECT * FROM tabA WHERE ${'('.repeat(300)}1`, 'Too deeply nested'],
  ])('%s, which no parser reads', (statement, reason) =>
    expectInvalid(run(statement), malformed + reason),
  )

  it.each([
    [
      'SELECT *, n FROM tabA',
      "Other attributes should not be present in the projection when '*' is used.",
    ],
    ['SELECT n AS m FROM tabA', 'Aliasing is not supported'],
    ['SELECT * FROM tabA t', 'Aliasing is not supported'],
    ['SELECT * FROM tabA, tabH', 'Only select from a single table or index is supported.'],
    ['SELECT n, m.n FROM tabA', 'Duplicate identifiers in select clause: n'],
    ['SELECT VALUE n FROM tabA', "Select projection doesn't support value or pivot keywords"],
    ['SELECT * FROM tabA LIMIT 5', 'Unsupported clause: LIMIT'],
    [`SELECT * FROM tabA WHERE pk = 'p' ORDER BY sk LIMIT 5`, 'Unsupported clause: LIMIT'],
    ['SELECT DISTINCT n FROM tabA', 'Unsupported clause: DISTINCT'],
    ['SELECT n FROM tabA GROUP BY n', 'Unsupported clause: GROUP'],
    ['SELECT * FROM ""', 'Path component cannot be an empty string'],
    ['SELECT * FROM "a"."b"."c"', 'A path may contain at most 2 components in the FROM clause'],
    [
      'SELECT l[-1] FROM tabA',
      'List index is not within the allowable range; index: [-1] at 1:11:1',
    ],
    [
      'SELECT l[2147483648] FROM tabA',
      'List index is not within the allowable range; index: [2147483648] at 1:10:10',
    ],
    ['SELECT l[*].a FROM tabA', 'Wildcard path component like a[*].b are not supported'],
    ['SELECT m.*.a FROM tabA', 'Unpivot path component like a.*.b are not supported'],
    ['SELECT * FROM "tabA"."nope"', 'The table does not have the specified index'],
    [
      `INSERT INTO "tabA"."g1" VALUE {'pk': 'x'}`,
      'FROM clause may only contain a single table name',
    ],
    [`UPDATE "tabA"."g1" SET a = 1 ${whole}`, 'This operation is not supported on an index'],
    [`DELETE FROM "tabA"."g1" ${whole}`, 'This operation is not supported on an index'],
  ])('%s', (statement, message) => expectInvalid(run(statement), message))

  it.each([
    ['n > -n', 'Unsupported operation: -'],
    ['n > false', `${operandType}>, operand type: BOOL`],
    ['attribute_exists(n) > false', `${operandType}>, operand type: BOOL`],
    ['attribute_type(l, 1)', `${operandType}attribute_type, operand type: N`],
    ['begins_with(l, 1)', `${operandType}begins_with, operand type: N`],
    [
      `attribute_exists('n')`,
      'Operator or function requires a document path; operator or function: attribute_exists',
    ],
    [
      `contains(n)`,
      'Incorrect number of operands for operator or function; operator or function: contains, number of operands: 1',
    ],
    [
      `attribute_type(n, 'X')`,
      'Invalid attribute type name found; type: X, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}',
    ],
    [
      'n BETWEEN 5 AND 4',
      'The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:5}, upper bound operand: AttributeValue: {N:4}',
    ],
    [
      'n = n',
      'The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [n]',
    ],
    [
      `n IN [${values(101)}]`,
      'The IN operator is provided with too many operands; number of operands: 101',
    ],
    [
      'n IN []',
      'IN operator must have a left hand argument of type Variable Reference and right hand argument of type Seq with at least one member',
    ],
    ['n = MISSING', 'MISSING must be compared using IS operator'],
    [
      `'n' IS MISSING`,
      'The left hand side argument to IS must be a Variable Reference, Literal, or Path',
    ],
    [
      'n IS INTEGER',
      'Unsupported data type for IS operator: INTEGER. Supported data types are [MISSING, NULL, BOOLEAN, BLOB, STRING, NUMERIC, STRUCT, TUPLE, LIST]',
    ],
    ['upper2(n) = 1', 'Unrecognized function: upper2'],
    ['upper2(n)', 'Unrecognized function: upper2'],
    [`n LIKE 'a%'`, 'Unsupported operator in Condition Expression. Operator: like'],
    ['n + 1 = 2', 'Unsupported operator in Condition Expression. Operator: +'],
    ['n', 'The arguments to AND/OR must be Expressions'],
    ['NOT n', 'The argument to NOT must be a Type or Expression'],
    ['(n = 1 AND 5)', 'The arguments to AND/OR must be Expressions'],
    [`ss = <<'a','a'>>`, `${invalid}Input collection [a, a] contains duplicates.`],
    ['EXISTS(n)', 'EXISTS can only be used in ExecuteTransaction write requests.'],
  ])('the condition %s', async (condition, message) => {
    await expectInvalid(run(`SELECT sk FROM tabA WHERE pk='p' AND ${condition}`), message)
    const known = message.startsWith('Unrecognized') || message.startsWith('EXISTS')
    if (!known) await expectInvalid(run(`UPDATE tabA SET t=1 ${whole} AND ${condition}`), message)
  })

  it('a WHERE that is no condition', () =>
    expectInvalid(
      run('SELECT * FROM tabA WHERE n'),
      'WHERE clause must contain an expression that resolves to a boolean',
    ))

  it.each([
    [`pk IN ['r','r']`, overlapping],
    [`pk='r' OR pk='r'`, overlapping],
    [`pk='r' AND (sk > '0' OR sk < '5')`, overlapping],
    [`pk='r' AND (sk='1' OR n=2)`, overlapping],
    [`pk='r' AND (begins_with(sk, 'a') OR sk='ab')`, overlapping],
    [`(pk='r' AND n=1) OR (pk='r' AND n=2)`, overlapping],
    [`pk = 1 OR pk = 'r'`, `${keyType}pk`],
    [`pk = 'r' AND sk IN ['1', 2]`, `${keyType}sk`],
    [`pk = 'r' AND sk > 2`, `${keyType}sk`],
    [`pk IN [${values(51)}]`, tooManyReads],
    [`pk='r' AND sk IN [${values(51)}]`, tooManyReads],
    [`pk IN [${values(26)}] AND sk IN ['1','2']`, tooManyReads],
    [
      `pk = ''`,
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
    ],
  ])('WHERE %s', (where, message) =>
    expectInvalid(run(`SELECT sk FROM tabA WHERE ${where}`), message),
  )

  it.each([
    [`pk='r' OR sk='1'`, 1],
    ['pk > 1', 0],
    [`pk IN [${values(50)}] AND n IN [${values(100)}]`, 0],
    [`pk IN [${values(51)}] OR n=1`, 1],
    [`pk='p' AND (sk < '1' OR sk > '1' OR sk='1')`, 1],
    [`pk='p' AND pk='q'`, 0],
  ])('nothing of WHERE %s', async (where, found) => {
    expect((await run(`SELECT sk FROM tabA WHERE ${where}`)).Items).toHaveLength(found)
  })

  it.each([
    ['ORDER BY sk', 'Must have WHERE clause in the statement when using ORDER BY clause.'],
    [
      `WHERE pk = 'o' ORDER BY n DESC`,
      'Attribute n in ORDER BY clause must be part of the primary key',
    ],
    [
      `WHERE pk > 'a' ORDER BY sk`,
      'Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.',
    ],
    [
      `WHERE pk IN ['o', 'p'] ORDER BY sk`,
      'Must have hash key in ORDER BY clause when more than one hash key condition specified in WHERE clause.',
    ],
  ])('an order that keys don’t give: %s', (rest, message) =>
    expectInvalid(run(`SELECT sk FROM tabA ${rest}`), message),
  )

  it('strong reads of global indexes, and columns or filters that they lack', async () => {
    const select = (columns: string, where: string) =>
      run(`SELECT ${columns} FROM "included"."inc" WHERE ${where}`)
    await expectInvalid(
      run(`SELECT * FROM "included"."inc"`, { ConsistentRead: true }),
      'Strongly consistent read is not supported on Global Secondary Indexes',
    )
    await expectInvalid(
      select('z, a', `g='y'`),
      `${invalid}Global secondary index inc does not project [z, a]`,
    )
    const lacking = `${invalid}Secondary index inc does not project one or more filter attributes: `
    await expectInvalid(select('pk', `g='y' AND NOT (x=1 OR seen=2)`), `${lacking}[x]`)
    await expectInvalid(select('pk', `g='y' AND b=1 AND (a=2 OR seen=3)`), `${lacking}[a, b]`)
    await expectInvalid(select('pk', `g='y' AND (z=1 OR a=2 OR m=3)`), `${lacking}[z, a, m]`)
    await expectInvalid(select('pk', `(g='y' OR g='z') AND z=1`), `${lacking}[z]`)
    expect((await select('pk', `g > 'a' AND z=1`)).Items).toEqual([])
    expect((await select('pk', `g='y' AND (g='z' OR z=1)`)).Items).toEqual([])
  })

  const insert = (entries: string) => `INSERT INTO tabA VALUE {'pk':'x','sk':'1',${entries}}`
  const deep = (open: string, close: string, levels: number) =>
    `${open.repeat(levels)}1${close.repeat(levels)}`

  it.each([
    [insert(`'s':<<>>`), 'Empty bags are not supported'],
    [
      insert(`'s':<<1, 'a'>>`),
      'Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags',
    ],
    [insert(`'s':<<'a', 'a'>>`), `${invalid}Input collection [a, a] contains duplicates.`],
    [
      insert(`'s':<<2, 2.0>>`),
      `${invalid}Input collection [2, 2.0] contains duplicates! under root`,
    ],
    [insert(`'s':n`), 'Unsupported data type: VariableReference under key root at 1:47:1'],
    [insert(`'s':1, 's':2`), 'Duplicate keys in tuple. Key: s under root'],
    [insert(`'s':{'a':1,'a':2}`), 'Duplicate keys in tuple. Key: a under root'],
    [
      insert(`"s":1`),
      'Tuple keys must be of type String. Actual type: VariableReference under root',
    ],
    [
      insert(`'s':${deep(`{'a':`, '}', 32)}`),
      `Nesting Levels have exceeded supported limits under root${'.a'.repeat(32)}`,
    ],
    [
      insert(`'s':${deep('[', ']', 32)}`),
      `Nesting Levels have exceeded supported limits under root${'[0]'.repeat(32)}`,
    ],
    [
      insert(`'s':1E126`),
      'Number overflow. Attempting to store a number with magnitude larger than supported range',
    ],
    [
      insert(`'gpk': 5`),
      `${invalid}Type mismatch for Index Key gpk Expected: S Actual: N IndexName: g1`,
    ],
    [`INSERT INTO tabA VALUE {'pk':'x'}`, 'Key attribute should be present in the item: Key sk'],
    [`INSERT INTO tabA VALUE {'pk':'x','sk':1}`, `${keyType}sk`],
    [
      `INSERT INTO tabA VALUE 5`,
      'Unsupported format in item expression. Please use struct format {...} to express item values for insert statement.',
    ],
    [
      `INSERT INTO tabA VALUES ({'pk':'x'}, {'pk':'y'})`,
      'Unsupported operation: Inserting multiple items in a single statement is not supported, use "INSERT INTO tableName VALUE item" instead',
    ],
    [`${insert(`'a':1`)} RETURNING ALL OLD *`, 'RETURNING is not supported in INSERT'],
  ])('%s', (statement, message) => expectInvalid(run(statement), message))

  it.each([['MODIFIED OLD'], ['ALL NEW'], ['MODIFIED NEW']])('DELETE … RETURNING %s *', (values) =>
    expectInvalid(
      run(`DELETE FROM tabA ${whole} RETURNING ${values} *`),
      `Invalid returning clause: RETURNING ${values} *. Only RETURNING ALL OLD * is allowed in DELETE statements.`,
    ),
  )

  it.each([
    [`n = 'a' + 1`, `${operandType}+, operand type: S`],
    ['n = n - null', `${operandType}-, operand type: NULL`],
    ['n = n * 2', 'Unsupported operator in Update Expression. Operator: *'],
    ['n = nope(n)', 'Unrecognized function: nope'],
    [
      'other = set_add(ss, <<1>>)',
      'The first argument to SET_ADD must equal the assignment value at 1:25:7',
    ],
    [
      `ss = set_add(ss, 'x')`,
      'The second argument to SET_ADD must be a value with type SET at 1:30:2',
    ],
    [
      `"ss" = set_delete("ss", ['x'])`,
      'The second argument to SET_DELETE must be a value with type SET at 1:35:4',
    ],
    ['ss = set_add(ss)', 'SET_ADD must have exactly two arguments'],
    ['ss = set_add(ss, <<1>>)', 'An operand in the update expression has an incorrect data type'],
    [
      'none = list_append(none, [1])',
      'The provided expression refers to an attribute that does not exist in the item',
    ],
    ['none.a = 1', 'The document path provided in the update expression is invalid for update'],
    ['x = [n]', 'Unsupported data type: VariableReference under key root[0] at 1:22:1'],
    [`sk = '2'`, `${invalid}Cannot update attribute sk. This attribute is part of the key`],
    [
      'n = 1 SET n = 2',
      'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [n], path two: [n]',
    ],
    [
      'gpk = 1',
      'The update expression attempted to update the secondary index key to unsupported type',
    ],
  ])('SET %s', async (assignment, message) => {
    await expectInvalid(run(`UPDATE tabA SET ${assignment} ${whole}`), message)
    expect((await cloud.A('GetItem', { Key: { pk: item.pk, sk: item.sk } })).Item).toEqual(item)
  })

  it.each([
    [`WHERE n = 1`, noKey],
    [`WHERE pk = 'p'`, noKey],
    [`WHERE pk IN ['p'] AND sk = '1'`, noKey],
    [`WHERE pk = 'p' AND (sk = '1' OR n = 1)`, noKey],
    ['', noKey],
    [
      `${whole} AND pk = 'q'`,
      'Multiple conditions on same key pk. Only single item Update/Insert/Delete are supported',
    ],
    [`WHERE pk = 'p' AND sk = 1`, `${keyType}sk`],
  ])('writes of no single item: %s', async (where, message) => {
    await expectInvalid(run(`UPDATE tabA SET a = 1 ${where}`), message)
    await expectInvalid(run(`DELETE FROM tabA ${where}`), message)
  })

  it('parameters that are no values, before it looks at the statement', async () => {
    const given = (parameter: object) => run('UPDATE tabA SET WHERE', { Parameters: [parameter] })
    await expectInvalid(
      given({ SS: ['a', 'a'] }),
      `${invalid}Input collection [a, a] contains duplicates.`,
    )
    await expectInvalid(
      given({ NULL: false }),
      `${invalid}Null attribute value types must have the value of true`,
    )
    const nested = run(`UPDATE tabA SET x = [?] ${whole}`, { Parameters: [{ S: 'v' }] })
    await expectInvalid(nested, 'Unsupported data type: Parameter under key root[0] at 1:22:1')
    await expectInvalid(
      run(insert(`'m':{'k':?}`), { Parameters: [{ S: 'v' }] }),
      'Unsupported data type: Parameter under key root.k at 1:52:1',
    )
  })

  it('paths of more than 32 steps', async () => {
    const path = (steps: number) => `a${'.b'.repeat(steps - 1)}`
    const tooDeep = 'The document path has too many nesting levels;'
    for (const statement of [
      `SELECT ${path(33)} FROM tabA`,
      `SELECT * FROM tabA WHERE ${path(33)} = 1`,
      `UPDATE tabA SET ${path(33)} = 1 ${whole}`,
    ]) {
      await expectInvalid(run(statement), tooDeep)
    }
    expect(await run(`SELECT ${path(32)} FROM tabA WHERE ${path(32)} = 1`)).toEqual({ Items: [] })
  })

  it('tables that aren’t there, and EXISTS by itself', async () => {
    const code = 'ResourceNotFoundException'
    const missing = 'Requested resource not found'
    await expectRefusal(run('SELECT * FROM "absent"'), code, missing)
    await expectRefusal(run(`INSERT INTO absent VALUE {'pk':'x'}`), code, missing)
    await expectRefusal(run(`DELETE FROM absent WHERE pk='x'`), code, missing)
    await expectInvalid(
      run(`EXISTS(SELECT * FROM tabA ${whole} AND n IS MISSING)`),
      'EXISTS can only be used in ExecuteTransaction write requests.',
    )
  })
})
