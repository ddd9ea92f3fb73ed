/** Alarms: what they watch, and in what state they are. */
import type {
  ActionsSuppressedBy,
  PutCompositeAlarmInput,
  PutMetricAlarmInput,
  StateValue,
} from '../../../generated/cloudwatch.ts'
import { arn } from '../../../kernel/arn.ts'
import type { Place } from '../../../kernel/place.ts'
import { alarmNotFound } from './errors.ts'
import type { CloudWatchState } from '../state.ts'

/** As PutMetricAlarm was given it; each call replaces all of it. */
export type MetricConfiguration = Omit<PutMetricAlarmInput, 'Tags'>
export type CompositeConfiguration = Omit<PutCompositeAlarmInput, 'Tags'>

export interface AlarmState {
  readonly value: StateValue
  readonly reason: string
  /** JSON, as it is shown. */
  readonly reasonData?: string
  readonly atMs: number
}

interface Named {
  readonly name: string
  readonly configuredAtMs: number
  readonly state: AlarmState
}

export interface MetricAlarm extends Named {
  readonly kind: 'metric'
  readonly configuration: MetricConfiguration
  /** Its expression can't be worked out. */
  readonly isBroken?: true
  /** Nothing changes before its next evaluation, if there is any, but data may come. */
  readonly isAsleep?: true
}

/** Why a composite alarm's actions wait, and until when; absent `untilMs`: for its suppressor. */
export interface Suppression {
  readonly by: ActionsSuppressedBy
  readonly untilMs?: number
  /** The state before the change whose actions wait. */
  readonly before: AlarmState
}

export interface CompositeAlarm extends Named {
  readonly kind: 'composite'
  readonly configuration: CompositeConfiguration
  readonly suppression?: Suppression
}

export type Alarm = MetricAlarm | CompositeAlarm

export function alarmResource(name: string): string {
  return `alarm:${name}`
}

export function alarmArn(place: Place, name: string): string {
  return arn(place, 'cloudwatch', alarmResource(name))
}

/** @throws AwsError ResourceNotFound */
export function requireAlarm(state: CloudWatchState, name: string): Alarm {
  const alarm = state.alarms.get(name)
  if (!alarm) throw alarmNotFound(name)
  return alarm
}

export const initialReason = 'Unchecked: Initial alarm creation'

export function initialState(atMs: number): AlarmState {
  return { value: 'INSUFFICIENT_DATA', reason: initialReason, atMs }
}

export function alarmType({ kind }: Alarm): 'MetricAlarm' | 'CompositeAlarm' {
  return kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm'
}
