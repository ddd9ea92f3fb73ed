/** The operations on alarms. */
import type { OperationDefinition } from '../../../kernel/service.ts'
import { deleteAlarms } from './operations/delete-alarms.ts'
import { describeAlarmHistory } from './operations/describe-alarm-history.ts'
import { describeAlarmsForMetric } from './operations/describe-alarms-for-metric.ts'
import { describeAlarms } from './operations/describe-alarms.ts'
import { disableAlarmActions, enableAlarmActions } from './operations/enable-alarm-actions.ts'
import { putCompositeAlarm } from './operations/put-composite-alarm.ts'
import { putMetricAlarm } from './operations/put-metric-alarm.ts'
import { setAlarmState } from './operations/set-alarm-state.ts'

export const alarmOperations: readonly OperationDefinition[] = [
  deleteAlarms,
  describeAlarmHistory,
  describeAlarms,
  describeAlarmsForMetric,
  disableAlarmActions,
  enableAlarmActions,
  putCompositeAlarm,
  putMetricAlarm,
  setAlarmState,
]
