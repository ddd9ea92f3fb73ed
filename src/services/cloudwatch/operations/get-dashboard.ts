import { GetDashboard } from '../../../generated/cloudwatch.ts'
import { dashboardArn, requireDashboard } from '../dashboards.ts'
import { cloudwatchOperation } from '../operation.ts'
import { requestRates } from '../request-rates.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetDashboard.html */
export const getDashboard = cloudwatchOperation(GetDashboard, {
  resource: ({ DashboardName }, place) => dashboardArn(place, DashboardName),
  rates: [requestRates.GetDashboard],

  run({ input, state, place }) {
    const { name, body } = requireDashboard(state, input.DashboardName)
    return { DashboardArn: dashboardArn(place, name), DashboardBody: body, DashboardName: name }
  },
})
