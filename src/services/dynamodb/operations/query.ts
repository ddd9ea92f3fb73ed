import { Query, type QueryInput } from '../../../generated/dynamodb.ts'
import type { Span } from '../../../kernel/collection.ts'
import type { KeyPart } from '../../../kernel/store/key.ts'
import { readCheck } from '../access.ts'
import type { Attributes } from '../attribute-value.ts'
import { enveloped, validation } from '../errors.ts'
import { testOf } from '../expressions/condition-test.ts'
import { keyTestsOf } from '../expressions/key-condition.ts'
import { project } from '../expressions/path.ts'
import { readExpressions, valued } from '../expressions/request.ts'
import { type KeyRange, keyRangeOf } from '../key-range.ts'
import { readOlderConditions, testOfAll } from '../legacy/conditions.ts'
import { readKeyConditions } from '../legacy/key-conditions.ts'
import { checkMixing } from '../legacy/mixing.ts'
import { itemOperation } from '../operation.ts'
import { type ReadingAhead, readInTurns } from '../page-in-turns.ts'
import { answerPage } from '../page-answer.ts'
import type { PageRequest } from '../page.ts'
import { pathsOf } from '../projection.ts'
import { checkFilterKeys, checkSelect, mustFetch, namesIn } from '../selection.ts'
import { readStartKey, startPlace } from '../start-key.ts'
import type { Index, Table } from '../state.ts'
import { requireIndex, requireUsableTable } from '../table.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html */
export const query = itemOperation(Query, {
  resource: (input, place, own) => [readCheck(input, place, own)],

  before: (call) => readInTurns(call, () => requestedPage(call)),

  run: (call) => answerPage(call, 'Query', call.prepared()),
})

function requestedPage(call: ReadingAhead<QueryInput>): PageRequest {
  const { input } = call
  enveloped(() => checkSelect(input))
  const asked = readQuery(input)
  const table = requireUsableTable(call, input.TableName)
  const index = input.IndexName === undefined ? undefined : requireIndex(table, input.IndexName)
  if (input.ConsistentRead && index?.kind === 'global') {
    throw validation('Consistent reads are not supported on global secondary indexes')
  }
  const range = keyRangeOf((index ?? table).keys, asked.tests)
  const span = spanOf(input, range, asked.start && { table, index, key: asked.start })
  checkFilterKeys(asked.filtered, index ?? table, asked.filterName)
  const { paths, filtered, filter } = asked
  const fetches = mustFetch({ table, index, input, paths, filtered })
  return {
    table,
    ...(index && { index }),
    span,
    limit: input.Limit ?? Infinity,
    ...(filter && { filter }),
    fetches,
    consistency: input.ConsistentRead ? 'strong' : 'eventual',
    written: call.request.writesJson ? 'together' : undefined,
    shows: paths && ((item) => project(item, paths)),
  }
}

function readQuery(input: QueryInput) {
  checkMixing(input, valued.query)
  const olderFilter = input.QueryFilter && readOlderConditions(input.QueryFilter)
  const olderPaths = pathsOf(input.AttributesToGet)
  const start = readStartKey(input.ExclusiveStartKey)
  if (!input.KeyConditions && input.KeyConditionExpression === undefined) {
    throw validation(
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    )
  }
  const bound = readExpressions(input, valued.query)
  const tests = bound.keyCondition
    ? keyTestsOf(bound.keyCondition)
    : readKeyConditions(input.KeyConditions ?? {})
  const filter = bound.filter
    ? testOf(bound.filter)
    : olderFilter && testOfAll(olderFilter, input.ConditionalOperator)
  const filtered = bound.filter
    ? namesIn(bound.filter)
    : (olderFilter ?? []).map(({ name }) => name)
  const filterName = bound.filter ? ('Filter Expression' as const) : ('QueryFilter' as const)
  return { tests, filter, filtered, filterName, paths: bound.projection ?? olderPaths, start }
}

interface Start {
  readonly table: Table
  readonly index: Index | undefined
  readonly key: Attributes
}

function spanOf(input: QueryInput, range: KeyRange, start: Start | undefined): Span {
  const reverse = input.ScanIndexForward === false
  const { prefix = [], ...bounds } = range.span
  const all: Span = { ...bounds, prefix: [range.partition, ...prefix], reverse }
  if (!start) return all
  const place = startPlace(start.table, start.index, start.key, 'Query')
  checkInside(range, start)
  const rest: readonly KeyPart[] = place.slice(1 + prefix.length)
  if (rest.length === 0) throw restarted()
  if (!reverse) return { ...all, after: rest }
  const { through: _, ...open } = all
  return { ...open, to: rest }
}

function checkInside(range: KeyRange, { key }: Start): void {
  if (range.holds(key)) return
  if (range.isInPartition(key)) {
    throw validation('The provided starting key does not match the range key predicate')
  }
  throw validation(
    'The provided starting key is outside query boundaries based on provided conditions',
  )
}

function restarted() {
  return validation('The query can return at most one row and cannot be restarted')
}
