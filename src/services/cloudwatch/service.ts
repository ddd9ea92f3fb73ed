/** Amazon CloudWatch: what it is made of. */
import { defineService } from '../../kernel/service.ts'
import { alarmJobs } from './alarms/jobs.ts'
import { alarmOperations } from './alarms/operations.ts'
import { alarmQuotas } from './alarms/quotas.ts'
import { homeOfDashboards } from './dashboards.ts'
import { takeMeasurements } from './measurements.ts'
import { deleteDashboards } from './operations/delete-dashboards.ts'
import { getDashboard } from './operations/get-dashboard.ts'
import { getMetricData } from './operations/get-metric-data.ts'
import { getMetricStatistics } from './operations/get-metric-statistics.ts'
import { listDashboards } from './operations/list-dashboards.ts'
import { listMetrics } from './operations/list-metrics.ts'
import { putDashboard } from './operations/put-dashboard.ts'
import { putMetricData } from './operations/put-metric-data.ts'
import { listTagsForResource, tagResource, untagResource } from './operations/tag-resource.ts'
import { rateQuotas } from './request-rates.ts'
import { state } from './state.ts'

export const cloudwatch = defineService({
  name: 'cloudwatch',
  state,
  operations: [
    ...alarmOperations,
    deleteDashboards,
    getDashboard,
    getMetricData,
    getMetricStatistics,
    listDashboards,
    listMetrics,
    listTagsForResource,
    putDashboard,
    putMetricData,
    tagResource,
    untagResource,
  ],
  quotas: [...alarmQuotas, ...rateQuotas],
  jobs: alarmJobs,
  takeMeasurements,
  // Dashboards alone have ARNs without a region.
  home: (_, place) => ({ region: homeOfDashboards(place) }),
  resourceTags: ({ resource }, { state }) => state.tagged.get(resource)?.tags ?? {},
})
