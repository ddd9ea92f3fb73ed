import { ListDashboards } from '../../../generated/cloudwatch.ts'
import { dashboardArn } from '../dashboards.ts'
import { invalidToken } from '../errors.ts'
import { dashboardsPerPage } from '../limits.ts'
import { cloudwatchOperation } from '../operation.ts'
import { requestRates } from '../request-rates.ts'
import { readToken, writeToken } from '../tokens.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListDashboards.html */
export const listDashboards = cloudwatchOperation(ListDashboards, {
  rates: [requestRates.ListDashboards],
  // AWS: it names no resource; this one stands for all of them, and leads to where they are kept.
  resource: (_, place) => dashboardArn(place, '*'),

  run({ input, state, place }) {
    const { DashboardNamePrefix: prefix = '', NextToken: token } = input
    const after = token === undefined ? undefined : readAfter(token, prefix)
    const found = [...state.dashboards.range(after === undefined ? {} : { after: [after] })]
      .filter(({ name }) => name.startsWith(prefix))
      .slice(0, dashboardsPerPage + 1)
    const page = found.slice(0, dashboardsPerPage)
    const last = page.at(-1)
    return {
      DashboardEntries: page.map(({ name, body, modifiedAtMs }) => ({
        DashboardName: name,
        DashboardArn: dashboardArn(place, name),
        LastModified: new Date(modifiedAtMs),
        Size: Buffer.byteLength(body),
      })),
      ...(found.length > page.length && last && { NextToken: writeToken(prefix, [last.name]) }),
    }
  },
})

function readAfter(token: string, prefix: string): string {
  const [after] = readToken(token, prefix) ?? []
  if (typeof after !== 'string') throw invalidToken(token)
  return after
}
