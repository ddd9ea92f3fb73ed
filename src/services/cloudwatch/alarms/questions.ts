/** What a metric alarm asks: which metrics, over which periods, how often. */
import type { MetricDataQuery } from '../../../generated/cloudwatch.ts'
import type { MetricConfiguration } from './alarm.ts'
import { evaluationMs, fastEvaluationMs, multiDayEvaluationMs, spanSecondsMax } from './limits.ts'
import type { Rule } from './reason.ts'
import type { Treatment } from './verdict.ts'

/** Metric alarms ask for their one metric as math alarms do for theirs. */
export function queriesOf(given: MetricConfiguration): readonly MetricDataQuery[] {
  if (given.Metrics) return given.Metrics
  const { Namespace, MetricName, Dimensions, Unit } = given
  return [
    {
      Id: 'm1',
      MetricStat: {
        Metric: {
          ...(Namespace !== undefined && { Namespace }),
          ...(MetricName !== undefined && { MetricName }),
          ...(Dimensions && { Dimensions }),
        },
        Period: given.Period ?? 60,
        Stat: given.Statistic ?? given.ExtendedStatistic ?? 'Average',
        ...(Unit && { Unit }),
      },
    },
  ]
}

/** The query whose result is judged: of several, the one that returns data. */
export function judgedQuery(queries: readonly MetricDataQuery[]): MetricDataQuery | undefined {
  return queries.find(({ ReturnData }) => ReturnData ?? true)
}

export function periodSecondsOf(given: MetricConfiguration): number {
  const periods = queriesOf(given).flatMap(({ MetricStat: stat, Period }) =>
    stat ? stat.Period : (Period ?? []),
  )
  return periods.length > 0 ? Math.max(...periods) : 60
}

/**
 * AWS: each minute, each ten seconds for shorter periods, each hour where the points reach over more
 * than a day. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export function intervalOf(given: MetricConfiguration): number {
  const seconds = periodSecondsOf(given)
  if (seconds < 60) return fastEvaluationMs
  const isMultiDay = seconds * (given.EvaluationPeriods ?? 1) > spanSecondsMax
  return isMultiDay ? multiDayEvaluationMs : evaluationMs
}

/**
 * AWS: alarms on DynamoDB's metrics ignore missing data unless they say otherwise.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
function treatmentOf(given: MetricConfiguration): Treatment {
  if (given.TreatMissingData !== undefined) return given.TreatMissingData as Treatment
  const namespaces = queriesOf(given).flatMap(
    ({ MetricStat: stat }) => stat?.Metric.Namespace ?? [],
  )
  return namespaces.includes('AWS/DynamoDB') ? 'ignore' : 'missing'
}

export function ruleOf(given: MetricConfiguration): Rule {
  const { EvaluationPeriods: periods = 1, DatapointsToAlarm: toAlarm, Unit: unit } = given
  const statistic = given.Statistic ?? given.ExtendedStatistic
  return {
    comparison: given.ComparisonOperator ?? 'GreaterThanThreshold',
    threshold: given.Threshold ?? 0,
    evaluationPeriods: periods,
    datapointsToAlarm: toAlarm ?? periods,
    saysDatapointsToAlarm: toAlarm !== undefined,
    treatment: treatmentOf(given),
    periodSeconds: periodSecondsOf(given),
    ...(statistic !== undefined && { statistic }),
    ...(unit && { unit }),
  }
}

/** Math that changes by itself as time passes, or looks at metrics that aren't named. */
export function isRestless(given: MetricConfiguration): boolean {
  return queriesOf(given).some(({ Expression: expression }) =>
    /\b(?:MINUTE|HOUR|DAY|DATE|MONTH|YEAR|EPOCH|SEARCH)\b/.test(expression ?? ''),
  )
}
