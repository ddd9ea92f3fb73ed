/** https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-limits.html */
import { quota, type Quota } from '../../kernel/limits.ts'
import type { ScalingReading } from './state.ts'

const source =
  'https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-limits.html'

export const dynamodbTargets = quota({
  service: 'application-autoscaling',
  name: 'Scalable targets for Amazon DynamoDB',
  value: 5_000,
  unit: 'None',
  adjustable: true,
  source,
  used: ({ state }: ScalingReading) => state.targets.count({ prefix: ['dynamodb'] }),
})

export const policiesPerTarget = quota({
  service: 'application-autoscaling',
  name: 'Scaling policies per scalable target',
  value: 50,
  unit: 'None',
  adjustable: false,
  source,
})

export const actionsPerTarget = quota({
  service: 'application-autoscaling',
  name: 'Scheduled actions per scalable target',
  value: 200,
  unit: 'None',
  adjustable: false,
  source,
})

export const quotas: readonly Quota[] = [dynamodbTargets, policiesPerTarget, actionsPerTarget]

export const tagsMax = 50
export const resultsMax = 50

/** AWS: activities of the past six weeks are told. */
export const activityMs = 42 * 86_400_000

/** What can't be done at the moment is tried again after this, as often as alarms repeat. */
export const retryMs = 60_000
/** AWS: a table has to rest for so long before it is scaled in. */
export const restMs = 15 * 60_000
/** How long a policy rests after a change that was refused isn't public: a judgement. */
export const failureMs = 300_000

/** How often a change that is under way is looked at; AWS's own is minutes. */
export const confirmMs = 1_000
/** After this a change counts as not fulfilled. */
export const confirmMsMax = 3_600_000
