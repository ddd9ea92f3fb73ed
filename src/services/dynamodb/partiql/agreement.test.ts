/** PartiQL and the item operations say the same: random calls, each made in both ways. */
import { expect, it } from 'vitest'
import { AwsError } from '../../../kernel/errors.ts'
import { type Random, seededRandom } from '../../../kernel/random.ts'
import { tableWorld } from '../testing/table-world.ts'

const seeds = ['one', 'two', 'three', 'four']
const callsPerSeed = 150

it.each(seeds)('PartiQL agrees with the item operations (seed %s)', async (seed) => {
  const draw = drawer(seededRandom(seed))
  const [classic, spoken] = [await tableWorld(), await tableWorld()]
  for (let at = 0; at < callsPerSeed; at++) {
    const { operation, input, statement } = drawCall(draw)
    const [expected, answered] = [
      await outcome(classic.A(operation, { ReturnConsumedCapacity: 'INDEXES', ...input })),
      await outcome(
        spoken.call('ExecuteStatement', {
          Statement: statement,
          ReturnConsumedCapacity: 'INDEXES',
          ...(input.ConsistentRead ? { ConsistentRead: true } : {}),
        }),
      ),
    ]
    expect(answered, `${operation} ${statement}`).toEqual(expected)
  }
  const all = (cloud: typeof classic) => cloud.A('Scan')
  expect(await all(spoken)).toEqual(await all(classic))
  const index = (cloud: typeof classic) => cloud.A('Scan', { IndexName: 'g1' })
  expect(await index(spoken)).toEqual(await index(classic))
})

it.each(seeds)('transactions of both agree, too (seed %s)', async (seed) => {
  const draw = drawer(seededRandom(`transactions ${seed}`))
  const [classic, spoken] = [await tableWorld(), await tableWorld()]
  for (let at = 0; at < callsPerSeed / 3; at++) {
    const calls = Array.from({ length: 1 + draw.below(3) }, () => draw.one(writes)(draw))
    const ReturnConsumedCapacity = 'INDEXES'
    const [expected, answered] = [
      await outcome(
        classic.call('TransactWriteItems', {
          TransactItems: calls.map(actionOf),
          ReturnConsumedCapacity,
        }),
      ),
      await outcome(
        spoken.call('ExecuteTransaction', {
          TransactStatements: calls.map(({ statement }) => ({
            Statement: statement.replace(/ RETURNING .*/, ''),
          })),
          ReturnConsumedCapacity,
        }),
      ),
    ]
    const told = calls.map(({ statement }) => statement).join('; ')
    expect(answered, told).toEqual(expected)
  }
  expect(await spoken.A('Scan')).toEqual(await classic.A('Scan'))
})

interface Call {
  readonly operation: string
  readonly input: Readonly<Record<string, unknown>>
  readonly statement: string
}

type Draw = ReturnType<typeof drawer>

function drawer(random: Random) {
  const below = (count: number) => Math.floor(random.fraction() * count)
  return {
    below,
    one: <T>(choices: readonly T[]): T => choices[below(choices.length)] as T,
  }
}

/** More is put than deleted, so that there is something to find. */
const draws = [
  ...[drawInsert, drawInsert, drawInsert, drawUpdate, drawUpdate, drawUpdate, drawUpdate],
  ...[drawDelete, drawGet, drawQuery, drawQuery, drawScan],
]

const writes = [drawInsert, drawInsert, drawUpdate, drawUpdate, drawUpdate, drawDelete]

/** As an action of a transaction, which returns no values. */
function actionOf({ operation, input: { ReturnValues: _, ...input } }: Call) {
  return { [operation.replace('Item', '')]: { TableName: 'tabA', ...input } }
}

function drawCall(draw: Draw): Call {
  return draw.one(draws)(draw)
}

const names = ['a', 'b', 'gpk']

function drawKey(draw: Draw) {
  const [pk, sk] = [draw.one(['p', 'q']), draw.one(['1', '2', '3'])]
  return { Key: { pk: { S: pk }, sk: { S: sk } }, where: `pk='${pk}' AND sk='${sk}'` }
}

/** A value, and as PartiQL writes it. */
function drawValue(draw: Draw, name: string): { value: object; text: string } {
  const number = String(draw.below(4))
  const string = { value: { S: `s${number}` }, text: `'s${number}'` }
  if (name === 'gpk') return string
  return draw.one([
    string,
    { value: { N: number }, text: number },
    { value: { SS: ['x', number] }, text: `<<'x', '${number}'>>` },
    { value: { L: [{ N: number }, { BOOL: true }] }, text: `[${number}, true]` },
    { value: { M: { k: { NULL: true } } }, text: `{'k': null}` },
  ])
}

function drawInsert(draw: Draw): Call {
  const { Key } = drawKey(draw)
  const rest = names.filter(() => draw.below(2) === 0)
  const values = rest.map((name) => ({ name, ...drawValue(draw, name) }))
  const written = [`'pk': '${Key.pk.S}'`, `'sk': '${Key.sk.S}'`]
  for (const { name, text } of values) written.push(`'${name}': ${text}`)
  const Item = { ...Key, ...Object.fromEntries(values.map(({ name, value }) => [name, value])) }
  return {
    operation: 'PutItem',
    input: { Item, ConditionExpression: 'attribute_not_exists(pk)' },
    statement: `INSERT INTO "tabA" VALUE {${written.join(', ')}}`,
  }
}

function drawUpdate(draw: Draw): Call {
  const { Key, where } = drawKey(draw)
  const name = draw.one(names)
  const { value, text } = drawValue(draw, name)
  const [UpdateExpression, set] = draw.one([
    ['SET #n = :v', `SET ${name} = ${text}`],
    ['SET #n = :v REMOVE #r', `SET ${name} = ${text} REMOVE other`],
    ['SET a = a + :v', `SET a = a + ${text}`],
    ['SET a = list_append(a, :v)', `SET a = list_append(a, ${text})`],
    ['ADD a :v', `SET a = set_add(a, ${text})`],
    ['DELETE a :v', `SET a = set_delete(a, ${text})`],
  ] as const)
  const isSet = 'SS' in value
  const isAction = UpdateExpression.startsWith('ADD') || UpdateExpression.startsWith('DELETE')
  // Of these two the texts differ by design.
  if (isAction && !isSet) return drawInsert(draw)
  const used = UpdateExpression.match(/#\w/g) ?? []
  const aliases = { '#n': name, '#r': 'other' }
  const returned = draw.one(['ALL_OLD', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW'])
  return {
    operation: 'UpdateItem',
    input: {
      Key,
      UpdateExpression,
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':v': value },
      ...(used.length > 0 && {
        ExpressionAttributeNames: Object.fromEntries(
          used.map((alias) => [alias, aliases[alias as '#n']]),
        ),
      }),
      ReturnValues: returned,
    },
    statement: `UPDATE tabA ${set} WHERE ${where} RETURNING ${returned.replace('UPDATED', 'MODIFIED').replace('_', ' ')} *`,
  }
}

function drawDelete(draw: Draw): Call {
  const { Key, where } = drawKey(draw)
  return {
    operation: 'DeleteItem',
    input: { Key, ReturnValues: 'ALL_OLD' },
    statement: `DELETE FROM tabA WHERE ${where} RETURNING ALL OLD *`,
  }
}

function drawGet(draw: Draw): Call {
  const { Key, where } = drawKey(draw)
  return {
    operation: 'GetItem',
    input: { Key, ConsistentRead: draw.below(2) === 0 },
    statement: `SELECT * FROM "tabA" WHERE ${where}`,
  }
}

function drawCondition(draw: Draw) {
  const name = draw.one(['a', 'b'])
  const { value, text } = drawValue(draw, name)
  const [expression, condition, needsValue] = draw.one([
    [`${name} = :v`, `${name} = ${text}`, true],
    [`${name} <> :v`, `${name} != ${text}`, true],
    [`NOT ${name} IN (:v)`, `${name} NOT IN [${text}]`, true],
    [`contains(${name}, :v)`, `contains(${name}, ${text})`, true],
    [`attribute_exists(${name})`, `${name} IS NOT MISSING`, false],
    [`attribute_not_exists(${name})`, `${name} IS MISSING`, false],
    [`size(${name}) = :v`, `size(${name}) = ${text}`, true],
  ] as const)
  return { expression, condition, values: needsValue ? { ':v': value } : {} }
}

function drawQuery(draw: Draw): Call {
  const { expression, condition, values } = drawCondition(draw)
  const pk = draw.one(['p', 'q'])
  const [sort, sorted] = draw.one([
    ['', ''],
    [' AND sk > :s', ` AND sk > '1'`],
    [' AND sk BETWEEN :s AND :t', ` AND sk BETWEEN '1' AND '2'`],
    [' AND begins_with(sk, :s)', ` AND begins_with(sk, '1')`],
  ] as const)
  const sortValues = {
    ...(sort.includes(':s') && { ':s': { S: '1' } }),
    ...(sort.includes(':t') && { ':t': { S: '2' } }),
  }
  const isBackwards = draw.below(2) === 0
  return {
    operation: 'Query',
    input: {
      KeyConditionExpression: `pk = :p${sort}`,
      FilterExpression: expression,
      ExpressionAttributeValues: { ':p': { S: pk }, ...sortValues, ...values },
      ScanIndexForward: !isBackwards,
    },
    statement: `SELECT * FROM tabA WHERE pk = '${pk}'${sorted} AND ${condition}${isBackwards ? ' ORDER BY sk DESC' : ''}`,
  }
}

function drawScan(draw: Draw): Call {
  const { expression, condition, values } = drawCondition(draw)
  return {
    operation: 'Scan',
    input: {
      FilterExpression: expression,
      ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    },
    statement: `SELECT * FROM tabA WHERE ${condition}`,
  }
}

/** What a call answers, in one form for both ways. */
async function outcome(call: Promise<Record<string, unknown>>) {
  try {
    const { Items, Item, Attributes, ConsumedCapacity } = await call
    return { rows: Items ?? [Item ?? Attributes].filter(Boolean), ConsumedCapacity }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return { message: wordsOf(error), reasons: error.members?.['CancellationReasons'] }
  }
}

/** Without what the two ways say differently by design: prefixes, and a key that is there. */
function wordsOf({ code, message }: AwsError): string {
  if (code === 'DuplicateItemException') return 'The conditional request failed'
  return message.replace(
    /^(?:1 validation error detected: )?(?:Validation failed in TransactStatements\[\d\]: )?(?:Invalid \w+Expression: )?/,
    '',
  )
}
