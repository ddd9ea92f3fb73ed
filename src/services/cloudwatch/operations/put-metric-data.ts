import { PutMetricData } from '../../../generated/cloudwatch.ts'
import { wakeWatchers } from '../alarms/watching.ts'
import { pointsOf } from '../data.ts'
import { checkData } from '../data-faults.ts'
import { cloudwatchOperation } from '../operation.ts'
import { requestRates } from '../request-rates.ts'
import { addAll } from '../storing.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
export const putMetricData = cloudwatchOperation(PutMetricData, {
  rates: [requestRates.PutMetricData],
  // Nothing of the input is checked yet: it may lack what its type has.
  resource: ({ Namespace: namespace = '' }) => [
    { resource: '*', context: { 'cloudwatch:namespace': namespace } },
  ],

  run(call) {
    const { input, state, clock } = call
    const now = clock.now()
    checkData(input, now)
    // What belongs to an entity is a metric as any other; only the console shows entities.
    const ofEntities = input.EntityMetricData?.flatMap(({ MetricData }) => MetricData ?? []) ?? []
    const data = [...(input.MetricData ?? []), ...ofEntities]
    const added = data.map((datum) => pointsOf(input.Namespace, datum, now))
    addAll(state, added, now)
    wakeWatchers(call, added)
    return undefined
  },
})
