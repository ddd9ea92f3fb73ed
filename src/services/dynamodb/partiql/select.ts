/**
 * SELECT: prepared for its table, then read page by page.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.select.html
 */
import type { RequestFacts } from '../../../kernel/call.ts'
import type { Span } from '../../../kernel/collection.ts'
import type { Attributes } from '../attribute-value.ts'
import { Consumption } from '../capacity.ts'
import { compareValues } from '../comparison.ts'
import { type BoundCondition, type Test, testOf } from '../expressions/condition-test.ts'
import { findItem, projectedNames } from '../items.ts'
import { keyRangeOf } from '../key-range.ts'
import { keyAttributes, placeOfKey } from '../keys.ts'
import { meterRead } from '../metering.ts'
import type { Page, PageRequest } from '../page.ts'
import type { Written } from '../page-items.ts'
import { answered } from '../projection.ts'
import { mustFetch, namesIn } from '../selection.ts'
import { startPlace } from '../start-key.ts'
import type { DynamodbState, Index, Item, Table } from '../state.ts'
import { type Columns, columnsOf } from './columns.ts'
import {
  filterNotProjected,
  orderByNoKey,
  orderOfScan,
  orderOfSeveralKeys,
  orderWithoutWhere,
} from './errors.ts'
import { consistentGlobalRead, unknownIndex } from './syntax-errors.ts'
import { filteredNames, type PlannedRead, planReads, type ReadPlan } from './read-plan.ts'
import type { Select } from './syntax.ts'
import { conditionOf } from './where.ts'

/** AWS: an IN answers in pages of ten items; so does every SELECT that takes several reads. */
const severalReadsPageMax = 10

export interface PreparedSelect {
  readonly table: Table
  readonly index?: Index
  readonly columns: Columns
  readonly where?: BoundCondition
  readonly plan: ReadPlan
  readonly isDescending: boolean
}

/** Where a page ended: which read of the plan, and behind which item of it. */
export interface Continuation {
  readonly read: number
  readonly key?: Attributes
}

export interface SelectedPage {
  /** As the statement's columns show them. */
  readonly items: readonly Attributes[]
  readonly consumption: Consumption
  readonly next?: Continuation
}

/** Reads a page, in turns with other calls. */
export type ReadPage = (request: PageRequest) => Promise<Page>

export interface Reading extends Pick<RequestFacts, 'writesJson'> {
  readonly isConsistent: boolean
  readonly limit: number
  readonly from: Continuation
}

/** @throws AwsError ValidationException */
export function prepareSelect(table: Table, select: Select): PreparedSelect {
  const columns = columnsOf(select)
  const where = select.where && conditionOf(select.where)
  const index = select.index === undefined ? undefined : requireIndex(table, select.index)
  const plan = planReads(where, (index ?? table).keys)
  const ordered = orderOf(select, (index ?? table).keys, plan)
  return { table, ...(index && { index }), columns, ...(where && { where }), ...ordered }
}

interface Reader {
  readonly state: DynamodbState
  readonly readPage: ReadPage
}

/** @throws AwsError ValidationException */
export async function readSelected(
  reader: Reader,
  prepared: PreparedSelect,
  reading: Reading,
): Promise<SelectedPage> {
  const { index, plan } = prepared
  if (reading.isConsistent && index?.kind === 'global') throw consistentGlobalRead()
  return plan
    ? await readPlanned(reader, prepared, plan, reading)
    : await readAll(reader, prepared, reading)
}

/** The one item that a SELECT names by its whole key and nothing else. */
export function keyOfOneItem({ index, plan }: PreparedSelect): Attributes | undefined {
  const [read, another] = plan ?? []
  if (index || !read || another || !read.isOfOneItem || read.filter) return undefined
  return keyOf(read)
}

async function readPlanned(
  reader: Reader,
  prepared: PreparedSelect,
  plan: readonly PlannedRead[],
  reading: Reading,
): Promise<SelectedPage> {
  const { limit, from } = reading
  const [only, another] = plan
  if (only && !another) {
    const { key } = from
    const { items, consumption, lastKey } = await readOne(reader, prepared, only, {
      ...reading,
      key,
      written: 'together',
    })
    return { items, consumption, ...(lastKey && { next: { read: 0, key: lastKey } }) }
  }
  const items: Attributes[] = []
  const consumption = new Consumption(prepared.table)
  let left = Math.min(limit, severalReadsPageMax)
  for (let at = from.read; at < plan.length; at++) {
    // An index below the length.
    const read = plan[at] as PlannedRead
    if (left <= 0) return { items, consumption, next: { read: at } }
    const key = at === from.read ? from.key : undefined
    const asked = { ...reading, limit: left, key, written: 'each' } as const
    const page = await readOne(reader, prepared, read, asked)
    consumption.addAll(page.consumption)
    items.push(...page.items)
    left -= page.scanned
    if (page.lastKey) return { items, consumption, next: { read: at, key: page.lastKey } }
  }
  return { items, consumption }
}

interface OneReading extends Omit<Reading, 'from'> {
  readonly key: Attributes | undefined
  /** Where JSON is what is answered. */
  readonly written: Written
}

async function readOne(
  { state, readPage }: Reader,
  prepared: PreparedSelect,
  read: PlannedRead,
  { isConsistent, limit, key, writesJson, written }: OneReading,
) {
  const { table, index, columns } = prepared
  const filter = read.filter && testOf(read.filter)
  const consistency = isConsistent ? ('strong' as const) : ('eventual' as const)
  if (!index && read.isOfOneItem) {
    const place = placeOfKey(table, keyOf(read))
    const item = findItem(state, table, place)
    const isFound = item && (!filter || filter(item.attributes))
    const found = isFound ? [shownOf(item, columns, writesJson)] : []
    const consumption = meterRead(table, place, item, consistency)
    return { items: found, scanned: item ? 1 : 0, consumption, lastKey: undefined }
  }
  const filtered = read.filter ? filteredNames(read.filter) : []
  if (index?.kind === 'global') checkProjected(table, index, filtered)
  const span = spanOf(prepared, read, key)
  const { paths } = columns
  return await readPage({
    ...pageOf(prepared, filter, consistency),
    written: writesJson ? written : undefined,
    span,
    limit,
    fetches: mustFetch({
      table,
      index,
      input: {},
      paths,
      filtered: isLocal(index) ? filtered : [],
    }),
  })
}

/** AWS: what a scanned index lacks of an item, a filter doesn't see. */
async function readAll(
  { readPage }: Reader,
  prepared: PreparedSelect,
  { isConsistent, limit, from, writesJson }: Reading,
): Promise<SelectedPage> {
  const { table, index, columns, where } = prepared
  const { paths } = columns
  const filter = where && testOf(where)
  const fetches = mustFetch({ table, index, input: {}, paths, filtered: [] })
  const page = await readPage({
    ...pageOf(prepared, filter, isConsistent ? 'strong' : 'eventual'),
    written: writesJson ? 'together' : undefined,
    ...(filter && fetches && index && { filter: seenIn(table, index, where, filter) }),
    span: from.key ? { after: startPlace(table, index, from.key, 'Scan') } : {},
    limit,
    fetches,
  })
  const { items, lastKey: key, consumption } = page
  return { items, consumption, ...(key && { next: { read: 0, key } }) }
}

function shownOf(item: Item, { paths, of }: Columns, writesJson: boolean | undefined): Attributes {
  return paths ? of(item.attributes) : answered(item, undefined, { writesJson })
}

function pageOf(
  { table, index, columns }: PreparedSelect,
  filter: Test | undefined,
  consistency: PageRequest['consistency'],
) {
  const shows = columns.paths && columns.of
  return { table, ...(index && { index }), ...(filter && { filter }), consistency, shows }
}

/** A filter on what an index holds, though whole items are at hand. */
function seenIn(table: Table, index: Index, where: BoundCondition, filter: Test): Test {
  const names = projectedNames(table, index)
  const hidden = names && namesIn(where).filter((name) => !names.has(name))
  if (!hidden || hidden.length === 0) return filter
  return (item) => {
    const seen = { ...item }
    for (const name of hidden) delete seen[name]
    return filter(seen)
  }
}

function spanOf(
  { table, index, isDescending }: PreparedSelect,
  { tests }: PlannedRead,
  key: Attributes | undefined,
): Span {
  const range = keyRangeOf((index ?? table).keys, tests)
  const { prefix = [], ...bounds } = range.span
  const all: Span = { ...bounds, prefix: [range.partition, ...prefix], reverse: isDescending }
  if (!key) return all
  const rest = startPlace(table, index, key, 'Query').slice(1 + prefix.length)
  if (!isDescending) return { ...all, after: rest }
  const { through: _, ...open } = all
  return { ...open, to: rest }
}

function checkProjected(table: Table, index: Index, filtered: readonly string[]): void {
  const names = projectedNames(table, index)
  const lacking = names ? filtered.filter((name) => !names.has(name)) : []
  if (lacking.length > 0) throw filterNotProjected(index.name, lacking)
}

/** AWS: an ORDER BY that leaves out the sort key turns its order round. */
function orderOf(
  { orderBy, where }: Select,
  keys: Table['keys'],
  plan: ReadPlan,
): Pick<PreparedSelect, 'plan' | 'isDescending'> {
  if (orderBy.length === 0) return { plan, isDescending: false }
  if (!where) throw orderWithoutWhere()
  const names = keyAttributes(keys).map(({ name }) => name)
  const foreign = orderBy.find(({ name }) => !names.includes(name))
  if (foreign) throw orderByNoKey(foreign.name)
  if (!plan) throw orderOfScan()
  const [partition] = keys.partition
  const byPartition = orderBy.find(({ name }) => name === partition?.name)
  if (!byPartition && plan.length > 1) throw orderOfSeveralKeys()
  const bySort = orderBy.find(({ name }) => keys.sort.some((sort) => sort.name === name))
  const isDescending = bySort?.isDescending ?? true
  return { plan: sorted(plan, byPartition?.isDescending ?? false, isDescending), isDescending }
}

function sorted(
  plan: readonly PlannedRead[],
  isPartitionDescending: boolean,
  isSortDescending: boolean,
): readonly PlannedRead[] {
  return [...plan].sort((one, two) => {
    const byPartition = compareAt(one, two, 0) * (isPartitionDescending ? -1 : 1)
    return byPartition || compareAt(one, two, 1) * (isSortDescending ? -1 : 1)
  })
}

function compareAt(one: PlannedRead, two: PlannedRead, at: number): number {
  const [left, right] = [one.tests[at]?.values[0], two.tests[at]?.values[0]]
  return (left && right && compareValues(left, right)) ?? 0
}

function keyOf({ tests }: PlannedRead): Attributes {
  return Object.fromEntries(
    tests.flatMap(({ name, values: [value] }) => (value ? [[name, value] as const] : [])),
  )
}

function requireIndex({ indexes }: Table, name: string): Index {
  const index = indexes.find((one) => one.name === name)
  if (!index || index.status === 'CREATING') throw unknownIndex(name)
  return index
}

function isLocal(index: Index | undefined): boolean {
  return index?.kind === 'local'
}
