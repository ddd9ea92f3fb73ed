import { beforeEach, describe, expect, it } from 'vitest'
import { expectInvalid, expectRefusal, tableWorld } from '../testing/table-world.ts'

const none = 'The conditional request failed'

/** What single statements do to items, in both tables. */
describe('ExecuteStatement', () => {
  let cloud: Awaited<ReturnType<typeof tableWorld>>
  const run = (Statement: string, more: object = {}) =>
    cloud.call('ExecuteStatement', { Statement, ...more })
  const items = async (statement: string, more: object = {}) => (await run(statement, more)).Items
  const key = (pk: string, sk = '1') => ({ pk: { S: pk }, sk: { S: sk } })
  const got = async (pk: string, sk = '1') =>
    (await cloud.A('GetItem', { Key: key(pk, sk) })).Item as Record<string, unknown>
  const put = (pk: string, more: object = {}, sk = '1') =>
    cloud.A('PutItem', { Item: { ...key(pk, sk), ...more } })

  beforeEach(async () => {
    cloud = await tableWorld()
  })

  it('writes maps, lists and sets, and changes all of them at once', async () => {
    expect(
      await run(
        `INSERT INTO "tabA" value {'pk':'dt', 'sk':'1', 'n':1, 'm' : {'a': 'value', 'b': 4},
         'l': [1,'x'], 'ns':<<1,34,4.50>>, 'ss':<<'a','b'>>, 't': true, 'nil': NULL}`,
      ),
    ).toEqual({ Items: [] })
    expect(await got('dt')).toEqual({
      ...key('dt'),
      n: { N: '1' },
      m: { M: { a: { S: 'value' }, b: { N: '4' } } },
      l: { L: [{ N: '1' }, { S: 'x' }] },
      ns: { NS: ['1', '34', '4.5'] },
      ss: { SS: ['a', 'b'] },
      t: { BOOL: true },
      nil: { NULL: true },
    })
    await run(
      `UPDATE "tabA" SET n=n + 100 SET m.c=[2020, 'y'] SET l = LIST_APPEND(l, [4, <<'s'>>])
       SET ns= SET_ADD(ns, <<345>>) SET ss = set_delete(ss, <<'a'>>) REMOVE t, nil
       WHERE pk='dt' AND sk='1'`,
    )
    expect(await got('dt')).toEqual({
      ...key('dt'),
      n: { N: '101' },
      m: { M: { a: { S: 'value' }, b: { N: '4' }, c: { L: [{ N: '2020' }, { S: 'y' }] } } },
      l: { L: [{ N: '1' }, { S: 'x' }, { N: '4' }, { SS: ['s'] }] },
      ns: { NS: ['1', '34', '4.5', '345'] },
      ss: { SS: ['b'] },
    })
  })

  it('reads numbers with exponents and signs, and doubled quotes', async () => {
    await run(
      `INSERT INTO "tabA" VALUE {'pk':'num', 'sk':'1', 'a':1E3, 'b':-1.5e-3, 'd':- - 0, 'q':'it''s'}`,
    )
    expect(await got('num')).toMatchObject({
      a: { N: '1000' },
      b: { N: '-0.0015' },
      d: { N: '0' },
      q: { S: "it's" },
    })
    const found = `SELECT sk FROM tabA WHERE pk = 'num' AND q = 'it''s' AND a = 1e3 AND b > -/**/1`
    expect(await items(found)).toHaveLength(1)
    await run(`UPDATE "tabA" SET a=a-1, l = [- 1] WHERE pk='num' AND sk='1'`)
    expect(await got('num')).toMatchObject({ a: { N: '999' }, l: { L: [{ N: '-1' }] } })
  })

  it('fills in parameters, and tells when there are too many or too few', async () => {
    await run(`INSERT INTO "tabA" VALUE {'pk':?,'sk':?,'n':1}`, {
      Parameters: [{ S: 'p' }, { S: '1' }],
    })
    const statement = `SELECT sk FROM "tabA" WHERE pk=? AND n IN [?, 2] AND NOT n IN ?`
    const Parameters = [{ S: 'p' }, { N: '1' }, { L: [{ N: '7' }] }]
    expect(await items(statement, { Parameters })).toEqual([{ sk: { S: '1' } }])
    const message = "Number of parameters in request and statement don't match."
    await expectInvalid(run(statement, { Parameters: Parameters.slice(1) }), message)
    await expectInvalid(run(statement, { Parameters: [...Parameters, { S: '' }] }), message)
    await expectInvalid(run(statement), message)
  })

  it('INSERT refuses a key that is there, and leaves the item alone', async () => {
    await put('p', { a: { S: 'old' } })
    await expectRefusal(
      run(`INSERT INTO "tabA" VALUE {'pk':'p','sk':'1'}`),
      'DuplicateItemException',
      'Duplicate primary key exists in table',
    )
    expect(await got('p')).toMatchObject({ a: { S: 'old' } })
  })

  it('UPDATE makes no item, and DELETE of nothing is no fault', async () => {
    const code = 'ConditionalCheckFailedException'
    await expectRefusal(run(`UPDATE "tabH" SET a = 1 WHERE pk = 'ghost'`), code, none)
    expect(await cloud.H('GetItem', { Key: { pk: { S: 'ghost' } } })).toEqual({})
    expect(await run(`DELETE FROM "tabH" WHERE pk = 'ghost' AND x = 1`)).toEqual({ Items: [] })
    await cloud.H('PutItem', { Item: { pk: { S: 'p' }, n: { N: '5' } } })
    await expectRefusal(run(`UPDATE "tabH" SET n = 9 WHERE pk = 'p' AND n = 6`), code, none)
    await expectRefusal(run(`DELETE FROM "tabH" WHERE pk = 'p' AND n = 6`), code, none)
    await expect(
      run(`DELETE FROM "tabH" WHERE pk = 'p' AND n = 6`, {
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    ).rejects.toMatchObject({ code, members: { Item: { pk: { S: 'p' }, n: { N: '5' } } } })
    await run(`DELETE FROM "tabH" WHERE pk = 'p' AND n = 5`)
    expect(await items(`SELECT * FROM "tabH"`)).toEqual([])
  })

  it('RETURNING answers the row on the side that was asked for', async () => {
    await cloud.H('PutItem', { Item: { pk: { S: 'p' }, d: { S: 'old' }, keep: { S: 'k' } } })
    const update = (value: string, returning: string) =>
      items(`UPDATE "tabH" SET d = '${value}' WHERE pk = 'p' RETURNING ${returning} *`)
    const row = (d: string) => [{ pk: { S: 'p' }, d: { S: d }, keep: { S: 'k' } }]
    expect(await update('a', 'ALL OLD')).toEqual(row('old'))
    expect(await update('b', 'ALL NEW')).toEqual(row('b'))
    expect(await update('c', 'MODIFIED OLD')).toEqual([{ d: { S: 'b' } }])
    expect(await update('d', 'MODIFIED NEW')).toEqual([{ d: { S: 'd' } }])
    const removed = `UPDATE "tabH" REMOVE d WHERE pk = 'p' RETURNING MODIFIED NEW *`
    expect(await items(removed)).toEqual([])
    const gone = `DELETE FROM "tabH" WHERE pk = 'p' RETURNING ALL OLD *`
    expect(await items(gone)).toEqual([{ pk: { S: 'p' }, keep: { S: 'k' } }])
    expect(await items(gone)).toEqual([])
  })

  it('names nested columns by their last names', async () => {
    await put('p', {
      m: { M: { s: { S: 'deep' }, k: { L: [{ S: 'c' }] } } },
      t: { L: [{ S: 'a' }, { S: 'b' }] },
    })
    const where = `WHERE pk='p' AND sk='1'`
    expect(await items(`SELECT m.s, t[1], m.k[0], "nope" FROM tabA ${where}`)).toEqual([
      { s: { S: 'deep' }, 't[1]': { S: 'b' }, 'k[0]': { S: 'c' } },
    ])
    expect(await items(`SELECT t[-0], t[7] FROM tabA ${where}`)).toEqual([{ 't[0]': { S: 'a' } }])
    expect(await items(`SELECT nope FROM tabA ${where}`)).toEqual([{}])
  })

  it('skips comments, and takes a semicolon', async () => {
    await put('c', { note: { S: 'a--b /*c*/' } })
    const text = `SELECT/**/* FROM tabA -- the table\nWHERE pk/* key */='c' AND note = 'a--b /*c*/'; --`
    expect(await items(text)).toHaveLength(1)
  })

  describe('conditions', () => {
    beforeEach(async () => {
      await put('1', { a: { S: 'x y' }, ss: { SS: ['a'] }, n: { N: '400' }, nul: { NULL: true } })
      await put('2', { n: { N: '550' }, b: { B: new Uint8Array(400) }, yes: { BOOL: true } })
    })

    it.each([
      [`contains("a", 'y')`, ['1']],
      [`contains(ss, 'a')`, ['1']],
      [`begins_with(a, 'x')`, ['1']],
      [`attribute_type(n, 'N')`, ['1', '2']],
      [`size(b) > 300`, ['2']],
      [`n != 400`, ['2']],
      [`400 <> n`, ['2']],
      [`n BETWEEN 400 AND 500`, ['1']],
      [`n NOT BETWEEN 400 AND 500`, ['2']],
      [`n IN (400, 1)`, ['1']],
      [`NOT n IN [400]`, ['2']],
      [`nul IS NULL`, ['1']],
      [`nul IS NOT NULL`, ['2']],
      [`absent IS NULL`, []],
      [`a IS MISSING`, ['2']],
      [`a IS NOT MISSING`, ['1']],
      [`b IS BLOB OR ss IS STRING`, ['2']],
      [`NOT (n = 400 AND a = 'x y') AND n > 1`, ['2']],
      [`attribute_exists(a) = false`, ['2']],
      [`true = ATTRIBUTE_EXISTS (a)`, ['1']],
      [`attribute_exists(n) = yes`, ['2']],
      [`(n = 5 OR n = 400) = true`, ['1']],
      [`NOT attribute_exists(n) = true`, []],
      [`attribute_not_exists(a) IN [true, 1]`, ['2']],
      [`sk <> '1'`, []],
      [`NOT sk = '2'`, ['1', '2']],
    ])('%s', async (condition, expected) => {
      const rows = (await items(`SELECT pk FROM tabA WHERE pk IN ['1', '2'] AND ${condition}`)) as {
        pk: { S: string }
      }[]
      expect(rows.map(({ pk }) => pk.S)).toEqual(expected)
    })
  })

  describe('order and pages', () => {
    beforeEach(async () => {
      for (const pk of ['o', 'p']) for (const sk of ['1', '2', '3']) await put(pk, {}, sk)
    })

    const order = async (rest: string) =>
      ((await items(`SELECT pk, sk FROM tabA WHERE ${rest}`)) as ReturnType<typeof key>[])
        .map(({ pk, sk }) => pk.S + sk.S)
        .join(' ')

    it('follows the keys', async () => {
      expect(await order(`pk = 'o' ORDER BY sk DESC`)).toBe('o3 o2 o1')
      expect(await order(`pk = 'o' ORDER BY sk`)).toBe('o1 o2 o3')
      expect(await order(`pk = 'o' ORDER BY pk ASC`)).toBe('o3 o2 o1')
      expect(await order(`pk IN ['o', 'p'] ORDER BY pk DESC, sk ASC`)).toBe('p1 p2 p3 o1 o2 o3')
      expect(await order(`pk = 'o' AND (sk = '3' OR sk < '2')`)).toBe('o3 o1')
      expect(await order(`pk = 'o' AND sk > '1' AND sk <> '2'`)).toBe('o3')
      expect(await order(`pk = 'o' AND sk = '1' AND sk > '0'`)).toBe('o1')
      expect(await order(`pk = 'o' AND '2' <= sk`)).toBe('o2 o3')
    })

    it('goes on with a token, over partitions and under another limit', async () => {
      const statement = `SELECT pk, sk FROM tabA WHERE pk IN ['o', 'p'] ORDER BY pk DESC`
      const first = await run(statement, { Limit: 2 })
      expect(first.Items).toEqual([key('p', '3'), key('p', '2')])
      expect(first.LastEvaluatedKey).toEqual(key('p', '2'))
      const second = await run(statement, { Limit: 3, NextToken: first.NextToken })
      expect(second.Items).toEqual([key('p', '1'), key('o', '3'), key('o', '2')])
      const third = await run(statement, { NextToken: second.NextToken })
      expect(third).toEqual({ Items: [key('o', '1')] })
    })

    it('goes on with a scan', async () => {
      const seen: unknown[] = []
      let NextToken: unknown
      do {
        const page = await run(`SELECT * FROM "tabA" WHERE sk <> '2'`, {
          Limit: 1,
          ...(NextToken ? { NextToken } : {}),
        })
        seen.push(...(page.Items as unknown[]))
        NextToken = page.NextToken
      } while (NextToken)
      expect(seen).toHaveLength(4)
    })

    it('answers several reads in pages of ten', async () => {
      for (let at = 10; at < 20; at++) await put('o', {}, String(at))
      const statement = `SELECT sk FROM tabA WHERE pk IN ['o', 'p']`
      const page = await run(statement)
      expect(page.Items).toHaveLength(10)
      expect((await run(statement, { NextToken: page.NextToken })).Items).toHaveLength(6)
    })

    it('takes no token of another statement, of other parameters, or of nobody', async () => {
      const statement = 'SELECT * FROM tabA WHERE pk = ?'
      const o = { Parameters: [{ S: 'o' }], Limit: 1 }
      const { NextToken } = await run(statement, o)
      const other = 'NextToken does not match request'
      await expectInvalid(run('SELECT * FROM tabA', { NextToken }), other)
      await expectInvalid(run(statement, { ...o, Parameters: [{ S: 'p' }], NextToken }), other)
      await expectInvalid(run(statement, { ...o, NextToken: 'abc' }), 'Invalid NextToken')
    })

    it('reads indexes', async () => {
      await put('o', { gpk: { S: 'g' }, sk2: { S: 'l' }, other: { S: 'x' } }, '9')
      const seen = { ...key('o', '9'), gpk: { S: 'g' } }
      expect(await items(`SELECT * FROM "tabA"."g1" WHERE gpk = 'g'`)).toEqual([seen])
      expect(await items(`SELECT * FROM "tabA"."g1" WHERE sk = '9'`)).toEqual([seen])
      // A scanned index shows no more than it holds, even to a filter.
      expect(await items(`SELECT * FROM "tabA"."g1" WHERE other = 'x'`)).toEqual([])
      expect(await items(`SELECT other FROM "tabA"."l1" WHERE other = 'x'`)).toEqual([])
      const local = `SELECT other FROM "tabA"."l1" WHERE pk = 'o' AND other = 'x'`
      expect(await items(local, { ConsistentRead: true })).toEqual([{ other: { S: 'x' } }])
    })
  })
})
