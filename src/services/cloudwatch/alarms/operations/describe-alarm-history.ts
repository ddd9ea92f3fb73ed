import {
  DescribeAlarmHistory,
  type DescribeAlarmHistoryInput,
} from '../../../../generated/cloudwatch.ts'
import { invalidNextToken } from '../../errors.ts'
import { cloudwatchOperation } from '../../operation.ts'
import { requestRates } from '../../request-rates.ts'
import type { CloudWatchReading } from '../../state.ts'
import { readToken, writeToken } from '../../tokens.ts'
import { alarmArn } from '../alarm.ts'
import type { HistoryItem } from '../history.ts'
import { historyMs, historyPerPage } from '../limits.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html */
export const describeAlarmHistory = cloudwatchOperation(DescribeAlarmHistory, {
  resource: ({ AlarmName: name = '*' }, place) => alarmArn(place, name),
  rates: [requestRates.DescribeAlarmHistory],

  run(call) {
    const { input } = call
    const { NextToken: token, ...request } = input
    const skip = token === undefined ? 0 : readStart(token, request)
    const max = input.MaxRecords ?? historyPerPage
    const found: HistoryItem[] = []
    for (const item of itemsOf(call, input)) {
      if (matches(item, input)) found.push(item)
      if (found.length > skip + max) break
    }
    const page = found.slice(skip, skip + max)
    return {
      AlarmHistoryItems: page.map((item) => ({
        AlarmName: item.alarm,
        AlarmType: item.alarmType,
        Timestamp: new Date(item.atMs),
        HistoryItemType: item.type,
        HistorySummary: item.summary,
        HistoryData: item.data,
      })),
      ...(found.length > skip + max && { NextToken: writeToken(request, [skip + max]) }),
    }
  },
})

/** AWS: the newest first, unless it is told otherwise. */
function itemsOf(
  { state, clock }: CloudWatchReading,
  { AlarmName: name, StartDate, EndDate, ScanBy }: DescribeAlarmHistoryInput,
): Iterable<HistoryItem> {
  const oldestMs = clock.now() - historyMs
  const from = [Math.max(oldestMs, StartDate?.getTime() ?? oldestMs)]
  const through = EndDate && [EndDate.getTime()]
  const span = { from, ...(through && { through }), reverse: ScanBy !== 'TimestampAscending' }
  if (name === undefined) return state.alarmHistory.range(span)
  return state.alarmHistory.index('alarm').range({ prefix: [name], ...span })
}

function matches(item: HistoryItem, input: DescribeAlarmHistoryInput): boolean {
  const { AlarmTypes: given, HistoryItemType: type, AlarmContributorId: contributor } = input
  const types = given?.length ? given : ['MetricAlarm', 'CompositeAlarm']
  if (contributor !== undefined || !types.includes(item.alarmType)) return false
  return type === undefined || item.type === type
}

function readStart(token: string, request: object): number {
  const [from] = readToken(token, request) ?? []
  if (typeof from !== 'number') throw invalidNextToken(token)
  return from
}
