/** Queries and scans of a table and its indexes, in pages, against what the model's items say. */
import type { QueryOutput } from '../../src/generated/dynamodb.ts'
import {
  expectSame,
  type IndexModel,
  type Item,
  readUnits,
  shown,
  sizeOf,
  type TableModel,
} from './dynamodb-model.ts'
import type { Below } from './dynamodb-random-writes.ts'
import type { Cloud } from './dynamodb-tables.ts'

export async function checkReading(cloud: Cloud, table: TableModel, below: Below): Promise<void> {
  await checkGet(cloud, table, below)
  for (const index of [undefined, ...table.indexes]) {
    await checkScan(cloud, table, index)
    await checkQuery(cloud, table, index, below)
  }
}

async function checkGet({ call }: Cloud, table: TableModel, below: Below): Promise<void> {
  const Key = { pk: { S: `p${below(4)}` }, sk: { N: String(below(5) - 2) } }
  const item = table.items.get(table.nameOf(Key))
  const ConsistentRead = below(2) === 0
  const answer = await call('GetItem', {
    TableName: table.name,
    Key,
    ConsistentRead,
    ReturnConsumedCapacity: 'TOTAL',
  })
  const CapacityUnits = readUnits(sizeOf(item), ConsistentRead)
  expectSame('the item', answer, {
    ...(item && { Item: item }),
    ConsumedCapacity: { TableName: table.name, CapacityUnits },
  })
}

/** All that an index holds is what its items give it, no more and no less. */
async function checkScan(cloud: Cloud, table: TableModel, index?: IndexModel): Promise<void> {
  const found: Item[] = []
  for (const Segment of [0, 1]) {
    found.push(
      ...(await readAll(cloud, 'Scan', request(table, index, { Segment, TotalSegments: 2 }))),
    )
  }
  const wanted = index ? table.entries(index) : [...table.items.values()]
  expectSame(`a scan of ${index?.name ?? table.name}`, inOrder(found), inOrder(wanted))
}

/** One partition, from either end, a filter and pages of any size. */
async function checkQuery(
  cloud: Cloud,
  table: TableModel,
  index: IndexModel | undefined,
  below: Below,
): Promise<void> {
  const [partition = '', sort] = (index ?? table).keys
  const value = partition === 'pk' ? `p${below(4)}` : `${partition}${below(5)}`
  const isForward = below(2) === 0
  const evaluated = (index ? table.entries(index) : [...table.items.values()]).filter(
    (item) => item[partition]?.S === value,
  )
  const filters = below(2) === 0 && sort !== undefined && index?.projects === 'ALL'
  const asked = request(table, index, {
    KeyConditionExpression: `${partition} = :p`,
    ScanIndexForward: isForward,
    Limit: 1 + below(6),
    ExpressionAttributeValues: { ':p': { S: value }, ...(filters && { ':t': { S: 'a' } }) },
    ...(filters && { FilterExpression: 'contains(tags, :t)' }),
  })
  const found = await readAll(cloud, 'Query', asked)
  const wanted = filters ? evaluated.filter((item) => item['tags']?.SS?.includes('a')) : evaluated
  const what = `a query of ${index?.name ?? table.name}`
  expectSame(what, inOrder(found), inOrder(wanted))
  const sorts = found.map((item) => orderOf(item[sort ?? '']))
  const ordered = sorts.toSorted((a, b) => (a < b ? -1 : Number(a > b)))
  expectSame(`${what}'s order`, sorts, isForward ? ordered : ordered.reverse())
  await checkUnits(cloud, table, index, { asked, evaluated })
}

/** Of one page that holds all of it: what was evaluated, added up and rounded once. */
async function checkUnits(
  { call }: Cloud,
  table: TableModel,
  index: IndexModel | undefined,
  { asked, evaluated }: { asked: object; evaluated: readonly Item[] },
): Promise<void> {
  const answer = await call<QueryOutput>('Query', {
    ...asked,
    Limit: 100,
    ReturnConsumedCapacity: 'TOTAL',
  })
  const bytes = evaluated.reduce((sum, item) => sum + sizeOf(item), 0)
  const found = { scanned: answer.ScannedCount, consumed: answer.ConsumedCapacity }
  expectSame(`the units of a query of ${index?.name ?? table.name}`, found, {
    scanned: evaluated.length,
    consumed: { TableName: table.name, CapacityUnits: readUnits(bytes, false) },
  })
}

async function readAll(
  { call }: Cloud,
  operation: 'Query' | 'Scan',
  asked: object,
): Promise<readonly Item[]> {
  const items: Item[] = []
  let start: object = {}
  for (;;) {
    const page = await call<QueryOutput>(operation, { ...asked, ...start })
    items.push(...(page.Items ?? []))
    if (!page.LastEvaluatedKey) return items
    start = { ExclusiveStartKey: page.LastEvaluatedKey }
  }
}

function request(table: TableModel, index: IndexModel | undefined, more: object): object {
  return { TableName: table.name, ...(index && { IndexName: index.name }), ...more }
}

function orderOf(value: Item[string] | undefined): number | string {
  return value?.N === undefined ? (value?.S ?? '') : Number(value.N)
}

function inOrder(items: readonly Item[]): readonly string[] {
  return items.map(shown).sort()
}
