/** What GetMetricData refuses of its queries; alarms over metric math refuse the same. */
import type { MetricDataQuery, MetricStat } from '../../generated/cloudwatch.ts'
import { type Faults, given } from './faults.ts'
import { expressionCharactersMax, queriesMax } from './limits.ts'
import { checkDimensions, checkPeriod, units } from './metric-faults.ts'
import { findStatistic } from './statistics.ts'

const idPattern = /^[a-z][a-zA-Z0-9_]*$/

/** @param path What the request calls them: `MetricDataQueries`. */
export function checkQueries(
  faults: Faults,
  queries: readonly MetricDataQuery[] | undefined,
  path = 'MetricDataQueries',
): void {
  if (!queries?.length) return faults.missing(path)
  if (queries.length > queriesMax) return faults.size(path, queries, queriesMax)
  for (const [at, query] of queries.entries()) {
    const member = `${path}.member.${at + 1}`
    if (given(query)) checkQuery(faults, member, query)
    else faults.missing(member)
  }
  if (new Set(queries.map((query) => query?.Id)).size < queries.length) {
    faults.value(`The values for parameter id in ${path} are not unique.`)
  }
}

function checkQuery(faults: Faults, path: string, query: MetricDataQuery): void {
  const { Id: id, Expression: expression, MetricStat: stat, Period: period } = query
  if (!id) faults.missing(`${path}.Id`)
  else if (!idPattern.test(id)) {
    // AWS: as printed in https://github.com/influxdata/telegraf/issues/5420
    faults.value(
      `The value ${id} for parameter ${path}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
    )
  }
  if (expression === undefined && !stat) faults.missing(`${path}.MetricStat`)
  if (expression !== undefined && stat) {
    faults.exclusive([`${path}.Expression`, `${path}.MetricStat`])
  }
  if (expression !== undefined) {
    faults.text(`${path}.Expression`, expression, expressionCharactersMax)
  }
  if (period !== undefined) checkPeriod(faults, `${path}.Period`, period)
  if (stat) checkStat(faults, `${path}.MetricStat`, stat)
}

function checkStat(faults: Faults, path: string, stat: MetricStat): void {
  const { Metric: metric, Period: period, Stat: statistic, Unit: unit } = stat
  if (!metric?.Namespace) faults.missing(`${path}.Metric.Namespace`)
  if (!metric?.MetricName) faults.missing(`${path}.Metric.MetricName`)
  checkDimensions(faults, `${path}.Metric.Dimensions`, metric?.Dimensions)
  checkPeriod(faults, `${path}.Period`, period)
  faults.oneOf(`${path}.Unit`, unit, units)
  if (!statistic) return faults.missing(`${path}.Stat`)
  if (findStatistic(statistic)) return
  // AWS: https://github.com/prometheus-community/yet-another-cloudwatch-exporter/issues/385
  faults.value(`The value ${statistic} for parameter ${path}.Stat is not a valid statistic.`)
}
