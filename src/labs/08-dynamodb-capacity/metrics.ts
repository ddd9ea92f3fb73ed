/** What CloudWatch saw of the same traffic. */
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import type { Stage } from '../lab.ts'
import { tableName } from './table.ts'

export interface Measured {
  readonly writeUnits: number
  readonly readUnits: number
  readonly throttledWrites: number
}

/** The sums of the minutes between two instants. */
export async function measuredBetween(stage: Stage, from: Date, to: Date): Promise<Measured> {
  const cloudwatch = new CloudWatchClient(stage.root)
  const { MetricDataResults = [] } = await cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: from,
      EndTime: to,
      MetricDataQueries: Object.entries(metrics).map(([Id, MetricName]) => ({
        Id,
        MetricStat: {
          Metric: {
            Namespace: 'AWS/DynamoDB',
            MetricName,
            Dimensions: [{ Name: 'TableName', Value: tableName }],
          },
          Period: 60,
          Stat: 'Sum',
        },
      })),
    }),
  )
  const sumOf = (id: keyof typeof metrics) =>
    (MetricDataResults.find(({ Id }) => Id === id)?.Values ?? []).reduce((sum, one) => sum + one, 0)
  return {
    writeUnits: sumOf('writeUnits'),
    readUnits: sumOf('readUnits'),
    throttledWrites: sumOf('throttledWrites'),
  }
}

const metrics = {
  writeUnits: 'ConsumedWriteCapacityUnits',
  readUnits: 'ConsumedReadCapacityUnits',
  throttledWrites: 'WriteThrottleEvents',
}
