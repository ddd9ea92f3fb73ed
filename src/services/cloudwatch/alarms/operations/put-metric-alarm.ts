import { PutMetricAlarm, type Tag } from '../../../../generated/cloudwatch.ts'
import type { Place } from '../../../../kernel/place.ts'
import { validationError } from '../../errors.ts'
import { cloudwatchOperation } from '../../operation.ts'
import { requestRates } from '../../request-rates.ts'
import { alarmArn, initialState, type MetricAlarm } from '../alarm.ts'
import { tryOut } from '../evaluation.ts'
import { keepAlarm } from '../keeping.ts'
import { checkMetricAlarm } from '../metric-alarm-faults.ts'
import { evaluateNext } from '../rest.ts'
import { keepWatches } from '../watching.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const putMetricAlarm = cloudwatchOperation(PutMetricAlarm, {
  resource: (input, place) => checksOf(input, place),
  rates: [requestRates.PutMetricAlarm],

  run(call) {
    const { input, state, clock, place } = call
    checkMetricAlarm(input, place.region)
    const { Tags: tags, ...configuration } = input
    if (configuration.Metrics) tryOut(call, configuration)
    const known = state.alarms.get(input.AlarmName)
    if (known?.kind === 'composite') {
      throw validationError(`There is a composite alarm of the name ${known.name} already.`)
    }
    const now = clock.now()
    const alarm: MetricAlarm = {
      kind: 'metric',
      name: input.AlarmName,
      configuration,
      configuredAtMs: now,
      // AWS: an update leaves the state as it is.
      state: known?.state ?? initialState(now),
    }
    keepAlarm(call, alarm, { known, ...(tags && { tags }) })
    keepWatches(call, alarm)
    evaluateNext(call, alarm)
    return undefined
  },
})

interface Asked {
  readonly AlarmName: string
  readonly Tags?: readonly Tag[]
  readonly OKActions?: readonly string[]
  readonly AlarmActions?: readonly string[]
  readonly InsufficientDataActions?: readonly string[]
}

/** AWS: whoever tags as he makes an alarm must be allowed that as well. */
export function checksOf(input: Asked, place: Place) {
  const { OKActions = [], AlarmActions = [], InsufficientDataActions = [] } = input
  const resource = alarmArn(place, input.AlarmName)
  const actions = [...OKActions, ...AlarmActions, ...InsufficientDataActions]
  const context = { 'cloudwatch:AlarmActions': actions }
  return [
    { resource, ...(actions.length > 0 && { context }) },
    ...(input.Tags?.length ? [{ resource, action: 'cloudwatch:TagResource' }] : []),
  ]
}
