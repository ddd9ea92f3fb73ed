import { DeleteDashboards } from '../../../generated/cloudwatch.ts'
import { dashboardArn, dashboardResource, requireDashboard } from '../dashboards.ts'
import { missingParameters } from '../errors.ts'
import { cloudwatchOperation } from '../operation.ts'
import { requestRates } from '../request-rates.ts'
import { dropTags } from '../tags.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteDashboards.html */
export const deleteDashboards = cloudwatchOperation(DeleteDashboards, {
  resource: ({ DashboardNames: names }, place) =>
    names.length === 0
      ? dashboardArn(place, '*')
      : names.map((name) => ({ resource: dashboardArn(place, name) })),
  rates: [requestRates.DeleteDashboards],

  run({ input, state }) {
    const { DashboardNames: names } = input
    if (names.length === 0) throw missingParameters('The parameter DashboardNames is required.')
    // AWS: "no dashboards are deleted" where one of them can't be.
    for (const name of names) requireDashboard(state, name)
    for (const name of names) {
      state.dashboards.delete(name)
      dropTags(state, dashboardResource(name))
    }
    return {}
  },
})
