/** What AWS says of queries and scans that it refuses: where they begin, what they select. */
import { beforeAll, describe, expect, it } from 'vitest'
import { expectInvalid, expectRefusal, tableWorld } from './testing/table-world.ts'

const S = (text: string) => ({ S: text })
const N = (number: number) => ({ N: String(number) })
const start = (ExclusiveStartKey: object) => ({ ExclusiveStartKey })
const invalid = 'One or more parameter values were invalid: '
const noStart = 'The provided starting key is invalid'
const outside = 'The provided starting key is outside query boundaries based on provided conditions'
const noIndex = (name: string) => `The table does not have the specified index: ${name}`
const notConsistent = 'Consistent reads are not supported on global secondary indexes'
const notAll = (name: string) =>
  `${invalid}Select type ALL_ATTRIBUTES is not supported for global secondary index ${name} because its projection type is not ALL`
const chosen = (select: string) =>
  `Cannot specify the ProjectionExpression when choosing to get ${select}`
const needsIndex = 'ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName'
const all = { pk: S('p'), sk: S('b') }

type Row = readonly [what: string, input: object, message: string]

const ofKey = (...values: readonly [condition: string, values: object]) => ({
  KeyConditionExpression: values[0],
  ExpressionAttributeValues: values[1],
})
const partition = ofKey('pk = :p', { ':p': S('p') })
const inIndex = { IndexName: 'g1', ...ofKey('gpk = :g', { ':g': S('g') }) }

const queries: readonly Row[] = [
  ['an index that is not there', { ...partition, IndexName: 'no' }, noIndex('no')],
  ['a consistent read of a global index', { ...inIndex, ConsistentRead: true }, notConsistent],
  ['an empty start', { ...partition, ...start({}) }, noStart],
  ['half a start', { ...partition, ...start({ pk: S('p') }) }, noStart],
  ['a start with more than the key', { ...partition, ...start({ ...all, x: S('x') }) }, noStart],
  ['a start of another type', { ...partition, ...start({ ...all, sk: N(1) }) }, noStart],
  ['a start without the index’s key', { ...inIndex, ...start(all) }, noStart],
  ['a start without the table’s key', { ...inIndex, ...start({ gpk: S('g') }) }, noStart],
  ['a start in another partition', { ...partition, ...start({ ...all, pk: S('q') }) }, outside],
  [
    'a start in another partition of an index',
    { ...inIndex, ...start({ ...all, gpk: S('h') }) },
    outside,
  ],
  [
    'a start that its sort condition excludes',
    {
      ...ofKey('pk = :p AND sk > :s', { ':p': S('p'), ':s': S('c') }),
      ...start(all),
    },
    'The provided starting key does not match the range key predicate',
  ],
  [
    'a filter by the partition key',
    { ...partition, FilterExpression: 'pk <> :p' },
    'Filter Expression can only contain non-primary key attributes: Primary key attribute: pk',
  ],
  [
    'a filter by the sort key',
    { ...partition, FilterExpression: 'attribute_exists(x) AND begins_with(sk, :p)' },
    'Filter Expression can only contain non-primary key attributes: Primary key attribute: sk',
  ],
  [
    'a filter by an index’s key',
    {
      ...inIndex,
      FilterExpression: 'size(gpk) > :n',
      ExpressionAttributeValues: { ':g': S('g'), ':n': N(1) },
    },
    'Filter Expression can only contain non-primary key attributes: Primary key attribute: gpk',
  ],
  [
    'all attributes of an index that lacks some',
    { ...inIndex, Select: 'ALL_ATTRIBUTES' },
    notAll('g1'),
  ],
]

const scans: readonly Row[] = [
  ['an index that is not there', { IndexName: 'no' }, noIndex('no')],
  ['a consistent read of a global index', { IndexName: 'g1', ConsistentRead: true }, notConsistent],
  ...(
    [
      ['an empty start', {}],
      ['half a start', { pk: S('p') }],
      ['a start with more than the key', { ...all, x: S('x') }],
      ['a start of another type', { ...all, sk: N(1) }],
    ] as const
  ).flatMap(([what, key]): readonly Row[] => [
    [what, start(key), `${noStart}: The provided key element does not match the schema`],
    [`${what}, of an index`, { IndexName: 'g1', ...start(key) }, noStart],
  ]),
  [
    'all attributes of an index that lacks some',
    { IndexName: 'g1', Select: 'ALL_ATTRIBUTES' },
    notAll('g1'),
  ],
]

/** They are found before the table is looked for. */
const requests: readonly Row[] = [
  [
    'all attributes, and some',
    { Select: 'ALL_ATTRIBUTES', ProjectionExpression: 'x' },
    chosen('ALL_ATTRIBUTES'),
  ],
  ['what an index projects, of none', { Select: 'ALL_PROJECTED_ATTRIBUTES' }, needsIndex],
]

const segments: readonly Row[] = [
  [
    'a segment of how many',
    { Segment: 0 },
    'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
  ],
  [
    'which segment',
    { TotalSegments: 4 },
    'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
  ],
  [
    'a segment beyond the last',
    { Segment: 4, TotalSegments: 4 },
    'The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 4 is not less than TotalSegments: 4',
  ],
]

describe('a read', () => {
  let cloud: Awaited<ReturnType<typeof tableWorld>>

  beforeAll(async () => {
    cloud = await tableWorld()
  })

  const expectBare = (message: string, error: unknown) =>
    expect(error).toMatchObject({ code: 'ValidationException', status: 400, message })

  it.each(queries)('by Query is refused: %s', async (_, input, message) => {
    await expectInvalid(cloud.A('Query', input), message)
  })

  it.each(scans)('by Scan is refused: %s', async (_, input, message) => {
    await expectInvalid(cloud.A('Scan', input), message)
  })

  it.each(segments)('by Scan tells its segment: not %s', async (_, input, message) => {
    await expectInvalid(cloud.call('Scan', { TableName: 'missing', ...input }), message)
  })

  it.each(requests)('selects what can be: not %s', async (_, input, message) => {
    const TableName = 'missing'
    await expectInvalid(cloud.call('Scan', { TableName, ...input }), message)
    // AWS: Query tells it in the framework's envelope.
    await expectInvalid(
      cloud.call('Query', { TableName, ...partition, ...input }),
      `1 validation error detected: ${message}`,
    )
  })

  it('of one item cannot go on', async () => {
    await expectInvalid(
      cloud.H('Query', { ...partition, ...start({ pk: S('p') }) }),
      'The query can return at most one row and cannot be restarted',
    )
  })

  it('goes on in the segment that it was begun in', async () => {
    await cloud.H('PutItem', { Item: { pk: S('p') } })
    const outcomes = await Promise.allSettled(
      [0, 1, 2, 3].map((Segment) =>
        cloud.H('Scan', { Segment, TotalSegments: 4, ...start({ pk: S('p') }) }),
      ),
    )
    const refusals = outcomes.flatMap((outcome, at) =>
      outcome.status === 'rejected' ? [{ at, error: outcome.reason as unknown }] : [],
    )
    expect(refusals).toHaveLength(3)
    for (const { at, error } of refusals) {
      expectBare(
        'The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ' +
          `ExclusiveStartKey with correct Segment. TotalSegments: 4 Segment: ${at}`,
        error,
      )
    }
  })

  it.each([
    ['GetItem', { Key: { pk: S('p') } }],
    ['Query', partition],
    ['Scan', {}],
    ['PutItem', { Item: { pk: S('p') } }],
    ['UpdateItem', { Key: { pk: S('p') } }],
    ['DeleteItem', { Key: { pk: S('p') } }],
  ])('or a write by %s asks for a table that is there', async (operation, input) => {
    await expectRefusal(
      cloud.call(operation, { TableName: 'missing', ...input }),
      'ResourceNotFoundException',
      'Requested resource not found',
    )
  })
})
