/**
 * The alarms that a target tracking policy has.
 * AWS: names, periods and bounds as tables' owners print them.
 */
import {
  DeleteAlarms,
  DescribeAlarms,
  PutMetricAlarm,
  type PutMetricAlarmInput,
} from '../../generated/cloudwatch.ts'
import { arn } from '../../kernel/arn.ts'
import type { AwsCall } from '../../kernel/internal-calls.ts'
import type { Place } from '../../kernel/place.ts'
import type { Random } from '../../kernel/random.ts'
import { policyArn } from './arns.ts'
import { readDimension } from './dimensions.ts'
import { asRole } from './role.ts'
import type { AlarmKind, Policy, PolicyAlarm, ScalingReading } from './state.ts'
import { lowBound, unitsInMinute } from './target-tracking.ts'

type Asking = ScalingReading & { readonly aws: AwsCall }

const labels: Readonly<Record<AlarmKind, string>> = {
  high: 'AlarmHigh',
  low: 'AlarmLow',
  'provisioned-high': 'ProvisionedCapacityHigh',
  'provisioned-low': 'ProvisionedCapacityLow',
}

/** AWS: a table's policy has four alarms, one on another metric two. */
export function newAlarms(
  { configuration, resourceId }: Pick<Policy, 'configuration' | 'resourceId'>,
  random: Random,
): readonly PolicyAlarm[] {
  const { PredefinedMetricSpecification: predefined, DisableScaleIn: isOneWay } = configuration
  const kinds: AlarmKind[] = ['high']
  if (!isOneWay) kinds.push('low')
  if (predefined) kinds.push('provisioned-high', 'provisioned-low')
  return kinds.map((kind) => ({
    kind,
    name: `TargetTracking-${resourceId}-${labels[kind]}-${random.uuid()}`,
  }))
}

export function shownAlarms(place: Place, { alarms }: Pick<Policy, 'alarms'>) {
  return alarms.map(({ name }) => ({
    AlarmName: name,
    AlarmARN: arn(place, 'cloudwatch', `alarm:${name}`),
  }))
}

/** Makes a policy's alarms, or has them follow other units. Throws what CloudWatch throws. */
export async function putAlarms(call: Asking, policy: Policy, units: number): Promise<void> {
  // AWS: an alarm names the policy with who made it, by an id of nothing else.
  const action = `${policyArn(call.place, policy)}:createdBy/${policy.id}`
  for (const { name, kind } of policy.alarms) {
    const input: PutMetricAlarmInput = {
      AlarmName: name,
      AlarmDescription: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${action}.`,
      AlarmActions: [action],
      ...watched(policy, kind, units),
    }
    await call.aws(PutMetricAlarm, input, asRole(call, 'ManageAlarms'))
  }
}

/** The points that an alarm is in ALARM by; `undefined`: it isn't. */
export async function alarmPoints(
  call: Asking,
  alarm: string,
): Promise<readonly number[] | undefined> {
  const as = asRole(call, 'ManageAlarms')
  const { MetricAlarms: [found] = [] } = await call.aws(DescribeAlarms, { AlarmNames: [alarm] }, as)
  return found?.StateValue === 'ALARM' ? pointsOf(found.StateReasonData) : undefined
}

/** None where all were missing, or where the state was set by hand. */
export function pointsOf(reasonData: string | undefined): readonly number[] {
  const { recentDatapoints: points } = JSON.parse(reasonData ?? '{}') as {
    recentDatapoints?: unknown
  }
  return Array.isArray(points) ? points.filter((one) => typeof one === 'number') : []
}

export async function deleteAlarms(call: Asking, alarms: readonly string[]): Promise<void> {
  if (alarms.length === 0) return
  await call.aws(DeleteAlarms, { AlarmNames: alarms }, asRole(call, 'ManageAlarms'))
}

type Watched = Omit<PutMetricAlarmInput, 'AlarmName' | 'AlarmDescription' | 'AlarmActions'>

function watched(policy: Policy, kind: AlarmKind, units: number): Watched {
  if (kind === 'provisioned-high' || kind === 'provisioned-low') {
    return {
      ...metricOfTable(policy, 'Provisioned'),
      Statistic: 'Average',
      Period: 300,
      EvaluationPeriods: 3,
      ...compared(kind === 'provisioned-high', units),
    }
  }
  const { configuration } = policy
  const isHigh = kind === 'high'
  const bound = isHigh ? configuration.TargetValue : lowBound(configuration)
  if (!configuration.PredefinedMetricSpecification) {
    const periods = isHigh ? 3 : 15
    return { ...customMetric(policy), EvaluationPeriods: periods, ...compared(isHigh, bound) }
  }
  return {
    ...metricOfTable(policy, 'Consumed'),
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: isHigh ? 2 : 15,
    ...compared(isHigh, unitsInMinute(units, bound)),
    // AWS's DynamoDB tells of zero units while a table rests, and its alarms leave this out. Here
    // tables that rest tell nothing, so that what is missing must count as little.
    ...(!isHigh && { TreatMissingData: 'breaching' }),
  }
}

function compared(isHigh: boolean, Threshold: number): Watched {
  return { Threshold, ComparisonOperator: isHigh ? 'GreaterThanThreshold' : 'LessThanThreshold' }
}

function metricOfTable(policy: Policy, kind: 'Consumed' | 'Provisioned'): Watched {
  const { table, index, member } = readDimension(policy)
  return {
    Namespace: 'AWS/DynamoDB',
    MetricName: `${kind}${member}`,
    Dimensions: [
      { Name: 'TableName', Value: table },
      ...(index === undefined ? [] : [{ Name: 'GlobalSecondaryIndexName', Value: index }]),
    ],
  }
}

function customMetric({ configuration }: Policy): Watched {
  const { CustomizedMetricSpecification: given = {} } = configuration
  const { Metrics: queries } = given
  if (queries) {
    const Metrics = queries.map(({ MetricStat: stat, ...query }) => ({
      ...query,
      ...(stat && { MetricStat: { ...stat, Period: 60 } }),
    }))
    return { Metrics: Metrics as NonNullable<PutMetricAlarmInput['Metrics']> }
  }
  const { Namespace, MetricName, Dimensions, Statistic, Unit } = given
  return {
    ...(Namespace !== undefined && { Namespace }),
    ...(MetricName !== undefined && { MetricName }),
    ...(Dimensions && { Dimensions }),
    ...(Statistic && { Statistic }),
    ...(Unit !== undefined && { Unit: Unit as NonNullable<PutMetricAlarmInput['Unit']> }),
    Period: 60,
  }
}
