import {
  type DimensionFilter,
  ListMetrics,
  type ListMetricsInput,
} from '../../../generated/cloudwatch.ts'
import { NotEmulated } from '../../../kernel/errors.ts'
import { invalidToken } from '../errors.ts'
import { Faults } from '../faults.ts'
import {
  dimensionFiltersMax,
  listedMs,
  metricsPerPage,
  nameMax,
  recentlyActiveMs,
} from '../limits.ts'
import { type Listed, listMetrics as listed } from '../listing.ts'
import { pendingOf } from '../measurements.ts'
import { shownDimensions } from '../metric.ts'
import { cloudwatchOperation } from '../operation.ts'
import { inTurns } from '../pieces.ts'
import { requestRates } from '../request-rates.ts'
import { readToken, writeToken } from '../tokens.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html */
export const listMetrics = cloudwatchOperation(ListMetrics, {
  resource: () => '*',
  rates: [requestRates.ListMetrics],

  async before(call) {
    const { input, place } = call
    check(input)
    if (input.OwningAccount !== undefined && input.OwningAccount !== place.account) {
      throw new NotEmulated('CloudWatch metrics of linked accounts')
    }
    const { NextToken: token, ...request } = input
    const from = token === undefined ? 0 : readStart(token, request)
    const all = await inTurns(call, listed(call, soughtBy(input), pendingOf(call)))
    const found = all.filter(
      (metric) => input.Dimensions?.every((filter) => hasDimension(metric, filter)) ?? true,
    )
    const page = found.slice(from, from + metricsPerPage)
    const isMore = found.length > from + metricsPerPage
    return {
      Metrics: page.map(({ namespace, name, dimensions }) => ({
        Namespace: namespace,
        MetricName: name,
        Dimensions: shownDimensions(dimensions),
      })),
      ...(input.IncludeLinkedAccounts && { OwningAccounts: page.map(() => place.account) }),
      ...(isMore && { NextToken: writeToken(request, [from + metricsPerPage]) }),
    }
  },

  run: ({ prepared }) => prepared,
})

function check(input: ListMetricsInput): void {
  const faults = new Faults()
  if (input.Namespace !== undefined) faults.text('Namespace', input.Namespace, nameMax)
  if (input.MetricName !== undefined) faults.text('MetricName', input.MetricName, nameMax)
  faults.size('Dimensions', input.Dimensions, dimensionFiltersMax)
  for (const [at, filter] of input.Dimensions?.entries() ?? []) {
    if (!filter?.Name) faults.missing(`Dimensions.member.${at + 1}.Name`)
  }
  faults.oneOf('RecentlyActive', input.RecentlyActive, ['PT3H'])
  faults.check()
}

function soughtBy({ Namespace, MetricName, RecentlyActive: lately }: ListMetricsInput) {
  return {
    ...(Namespace !== undefined && { namespace: Namespace }),
    ...(MetricName !== undefined && { name: MetricName }),
    withinMs: lately ? recentlyActiveMs : listedMs,
  }
}

/** A filter without a value wants the name alone. */
function hasDimension({ dimensions }: Listed, { Name, Value }: DimensionFilter): boolean {
  return dimensions.some(
    ({ name, value }) => name === Name && (Value === undefined || value === Value),
  )
}

function readStart(token: string, request: object): number {
  const [from] = readToken(token, request) ?? []
  if (typeof from !== 'number') throw invalidToken(token)
  return from
}
