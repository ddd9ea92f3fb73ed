import { DescribeAlarms, type DescribeAlarmsInput } from '../../../../generated/cloudwatch.ts'
import { invalidNextToken, validationError } from '../../errors.ts'
import { cloudwatchOperation } from '../../operation.ts'
import { requestRates } from '../../request-rates.ts'
import type { CloudWatchState } from '../../state.ts'
import { readToken, writeToken } from '../../tokens.ts'
import { type Alarm, alarmArn, alarmType, requireAlarm } from '../alarm.ts'
import { childrenOf, parentsOf } from '../dependences.ts'
import { alarmsPerPage } from '../limits.ts'
import { shownComposite, shownMetricAlarm } from '../shown.ts'
import { nameOf } from '../suppression.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
export const describeAlarms = cloudwatchOperation(DescribeAlarms, {
  resource: ({ AlarmNames: names }, place) =>
    names?.length
      ? names.map((name) => ({ resource: alarmArn(place, name) }))
      : alarmArn(place, '*'),
  rates: [requestRates.DescribeAlarms],

  run({ input, state, place }) {
    check(input)
    const { NextToken: token, ...request } = input
    const after = token === undefined ? undefined : readAfter(token, request)
    const max = input.MaxRecords ?? alarmsPerPage
    const found: Alarm[] = []
    for (const alarm of candidates(state, input, after)) {
      if (matches(alarm, input)) found.push(alarm)
      if (found.length > max) break
    }
    const page = found.slice(0, max)
    const last = page.at(-1)
    return {
      CompositeAlarms: page.flatMap((alarm) =>
        alarm.kind === 'composite' ? [shownComposite(place, alarm)] : [],
      ),
      MetricAlarms: page.flatMap((alarm) =>
        alarm.kind === 'metric' ? [shownMetricAlarm(place, alarm)] : [],
      ),
      ...(found.length > max && last && { NextToken: writeToken(request, [last.name]) }),
    }
  },
})

/** The words are a judgement. */
function check(input: DescribeAlarmsInput): void {
  if (input.AlarmNames?.length && input.AlarmNamePrefix !== undefined) {
    throw validationError('AlarmNames and AlarmNamePrefix cannot both be set')
  }
  const { ChildrenOfAlarmName: children, ParentsOfAlarmName: parents } = input
  if (children === undefined && parents === undefined) return
  // AWS: with these, nothing but MaxRecords and NextToken may be given.
  const { MaxRecords: _max, NextToken: _token, ...rest } = input
  if (Object.values(rest).filter((one) => one !== undefined).length === 1) return
  throw validationError(
    'ChildrenOfAlarmName and ParentsOfAlarmName cannot be set together with other filters',
  )
}

/** In the order of names, behind the last one of the page before. */
function candidates(
  state: CloudWatchState,
  input: DescribeAlarmsInput,
  after: string | undefined,
): Iterable<Alarm> {
  const names = namesAsked(state, input)
  if (!names) return state.alarms.range(after === undefined ? {} : { after: [after] })
  return [...new Set(names)]
    .toSorted()
    .filter((name) => after === undefined || name > after)
    .flatMap((name) => state.alarms.get(name) ?? [])
}

function namesAsked(state: CloudWatchState, input: DescribeAlarmsInput) {
  const { ChildrenOfAlarmName: parent, ParentsOfAlarmName: child } = input
  if (parent !== undefined) {
    const alarm = requireAlarm(state, nameOf(parent))
    return alarm.kind === 'composite' ? childrenOf(alarm) : []
  }
  if (child !== undefined) return parentsOf(state, requireAlarm(state, nameOf(child)).name)
  return input.AlarmNames?.length ? input.AlarmNames : undefined
}

function matches(alarm: Alarm, input: DescribeAlarmsInput): boolean {
  const { AlarmNamePrefix: prefix, StateValue: value, ActionPrefix: action } = input
  const isRelated =
    input.ChildrenOfAlarmName !== undefined || input.ParentsOfAlarmName !== undefined
  // AWS: metric alarms alone, unless composite ones are asked for.
  const types = input.AlarmTypes?.length ? input.AlarmTypes : (['MetricAlarm'] as const)
  if (!isRelated && !types.some((type) => type === alarmType(alarm))) return false
  if (prefix !== undefined && !alarm.name.startsWith(prefix)) return false
  if (value !== undefined && alarm.state.value !== value) return false
  return action === undefined || actionsOf(alarm).some((one) => one.startsWith(action))
}

function actionsOf({ configuration: given }: Alarm): readonly string[] {
  const { OKActions = [], AlarmActions = [], InsufficientDataActions = [] } = given
  return [...OKActions, ...AlarmActions, ...InsufficientDataActions]
}

function readAfter(token: string, request: object): string {
  const [after] = readToken(token, request) ?? []
  if (typeof after !== 'string') throw invalidNextToken(token)
  return after
}
