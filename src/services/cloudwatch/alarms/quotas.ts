/** Quotas of alarms. */
import { quota, type Quota } from '../../../kernel/limits.ts'
import type { CloudWatchReading } from '../state.ts'

export const alarmsPerRegion = quota({
  service: 'monitoring',
  name: 'Number of alarms',
  value: 5_000,
  unit: 'None',
  adjustable: true,
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html',
  used: ({ state }: CloudWatchReading) => state.alarms.count(),
})

export const alarmQuotas: readonly Quota[] = [alarmsPerRegion]
