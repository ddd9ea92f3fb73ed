import { PutDashboard } from '../../../generated/cloudwatch.ts'
import { checkBody } from '../dashboard-body.ts'
import { checkName, dashboardArn, dashboardResource } from '../dashboards.ts'
import { cloudwatchOperation } from '../operation.ts'
import { requestRates } from '../request-rates.ts'
import { addTags } from '../tags.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html */
export const putDashboard = cloudwatchOperation(PutDashboard, {
  resource({ DashboardName: name, Tags: tags }, place) {
    const resource = dashboardArn(place, name)
    return tags?.length ? [{ resource }, { action: 'cloudwatch:TagResource', resource }] : resource
  },
  rates: [requestRates.PutDashboard],

  run({ input, state, clock }) {
    const { DashboardName: name, DashboardBody: body, Tags: tags } = input
    checkName(name)
    checkBody(body)
    // AWS: tags are taken when a dashboard is made, and ignored when it is replaced.
    if (tags && !state.dashboards.get(name)) addTags(state, dashboardResource(name), tags)
    state.dashboards.put({ name, body, modifiedAtMs: clock.now() })
    return { DashboardValidationMessages: [] }
  },
})
