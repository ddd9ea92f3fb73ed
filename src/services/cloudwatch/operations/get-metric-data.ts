import {
  GetMetricData,
  type GetMetricDataInput,
  type MetricDataResult,
} from '../../../generated/cloudwatch.ts'
import { invalidNextToken, validationError } from '../errors.ts'
import { evaluation, type ResultSeries } from '../evaluation.ts'
import { Faults } from '../faults.ts'
import { datapointsMax } from '../limits.ts'
import { cloudwatchOperation } from '../operation.ts'
import { cutPage, type Part, type Place, type Whole } from '../pages.ts'
import type { Span } from '../periods.ts'
import { checkQueries } from '../query-faults.ts'
import { checkOrder, checkTimes, roundedStart } from '../times.ts'
import { readToken, writeToken } from '../tokens.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
export const getMetricData = cloudwatchOperation(GetMetricData, {
  resource: () => '*',

  run(call) {
    const { input, clock } = call
    check(input)
    const span = spanOf(input, clock.now())
    const { NextToken: token, ...request } = input
    const offsetMinutes = offsetOf(input.LabelOptions?.Timezone ?? '+0000')
    const results = evaluation(input.MetricDataQueries, span, call, { offsetMinutes })
    const from = token === undefined ? firstPlace : readPlace(token, request)
    const page = cutPage(wholes(input, results, from), from, input.MaxDatapoints ?? datapointsMax)
    return {
      MetricDataResults: page.parts.map((part) => shown(part, input.ScanBy)),
      Messages: [],
      ...(page.next && { NextToken: writeToken(request, page.next) }),
    }
  },
})

const firstPlace: Place = [0, 0, 0]

/** What a page doesn't reach isn't worked out. */
function* wholes(
  { MetricDataQueries: queries }: GetMetricDataInput,
  results: ReturnType<typeof evaluation>,
  [first]: Place,
): Generator<readonly Whole<Result>[]> {
  for (const query of queries.filter((one) => one.ReturnData ?? true).slice(first)) {
    yield results(query).map((series) => ({
      about: { id: query.Id, series },
      size: series.points.length,
    }))
  }
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
