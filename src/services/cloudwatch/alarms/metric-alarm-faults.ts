/**
 * What PutMetricAlarm refuses. Where AWS's words are known, a comment says from where; the others
 * follow their form.
 */
import type { PutMetricAlarmInput } from '../../../generated/cloudwatch.ts'
import { parseArn } from '../../../kernel/arn.ts'
import { type AwsError, NotEmulated } from '../../../kernel/errors.ts'
import { validationError } from '../errors.ts'
import { Faults } from '../faults.ts'
import { checkDimensions, checkNamespace } from '../metric-faults.ts'
import { checkQueries } from '../query-faults.ts'
import { findExtended } from '../statistics.ts'
import { longSpanSecondsMax, metricsPerAlarmMax, spanSecondsMax } from './limits.ts'
import { periodSecondsOf } from './questions.ts'

/** @throws AwsError ValidationError, NotEmulated */
export function checkMetricAlarm(input: PutMetricAlarmInput, region: string): void {
  checkEmulated(input)
  if (input.Metrics) checkMath(input)
  else checkSingle(input)
  checkThreshold(input)
  checkPoints(input)
  checkMissingData(input)
  checkActions(input, region)
}

function checkEmulated(input: PutMetricAlarmInput): void {
  const { Metrics: metrics = [], EvaluationWindow: window } = input
  if (input.EvaluationCriteria || input.EvaluationInterval !== undefined) {
    throw new NotEmulated('CloudWatch alarms on PromQL queries')
  }
  if (window?.WallClockWindow) throw new NotEmulated('CloudWatch alarms with wall clock windows')
  if (input.WarmUpConfiguration) throw new NotEmulated('warm-up periods of CloudWatch alarms')
  const isBand = metrics.some(({ Expression }) => Expression?.includes('ANOMALY_DETECTION_BAND'))
  if (isBand || input.ThresholdMetricId !== undefined) {
    if (input.Threshold !== undefined && input.ThresholdMetricId !== undefined) {
      // AWS: as printed in https://github.com/aws-cloudformation/cfn-lint/issues/1306
      throw validationError('Threshold and ThresholdMetricId cannot both be set')
    }
    throw new NotEmulated('CloudWatch alarms on anomaly detection')
  }
  if (metrics.some(({ AccountId }) => AccountId !== undefined)) {
    throw new NotEmulated('CloudWatch alarms on metrics of other accounts')
  }
}

/** AWS: as printed in https://github.com/cloudtools/troposphere/issues/1276 and cfn-lint#1306 */
const singleMembers = [
  'MetricName',
  'Namespace',
  'Statistic',
  'ExtendedStatistic',
  'Dimensions',
  'Period',
  'Unit',
] as const

function checkMath(input: PutMetricAlarmInput): void {
  for (const member of singleMembers) {
    if (input[member] === undefined) continue
    throw validationError(`${member} should not be set if list of Metrics is set.`, { member })
  }
  const { Metrics: queries = [] } = input
  const faults = new Faults()
  checkQueries(faults, queries, 'Metrics')
  faults.size('Metrics', queries, metricsPerAlarmMax)
  faults.check(validationError)
  const returned = queries.filter(({ ReturnData }) => ReturnData ?? true)
  if (returned.length !== 1) {
    throw validationError('Exactly one element of the metrics list should return data.', {
      returned: returned.map(({ Id }) => Id),
    })
  }
  if (queries.some(({ Expression }) => /\bSEARCH\s*\(/.test(Expression ?? ''))) {
    throw validationError('SEARCH is not supported on Metric Alarms.')
  }
}

function checkSingle(input: PutMetricAlarmInput): void {
  // AWS: as printed in https://github.com/aws-cloudformation/cfn-lint/issues/771
  for (const member of ['MetricName', 'Namespace', 'Period'] as const) {
    if (input[member] === undefined) throw notNull(member)
  }
  const { Statistic: simple, ExtendedStatistic: extended } = input
  if (simple === undefined && extended === undefined) throw notNull('Statistic')
  if (simple !== undefined && extended !== undefined) {
    throw validationError('Statistic and ExtendedStatistic cannot both be set')
  }
  if (extended !== undefined && !findExtended(extended)) {
    throw validationError(
      `The value ${extended} for parameter ExtendedStatistic is not supported.`,
      { extended },
    )
  }
  const faults = new Faults()
  checkNamespace(faults, input.Namespace)
  checkDimensions(faults, 'Dimensions', input.Dimensions)
  faults.check(validationError)
}

function notNull(member: string): AwsError {
  return validationError(`${member} must not be null`, { member })
}

function checkThreshold(input: PutMetricAlarmInput): void {
  const { ComparisonOperator: operator, Threshold: threshold } = input
  if (operator === undefined) throw notNull('ComparisonOperator')
  if (/Lower|Upper/.test(operator)) {
    throw validationError(`${operator} is only supported for anomaly detection alarms.`)
  }
  if (threshold === undefined) throw notNull('Threshold')
}

function checkPoints(input: PutMetricAlarmInput): void {
  const { EvaluationPeriods: periods, DatapointsToAlarm: toAlarm } = input
  if (periods === undefined) throw notNull('EvaluationPeriods')
  // AWS: as printed in https://github.com/hashicorp/terraform/issues/24070
  if (toAlarm !== undefined && toAlarm > periods) {
    throw validationError('DatapointsToAlarm must be less than or equal to EvaluationPeriods', {
      datapointsToAlarm: toAlarm,
      evaluationPeriods: periods,
    })
  }
  const period = periodSecondsOf(input)
  if (![10, 20, 30].includes(period) && period % 60 !== 0) {
    throw validationError('Period must be 10, 20, 30 or a multiple of 60', { period })
  }
  const isLong = period >= 3_600
  const max = isLong ? longSpanSecondsMax : spanSecondsMax
  if (period * periods <= max) return
  throw validationError(
    `Metrics cannot be checked across more than ${isLong ? '7 days' : 'a day'} (EvaluationPeriods * Period must be <= ${max}).`,
    { period, evaluationPeriods: periods, limit: max },
  )
}

const treatments = ['breaching', 'notBreaching', 'ignore', 'missing']

function checkMissingData(input: PutMetricAlarmInput): void {
  const { TreatMissingData: treatment, EvaluateLowSampleCountPercentile: lowSamples } = input
  if (treatment !== undefined && !treatments.includes(treatment)) {
    throw validationError(`Unsupported value for TreatMissingData: ${treatment}`, { treatment })
  }
  if (lowSamples === undefined) return
  if (!['evaluate', 'ignore'].includes(lowSamples)) {
    throw validationError(
      `Option ${lowSamples} is not supported. Supported options for parameter EvaluateLowSampleCountPercentile are evaluate and ignore.`,
    )
  }
  if (!input.ExtendedStatistic?.startsWith('p')) {
    throw validationError('EvaluateLowSampleCountPercentile is only supported for percentiles.')
  }
}

type WithActions = Pick<
  PutMetricAlarmInput,
  'OKActions' | 'AlarmActions' | 'InsufficientDataActions'
>

/** Topics and policies of other regions can't be told. */
export function checkActions(input: WithActions, region: string): void {
  const { OKActions = [], AlarmActions = [], InsufficientDataActions = [] } = input
  for (const action of [...OKActions, ...AlarmActions, ...InsufficientDataActions]) {
    const arn = parseArn(action)
    if (!arn) throw validationError(`Invalid arn syntax: ${action}`, { action })
    if (arn.region !== '' && arn.region !== region) {
      throw validationError(
        `Invalid region ${arn.region} specified. Only ${region} is supported.`,
        { action, region },
      )
    }
  }
}
