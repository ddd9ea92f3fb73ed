/** Amazon CloudWatch: what it is made of. */
import { defineService } from '../../kernel/service.ts'
import { alarmJobs } from './alarms/jobs.ts'
import { alarmOperations } from './alarms/operations.ts'
import { quotas } from './limits.ts'
import { takeMeasurements } from './measurements.ts'
import { putMetricData } from './operations/put-metric-data.ts'
import { state } from './state.ts'

export const cloudwatch = defineService({
  name: 'cloudwatch',
  state,
  operations: [...alarmOperations, putMetricData],
  quotas,
  jobs: alarmJobs,
  takeMeasurements,
  resourceTags: ({ resource }, { state }) => state.tagged.get(resource)?.tags ?? {},
})
