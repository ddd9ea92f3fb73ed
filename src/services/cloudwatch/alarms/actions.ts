/** Alarms' actions: sent to their ARNs, and noted in the history when it is known what came of it. */
import type { Told } from '../../../kernel/call.ts'
import type { JobDefinition } from '../../../kernel/service.ts'
import type { CloudWatchChange, state } from '../state.ts'
import { type Alarm, alarmArn, type AlarmState } from './alarm.ts'
import { record } from './history.ts'
import { functionEventOf, messageOf, receiverOf, subjectOf } from './notification.ts'
import { instant, json, text } from './printed.ts'

/** What is noted when an action has been delivered, or hasn't. */
interface Sent {
  readonly alarm: Alarm
  readonly action: string
  readonly message: string
}

/** Takes the actions of the state that an alarm is in. */
export function takeActions(call: CloudWatchChange, alarm: Alarm, before: AlarmState): void {
  if (alarm.configuration.ActionsEnabled === false) return
  for (const action of actionsOf(alarm)) send(call, { alarm, before, action, isNoted: true })
}

/**
 * AWS: scaling policies are told each minute for as long as the alarm stays. Nothing is said of
 * history there: that it has the first time alone is a judgement.
 */
export function repeatScaling(
  call: CloudWatchChange,
  alarm: Alarm,
  reasonData: () => string,
): void {
  if (alarm.configuration.ActionsEnabled === false) return
  const policies = actionsOf(alarm).filter((action) => receiverOf(action) === 'scaling')
  if (policies.length === 0) return
  const now = { ...alarm, state: { ...alarm.state, reasonData: reasonData() } }
  for (const action of policies) {
    send(call, { alarm: now, before: alarm.state, action, isNoted: false })
  }
}

function actionsOf({ configuration: given, state }: Alarm): readonly string[] {
  if (state.value === 'ALARM') return given.AlarmActions ?? []
  return (state.value === 'OK' ? given.OKActions : given.InsufficientDataActions) ?? []
}

interface Sending {
  readonly alarm: Alarm
  readonly before: AlarmState
  readonly action: string
  readonly isNoted: boolean
}

function send(call: CloudWatchChange, { alarm, before, action, isNoted }: Sending): void {
  const notification = { alarm, before, place: call.place }
  const isFunction = receiverOf(action) === 'function'
  const message = isFunction ? functionEventOf(notification) : messageOf(notification)
  const sent: Sent = { alarm, action, message }
  call.deliver({
    arn: action,
    body: message,
    attributes: { Subject: subjectOf(notification), ...pointsFor(action, alarm) },
    source: alarmArn(call.place, alarm.name),
    // AWS: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html
    as: isFunction ? 'lambda.alarms.cloudwatch.amazonaws.com' : 'cloudwatch.amazonaws.com',
    ...(isNoted && { tell: { job: 'noteAction', data: sent } }),
  })
}

/** Policies scale by the points that brought the alarm to its state. */
function pointsFor(action: string, { state: { reasonData } }: Alarm) {
  return receiverOf(action) === 'scaling' && reasonData !== undefined
    ? { StateReasonData: reasonData }
    : {}
}

/** Writes what came of an action into the history. */
export const noteAction: JobDefinition<typeof state> = {
  run(call) {
    const { data, refusal } = call.data as Told
    const { alarm, action, message } = data as Sent
    const isDone = refusal === undefined
    record(call, alarm, {
      type: 'Action',
      summary: isDone
        ? `Successfully executed action ${action}`
        : `Failed to execute action ${action}. Received error: "${refusal}"`,
      data: json({
        actionState: text(isDone ? 'Succeeded' : 'Failed'),
        stateUpdateTimestamp: text(instant(alarm.state.atMs)),
        notificationResource: text(action),
        publishedMessage: isDone ? text(message) : undefined,
        error: isDone ? undefined : text(refusal),
      }),
    })
  },
}
