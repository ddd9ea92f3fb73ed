/** Dashboards: named, found, kept. AWS: they belong to an account, whatever region it is asked in. */
import { arn } from '../../kernel/arn.ts'
import { endpointRegionOf, type Place } from '../../kernel/place.ts'
import { dashboardNotFound, invalidValue } from './errors.ts'
import type { CloudWatchState, Dashboard } from './state.ts'

export function dashboardResource(name: string): string {
  return `dashboard/${name}`
}

export function dashboardArn(place: Place, name: string): string {
  return arn({ ...place, region: '' }, 'cloudwatch', dashboardResource(name))
}

/** The region whose cell keeps an account's dashboards. */
export function homeOfDashboards({ partition }: Pick<Place, 'partition'>): string {
  return endpointRegionOf(partition)
}

/** @throws AwsError InvalidParameterValue */
export function checkName(name: string): void {
  if (/^[A-Za-z0-9_-]{1,255}$/.test(name)) return
  // The words are those that the CDK repeats from AWS.
  throw invalidValue(
    `The value ${name} for field DashboardName contains invalid characters. It can only contain alphanumerics, dash (-) and underscore (_).`,
    { name },
  )
}

/** @throws AwsError ResourceNotFound */
export function requireDashboard(state: CloudWatchState, name: string): Dashboard {
  const dashboard = state.dashboards.get(name)
  if (!dashboard) throw dashboardNotFound(name)
  return dashboard
}
