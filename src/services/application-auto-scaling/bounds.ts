/** A target's bounds: capacity outside of them is brought inside. */
import type { JobDefinition } from '../../kernel/service.ts'
import { capacityOf, changeCapacity } from './capacity-change.ts'
import type { state } from './state.ts'
import type { Capacity } from './table-capacity.ts'
import { within } from './target-tracking.ts'
import { targetOfJob } from './target.ts'
import { retryMs } from './limits.ts'

export const keepBounds: JobDefinition<typeof state, Capacity | undefined> = {
  before: (call) => capacityOf(call, targetOfJob(call.state, call.key)),

  run(call) {
    const target = targetOfJob(call.state, call.key)
    const units = call.prepared?.units
    // Tables on demand show no units, and have none to be set.
    if (!target || !units) return
    const wanted = within(target, units)
    if (wanted === units) return
    if (target.activityId !== undefined || !call.prepared?.isSettled) {
      return call.at(call.clock.now() + retryMs, 'keepBounds', call.key)
    }
    // AWS: https://docs.aws.amazon.com/autoscaling/application/userguide/get-started-exercise.html
    const bound = wanted > units ? 'minimum' : 'maximum'
    const cause = `${bound} capacity was set to ${wanted}`
    changeCapacity(call, target, { units: wanted, cause })
  },
}
