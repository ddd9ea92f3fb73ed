/** Alarms are made, changed and removed. */
import type { Tag } from '../../../generated/cloudwatch.ts'
import type { CloudWatchChange } from '../state.ts'
import { addTags, dropTags } from '../tags.ts'
import { type Alarm, alarmResource } from './alarm.ts'
import { recordConfiguration } from './configuration-data.ts'
import { dropDependences } from './dependences.ts'
import { tooManyAlarms } from './errors.ts'
import { alarmsPerRegion } from './quotas.ts'
import { dropWatches } from './watching.ts'

/**
 * Keeps an alarm's new configuration. AWS: tags of an alarm that is there already are ignored.
 * @throws AwsError LimitExceeded
 */
export function keepAlarm(
  call: CloudWatchChange,
  alarm: Alarm,
  { known, tags = [] }: { readonly known: Alarm | undefined; readonly tags?: readonly Tag[] },
): void {
  const { state } = call
  if (!known) {
    const limit = call.limits.valueOf(alarmsPerRegion)
    const used = state.alarms.count()
    if (used >= limit) throw tooManyAlarms(limit, used)
    addTags(state, alarmResource(alarm.name), tags)
  }
  state.alarms.put(alarm)
  recordConfiguration(call, alarm, known ? 'Update' : 'Create')
}

export function dropAlarm(call: CloudWatchChange, alarm: Alarm): void {
  const { state } = call
  const { name } = alarm
  state.alarms.delete(name)
  dropTags(state, alarmResource(name))
  dropWatches(state, name)
  dropDependences(state, name)
  for (const job of ['evaluate', 'lookAtChildren', 'lookAtRule', 'endSuppression']) {
    call.cancel(job, name)
  }
  recordConfiguration(call, alarm, 'Delete')
}
