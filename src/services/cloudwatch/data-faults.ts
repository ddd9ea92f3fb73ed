/** What PutMetricData refuses. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
import type { MetricDatum, PutMetricDataInput, StatisticSet } from '../../generated/cloudwatch.ts'
import { Faults, given } from './faults.ts'
import { dataMax, futureMs, nameMax, pastMs, valueMax, valuesMax } from './limits.ts'
import { checkDimensions, checkNamespace, units } from './metric-faults.ts'

/** @throws AwsError InvalidParameterValue, MissingParameter or InvalidParameterCombination */
export function checkData(input: PutMetricDataInput, nowMs: number): void {
  const faults = new Faults()
  checkNamespace(faults, input.Namespace)
  const { MetricData: data, EntityMetricData: ofEntities } = input
  if (!data?.length && !ofEntities?.length) faults.missing('MetricData')
  checkAll(faults, 'MetricData', data, nowMs)
  for (const [at, entity] of ofEntities?.entries() ?? []) {
    const path = `EntityMetricData.member.${at + 1}`
    if (given(entity)) checkAll(faults, `${path}.MetricData`, entity.MetricData, nowMs)
    else faults.missing(path)
  }
  faults.check()
}

function checkAll(
  faults: Faults,
  path: string,
  data: readonly MetricDatum[] | undefined,
  nowMs: number,
): void {
  faults.size(path, data, dataMax)
  for (const [at, datum] of data?.slice(0, dataMax).entries() ?? []) {
    const member = `${path}.member.${at + 1}`
    if (given(datum)) checkDatum(faults, member, datum, nowMs)
    else faults.missing(member)
  }
}

function checkDatum(faults: Faults, path: string, datum: MetricDatum, nowMs: number): void {
  faults.text(`${path}.MetricName`, datum.MetricName, nameMax)
  checkDimensions(faults, `${path}.Dimensions`, datum.Dimensions)
  checkTimestamp(faults, `${path}.Timestamp`, datum.Timestamp, nowMs)
  faults.oneOf(`${path}.Unit`, datum.Unit, units)
  faults.oneOf(`${path}.StorageResolution`, datum.StorageResolution, [1, 60])
  checkMeasured(faults, path, datum)
}

/** AWS: two hours ahead are taken; what is further ahead is refused in the same words. */
function checkTimestamp(
  faults: Faults,
  path: string,
  timestamp: Date | undefined,
  nowMs: number,
): void {
  if (!timestamp) return
  const atMs = timestamp.getTime()
  if (atMs >= nowMs - pastMs && atMs <= nowMs + futureMs) return
  faults.value(`The parameter ${path} must specify a time within the past two weeks.`)
}

/** AWS: a value, values with how often each was seen, or their statistics. */
function checkMeasured(faults: Faults, path: string, datum: MetricDatum): void {
  const { Value: value, Values: values, Counts: counts, StatisticValues: statistics } = datum
  const forms = [
    ...(value === undefined ? [] : [`${path}.Value`]),
    ...(values === undefined ? [] : [`${path}.Values`]),
    ...(statistics === undefined ? [] : [`${path}.StatisticValues`]),
  ]
  const [first, second] = forms
  if (!first) return faults.either([`${path}.Value`, `${path}.StatisticValues`])
  if (second) return faults.exclusive([first, second])
  if (value !== undefined) checkNumber(faults, `${path}.Value`, value)
  if (values) checkValues(faults, path, values, counts)
  if (statistics) checkStatistics(faults, `${path}.StatisticValues`, statistics)
}

function checkValues(
  faults: Faults,
  path: string,
  values: readonly number[],
  counts: readonly number[] | undefined,
): void {
  if (values.length === 0) return faults.missing(`${path}.Values`)
  if (values.length > valuesMax) return faults.size(`${path}.Values`, values, valuesMax)
  if (counts && counts.length !== values.length) {
    faults.combination(`The parameters ${path}.Values and ${path}.Counts must be of the same size.`)
  }
  for (const [at, value] of values.entries()) {
    checkNumber(faults, `${path}.Values.member.${at + 1}`, value)
  }
  for (const [at, count] of counts?.entries() ?? []) {
    const isCount = Number.isFinite(count) && count > 0
    if (!isCount) faults.invalid(`${path}.Counts.member.${at + 1}`, count)
  }
}

function checkStatistics(faults: Faults, path: string, statistics: StatisticSet): void {
  const { SampleCount, Sum, Minimum, Maximum } = statistics
  for (const [name, value] of Object.entries({ SampleCount, Sum, Minimum, Maximum })) {
    if (value === undefined) faults.missing(`${path}.${name}`)
    else checkNumber(faults, `${path}.${name}`, value)
  }
  if (Maximum < Minimum) {
    faults.value(`The parameter ${path}.Maximum must be greater than ${path}.Minimum.`)
  }
  if (SampleCount < 0) faults.value(`The parameter ${path}.SampleCount must be greater than 0.`)
  if (SampleCount === 0) faults.value(`The parameter ${path}.SampleCount must not equal 0.`)
}

/** AWS: between -2^360 and 2^360. */
function checkNumber(faults: Faults, path: string, value: number): void {
  const isNumber = typeof value === 'number' && Math.abs(value) <= valueMax
  if (!isNumber) faults.invalid(path, value)
}
