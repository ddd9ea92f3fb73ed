import { DeleteAlarms } from '../../../../generated/cloudwatch.ts'
import { cloudwatchOperation } from '../../operation.ts'
import { requestRates } from '../../request-rates.ts'
import type { CloudWatchState } from '../../state.ts'
import { type Alarm, alarmArn } from '../alarm.ts'
import { isInCircle, parentsOf } from '../dependences.ts'
import { alarmsAreNeeded, tooManyComposites } from '../errors.ts'
import { dropAlarm } from '../keeping.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarms.html */
export const deleteAlarms = cloudwatchOperation(DeleteAlarms, {
  resource: ({ AlarmNames: names }, place) =>
    names.map((name) => ({ resource: alarmArn(place, name) })),
  rates: [requestRates.DeleteAlarms],

  run(call) {
    const { input, state } = call
    const names = new Set(input.AlarmNames)
    // AWS: names of nothing are passed over, and the others are deleted.
    const alarms = [...names].flatMap((name) => state.alarms.get(name) ?? [])
    const composites = alarms.filter(({ kind }) => kind === 'composite')
    if (composites.length > 1) throw tooManyComposites(composites.map(({ name }) => name))
    const needed = alarms.filter((alarm) => parentsLeft(state, alarm, names).length > 0)
    if (needed.length > 0) {
      const parents = needed.flatMap((alarm) => parentsLeft(state, alarm, names))
      throw alarmsAreNeeded(
        needed.map(({ name }) => name),
        [...new Set(parents)],
      )
    }
    for (const alarm of alarms) dropAlarm(call, alarm)
    return undefined
  },
})

/**
 * AWS: members of a circle of composite alarms can't be deleted until a rule is changed, `FALSE` for
 * example; a single alarm that depends on itself is such a circle, too.
 */
function parentsLeft(
  state: CloudWatchState,
  alarm: Alarm,
  deleted: ReadonlySet<string>,
): readonly string[] {
  const isOfCircle = alarm.kind === 'composite' && isInCircle(state, alarm)
  return parentsOf(state, alarm.name).filter((parent) => isOfCircle || !deleted.has(parent))
}
