import {
  GetMetricData,
  type GetMetricDataInput,
  type GetMetricDataOutput,
  type MetricDataResult,
} from '../../../generated/cloudwatch.ts'
import { invalidNextToken, validationError } from '../errors.ts'
import { evaluation, type ResultSeries } from '../evaluation.ts'
import { Faults } from '../faults.ts'
import { datapointsMax } from '../limits.ts'
import { pendingOf } from '../measurements.ts'
import { MetricReader } from '../metric-reader.ts'
import { cloudwatchOperation } from '../operation.ts'
import { cutPage, type Part, type Place, type Whole } from '../pages.ts'
import type { Span } from '../periods.ts'
import { inTurns, type Pieces } from '../pieces.ts'
import { checkQueries } from '../query-faults.ts'
import { chargeDatapoints, datapointRates, requestRates, searchRate } from '../request-rates.ts'
import type { CloudWatchReading } from '../state.ts'
import { checkOrder, checkTimes, roundedStart } from '../times.ts'
import { readToken, writeToken } from '../tokens.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
export const getMetricData = cloudwatchOperation(GetMetricData, {
  resource: () => '*',
  rates: [requestRates.GetMetricData, searchRate, ...datapointRates],

  /** Hundreds of series are read and calculated in turns with the calls of others. */
  async before(call) {
    const { input, clock } = call
    check(input)
    const reader = new MetricReader(call, spanOf(input, clock.now()), pendingOf(call))
    const answer = await inTurns(call, answerOf(call, reader))
    chargeDatapoints(call, reader.pointsRead)
    return answer
  },

  run: ({ prepared }) => prepared,
})

type Asked = CloudWatchReading & { readonly input: GetMetricDataInput }

function* answerOf(call: Asked, reader: MetricReader): Pieces<GetMetricDataOutput> {
  const { input } = call
  const { NextToken: token, ...request } = input
  const offsetMinutes = offsetOf(input.LabelOptions?.Timezone ?? '+0000')
  const { MetricDataQueries: queries, MaxDatapoints: max = datapointsMax } = input
  const results = evaluation(queries, call, reader, { offsetMinutes })
  const from = token === undefined ? firstPlace : readPlace(token, request)
  const page = yield* cutPage(wholes(input, results, from), from, max)
  const shownResults: MetricDataResult[] = []
  for (const part of page.parts) {
    shownResults.push(shown(part, input.ScanBy))
    yield part.to - part.from
  }
  return {
    MetricDataResults: shownResults,
    Messages: reader.isCut ? [tooManyFound] : [],
    ...(page.next && { NextToken: writeToken(request, page.next) }),
  }
}

/**
 * AWS: its text is in the API reference, its code in
 * https://github.com/grafana/grafana/blob/main/pkg/tsdb/cloudwatch/response_parser.go
 */
const tooManyFound = {
  Code: 'MaxMetricsExceeded',
  Value: 'Maximum number of allowed metrics exceeded',
}

const firstPlace: Place = [0, 0, 0]

/** What a page doesn't reach isn't worked out. */
function* wholes(
  { MetricDataQueries: queries }: GetMetricDataInput,
  results: ReturnType<typeof evaluation>,
  [first]: Place,
): Generator<Pieces<readonly Whole<Result>[]>> {
  const wanted = queries.filter((one) => one.ReturnData ?? true).slice(first)
  for (const query of wanted) yield wholesOf(query.Id, results(query))
}

function* wholesOf(
  id: string,
  results: Pieces<readonly ResultSeries[]>,
): Pieces<readonly Whole<Result>[]> {
  const all = yield* results
  return all.map((series) => ({ about: { id, series }, size: series.points.length }))
}

/** From the earliest of the starts that its periods ask for. */
function spanOf(
  { MetricDataQueries: queries, StartTime, EndTime }: GetMetricDataInput,
  now: number,
) {
  const periods = queries.flatMap(({ MetricStat: stat, Period }) => stat?.Period ?? Period ?? [])
  const startMs = roundedStart(StartTime.getTime(), Math.max(1, ...periods), now)
  return { startMs, endMs: EndTime.getTime() } satisfies Span
}

function check(input: GetMetricDataInput): void {
  const missing = new Faults()
  checkTimes(missing, input)
  if (!input.MetricDataQueries?.length) missing.missing('MetricDataQueries')
  missing.check()
  const faults = new Faults()
  checkOrder(faults, { startMs: input.StartTime.getTime(), endMs: input.EndTime.getTime() })
  checkQueries(faults, input.MetricDataQueries)
  faults.oneOf('ScanBy', input.ScanBy, ['TimestampDescending', 'TimestampAscending'])
  const { MaxDatapoints: max, LabelOptions: labels } = input
  if (max !== undefined && max < 1) {
    faults.value('The parameter MaxDatapoints must be greater than or equal to 1.')
  }
  if (max !== undefined && max > datapointsMax) {
    faults.value(`The parameter MaxDatapoints must be less than or equal to ${datapointsMax}.`)
  }
  const zone = labels?.Timezone
  if (zone !== undefined && !/^[+-]\d{4}$/.test(zone)) faults.invalid('LabelOptions.Timezone', zone)
  faults.check(validationError)
}

/** `+0130`: an hour and a half ahead of UTC. */
function offsetOf(zone: string): number {
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3))
  return zone.startsWith('-') ? -minutes : minutes
}

interface Result {
  readonly id: string
  readonly series: ResultSeries
}

/** AWS: the newest come first, unless it is told otherwise. */
function shown(
  { about, from, to, isLast }: Part<Result>,
  scanBy: GetMetricDataInput['ScanBy'],
): MetricDataResult {
  const { id, series } = about
  const ordered = scanBy === 'TimestampAscending' ? series.points : series.points.toReversed()
  const points = ordered.slice(from, to)
  return {
    Id: id,
    Label: series.label,
    Timestamps: points.map(({ atMs }) => new Date(atMs)),
    Values: points.map(({ value }) => value),
    StatusCode: isLast ? 'Complete' : 'PartialData',
  }
}

function readPlace(token: string, request: object): Place {
  const [query, result, point] = readToken(token, request) ?? []
  const isPlace = [query, result, point].every((one) => typeof one === 'number')
  if (!isPlace) throw invalidNextToken(token)
  return [query, result, point] as unknown as Place
}
