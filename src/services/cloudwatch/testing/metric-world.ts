/** CloudWatch alone, in memory, with short words for what tests do most. */
import { testPlace, testStartMs, world } from '../../../../test/support/world.ts'
import type {
  GetMetricDataOutput,
  MetricDataQuery,
  MetricDatum,
} from '../../../generated/cloudwatch.ts'
import { cloudwatch } from '../service.ts'
import type { CloudWatchReading } from '../state.ts'

export const minute = 60_000
export const hour = 60 * minute

export const namespace = 'Shop'

export function metricWorld() {
  const cloud = world({ services: [cloudwatch] })
  const { changing } = cloud.kernel.cells.of(cloudwatch, testPlace)
  const { call } = cloud

  const put = (...MetricData: readonly MetricDatum[]) =>
    call('PutMetricData', { Namespace: namespace, MetricData })

  return {
    ...cloud,
    metrics: changing.metrics,
    // The cell is that of the service it was asked for.
    reading: changing as unknown as CloudWatchReading,
    put,
    /** A value a minute from the start on; `undefined` leaves a minute out. */
    putSeries: (MetricName: string, values: readonly (number | undefined)[]) =>
      put(
        ...values.flatMap((Value, at) =>
          Value === undefined
            ? []
            : [{ MetricName, Value, Timestamp: new Date(testStartMs + at * minute) }],
        ),
      ),
    /** Results over the minutes from the start on, the oldest first. */
    ask: (
      MetricDataQueries: readonly MetricDataQuery[],
      { minutes = 5, ...more }: { minutes?: number } & Record<string, unknown> = {},
    ) =>
      call<GetMetricDataOutput>('GetMetricData', {
        MetricDataQueries,
        StartTime: new Date(testStartMs),
        EndTime: new Date(testStartMs + minutes * minute),
        ScanBy: 'TimestampAscending',
        ...more,
      }),
  }
}

export function metric(Id: string, name = Id, Stat = 'Sum', Period = 60): MetricDataQuery {
  return {
    Id,
    MetricStat: { Metric: { Namespace: namespace, MetricName: name }, Period, Stat },
  }
}
