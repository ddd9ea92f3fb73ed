import {
  type Datapoint,
  GetMetricStatistics,
  type GetMetricStatisticsInput,
} from '../../../generated/cloudwatch.ts'
import { invalidCombination } from '../errors.ts'
import { Faults, given } from '../faults.ts'
import { nameMax, statisticsPointsMax } from '../limits.ts'
import { pendingOf } from '../measurements.ts'
import { checkDimensions, checkNamespace, checkPeriod, units } from '../metric-faults.ts'
import { identityOf } from '../metric.ts'
import { cloudwatchOperation } from '../operation.ts'
import { readByUnit, type Span } from '../periods.ts'
import { inTurns } from '../pieces.ts'
import type { Measured } from '../point.ts'
import { requestRates } from '../request-rates.ts'
import { findExtended, simpleStatistics } from '../statistics.ts'
import { checkOrder, checkTimes, roundedSpan } from '../times.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html */
export const getMetricStatistics = cloudwatchOperation(GetMetricStatistics, {
  resource: () => '*',
  rates: [requestRates.GetMetricStatistics],

  async before(call) {
    const { input, clock } = call
    checkNamed(input)
    const asked = { startMs: input.StartTime.getTime(), endMs: input.EndTime.getTime() }
    const span = roundedSpan(asked, input.Period, clock.now())
    check(input, span)
    const metric = identityOf(input.Namespace, input.MetricName, input.Dimensions)
    const unit = input.Unit && { unit: input.Unit }
    const keepsValues = input.ExtendedStatistics !== undefined
    const wanted = { metric, ...span, periodMs: input.Period * 1_000, keepsValues, ...unit }
    const byUnit = await inTurns(call, readByUnit(call, wanted, pendingOf(call)))
    const points = [...byUnit].flatMap(([Unit, periods]) =>
      [...periods].flatMap(([atMs, measured]) => shown(input, atMs, Unit, measured) ?? []),
    )
    // AWS: the points come in no order; who takes them as they come shall see so here.
    points.sort((left, right) => scrambled(left.Timestamp) - scrambled(right.Timestamp))
    return { Label: input.MetricName, Datapoints: points }
  },

  run: ({ prepared }) => prepared,
})

/** @throws AwsError MissingParameter */
function checkNamed(input: GetMetricStatisticsInput): void {
  const faults = new Faults()
  checkNamespace(faults, input.Namespace)
  faults.text('MetricName', input.MetricName, nameMax)
  checkTimes(faults, input)
  if (!given(input.Period)) faults.missing('Period')
  faults.check()
}

function check(input: GetMetricStatisticsInput, span: Span): void {
  const faults = new Faults()
  checkDimensions(faults, 'Dimensions', input.Dimensions)
  checkOrder(faults, span)
  checkPeriod(faults, 'Period', input.Period)
  checkStatistics(faults, input)
  faults.oneOf('Unit', input.Unit, units)
  faults.check()
  checkCount(input, span)
}

function checkStatistics(faults: Faults, input: GetMetricStatisticsInput): void {
  const { Statistics: simple = [], ExtendedStatistics: extended = [] } = input
  const names = ['Statistics', 'ExtendedStatistics'] as const
  if (simple.length === 0 && extended.length === 0) return faults.either(names)
  if (simple.length > 0 && extended.length > 0) return faults.exclusive(names)
  faults.size('Statistics', simple, 5)
  faults.size('ExtendedStatistics', extended, 10)
  const known = Object.keys(simpleStatistics)
  for (const [at, name] of simple.entries()) {
    faults.oneOf(`Statistics.member.${at + 1}`, name, known)
  }
  for (const [at, name] of extended.entries()) {
    if (!findExtended(name)) faults.invalid(`ExtendedStatistics.member.${at + 1}`, name)
  }
}

/** @throws AwsError InvalidParameterCombination */
function checkCount({ Period: period }: GetMetricStatisticsInput, { startMs, endMs }: Span): void {
  const count = Math.floor((endMs - startMs) / (period * 1_000))
  if (count <= statisticsPointsMax) return
  throw invalidCombination(
    `You have requested up to ${count} datapoints, which exceeds the limit of ${statisticsPointsMax}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    { limit: statisticsPointsMax, value: count },
  )
}

/** `undefined`: nothing of what is asked for can be told of the period. */
function shown(
  { Statistics: simple = [], ExtendedStatistics: extended = [] }: GetMetricStatisticsInput,
  atMs: number,
  unit: string,
  measured: Measured,
): (Datapoint & { readonly Timestamp: Date }) | undefined {
  const values = simple.map((name) => [name, simpleStatistics[name](measured)] as const)
  const others = extended.flatMap((name) => {
    const value = findExtended(name)?.(measured)
    return value === undefined ? [] : [[name, value] as const]
  })
  if (values.length + others.length === 0) return undefined
  return {
    Timestamp: new Date(atMs),
    ...Object.fromEntries(values),
    Unit: unit as NonNullable<Datapoint['Unit']>,
    ...(others.length > 0 && { ExtendedStatistics: Object.fromEntries(others) }),
  }
}

/** The same time comes to the same place, but not in the order of time. */
function scrambled(time: Date): number {
  return ((time.getTime() / 1_000) * 2_654_435_761) % 2 ** 32
}
