import { Scan, type ScanInput } from '../../../generated/dynamodb.ts'
import type { Span } from '../../../kernel/collection.ts'
import { readCheck } from '../access.ts'
import { validation } from '../errors.ts'
import { testOf } from '../expressions/condition-test.ts'
import { project } from '../expressions/path.ts'
import { readExpressions, valued } from '../expressions/request.ts'
import { readOlderConditions, testOfAll } from '../legacy/conditions.ts'
import { checkMixing } from '../legacy/mixing.ts'
import { itemOperation } from '../operation.ts'
import { type ReadingAhead, readInTurns } from '../page-in-turns.ts'
import { answerPage } from '../page-answer.ts'
import type { PageRequest } from '../page.ts'
import { pathsOf } from '../projection.ts'
import { checkSegment, checkSegmentOf, segmentSpan } from '../segments.ts'
import { checkSelect, mustFetch, namesIn } from '../selection.ts'
import { readStartKey, startPlace } from '../start-key.ts'
import { requireIndex, requireUsableTable } from '../table.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html */
export const scan = itemOperation(Scan, {
  resource: (input, place, own) => [readCheck(input, place, own, [])],

  before: (call) => readInTurns(call, () => requestedPage(call)),

  run: (call) => answerPage(call, 'Scan', call.prepared()),
})

function requestedPage(call: ReadingAhead<ScanInput>): PageRequest {
  const { input } = call
  const { filter, filtered, paths, start } = readScan(input)
  const table = requireUsableTable(call, input.TableName)
  const index = input.IndexName === undefined ? undefined : requireIndex(table, input.IndexName)
  if (input.ConsistentRead && index?.kind === 'global') {
    throw validation('Consistent reads are not supported on global secondary indexes')
  }
  let span: Span = segmentSpan(input)
  if (start) {
    const after = startPlace(table, index, start, 'Scan')
    checkSegmentOf(String(after[0]), input)
    span = { ...span, after }
  }
  return {
    table,
    ...(index && { index }),
    span,
    limit: input.Limit ?? Infinity,
    ...(filter && { filter }),
    fetches: mustFetch({ table, index, input, paths, filtered }),
    consistency: input.ConsistentRead ? 'strong' : 'eventual',
    written: call.request.writesJson ? 'together' : undefined,
    shows: paths && ((item) => project(item, paths)),
  }
}

function readScan(input: ScanInput) {
  checkMixing(input, valued.scan)
  const olderPaths = pathsOf(input.AttributesToGet)
  const older = input.ScanFilter && readOlderConditions(input.ScanFilter)
  const start = readStartKey(input.ExclusiveStartKey)
  checkSegment(input)
  checkSelect(input)
  const bound = readExpressions(input, valued.scan)
  const filter = bound.filter
    ? testOf(bound.filter)
    : older && testOfAll(older, input.ConditionalOperator)
  const filtered = bound.filter ? namesIn(bound.filter) : (older ?? []).map(({ name }) => name)
  return { filter, filtered, paths: bound.projection ?? olderPaths, start }
}
