import { PutMetricData } from '../../../generated/cloudwatch.ts'
import { pointsOf } from '../data.ts'
import { checkData } from '../data-faults.ts'
import { cloudwatchOperation } from '../operation.ts'
import { addAll } from '../storing.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
export const putMetricData = cloudwatchOperation(PutMetricData, {
  resource: ({ Namespace }) => [{ resource: '*', context: { 'cloudwatch:namespace': Namespace } }],

  run({ input, state, clock }) {
    const now = clock.now()
    checkData(input, now)
    // What belongs to an entity is a metric as any other; only the console shows entities.
    const ofEntities = input.EntityMetricData?.flatMap(({ MetricData }) => MetricData ?? []) ?? []
    const data = [...(input.MetricData ?? []), ...ofEntities]
    addAll(
      state,
      data.map((datum) => pointsOf(input.Namespace, datum, now)),
      now,
    )
    return undefined
  },
})
