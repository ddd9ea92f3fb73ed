/**
 * How often CloudWatch may be called by an account in a region, and what GetMetricData may fetch.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
 */
import type { GetMetricDataInput } from '../../generated/cloudwatch.ts'
import { type CallRate, chargeRate } from '../../kernel/call-rates.ts'
import { quota, type Quota } from '../../kernel/limits.ts'
import { tooManyCalls } from './errors.ts'
import { hourMs } from './limits.ts'
import type { CloudWatchReading } from './state.ts'

const source =
  'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html'

interface Entry {
  readonly value: number
  /** At Service Quotas: those that have one can be raised. */
  readonly code?: string
}

function quotaOf(name: string, { value, code }: Entry): Quota {
  const entry = { service: 'monitoring', name, value, unit: 'None', source }
  return quota({ ...entry, ...(code !== undefined && { code }), adjustable: code !== undefined })
}

function requests(operation: string, value: number, code?: string): CallRate {
  const entry = { value, ...(code !== undefined && { code }) }
  return { quota: quotaOf(`Rate of ${operation} requests`, entry), refuse: tooManyCalls }
}

export const requestRates = {
  DeleteAlarms: requests('DeleteAlarms', 3),
  DeleteDashboards: requests('DeleteDashboards', 10, 'L-E1508405'),
  DescribeAlarmHistory: requests('DescribeAlarmHistory', 20),
  DescribeAlarms: requests('DescribeAlarms', 9, 'L-21CB40A4'),
  DescribeAlarmsForMetric: requests('DescribeAlarmsForMetric', 9),
  DisableAlarmActions: requests('DisableAlarmActions', 3),
  EnableAlarmActions: requests('EnableAlarmActions', 3),
  GetDashboard: requests('GetDashboard', 10, 'L-E82C279D'),
  GetMetricData: requests('GetMetricData', 500, 'L-5E141212'),
  GetMetricStatistics: requests('GetMetricStatistics', 400, 'L-EE839489'),
  ListDashboards: requests('ListDashboards', 10, 'L-69C44FFD'),
  ListMetrics: requests('ListMetrics', 25, 'L-05D334F0'),
  ListTagsForResource: requests('ListTagsForResource', 10),
  PutCompositeAlarm: requests('PutCompositeAlarm', 3, 'L-515B0B71'),
  PutDashboard: requests('PutDashboard', 10, 'L-6753900D'),
  PutMetricAlarm: requests('PutMetricAlarm', 3, 'L-0720E68F'),
  PutMetricData: requests('PutMetricData', 500, 'L-8BC498D4'),
  SetAlarmState: requests('SetAlarmState', 3),
  TagResource: requests('TagResource', 20),
  UntagResource: requests('UntagResource', 20),
} as const satisfies Readonly<Record<string, CallRate>>

export const searchRate: CallRate<GetMetricDataInput> = {
  quota: quotaOf('Rate of SEARCH usage in GetMetricData', { value: 50 }),
  counts: ({ MetricDataQueries: queries }) => searchesIn(queries),
  refuse: tooManyCalls,
}

/** What the queries are isn't checked yet. */
function searchesIn(queries: GetMetricDataInput['MetricDataQueries'] | undefined): number {
  const expressions = (queries ?? []).flatMap((query) => query?.Expression ?? [])
  return expressions.reduce((sum, text) => sum + text.split(/\bSEARCH\s*\(/).length - 1, 0)
}

/** AWS tells the two apart by StartTime. */
const recentMs = 3 * hourMs

function datapoints(name: string, value: number, isRecent: boolean): CallRate<GetMetricDataInput> {
  return {
    quota: quotaOf(name, { value }),
    // How many it is to be is known when they have been fetched.
    counts: ({ StartTime: start }, nowMs) =>
      start && nowMs - start.getTime() <= recentMs === isRecent ? 'charged' : 0,
    refuse: tooManyCalls,
  }
}

const ofRecent = datapoints(
  'Rate of GetMetricData datapoints for the last three hours of metrics',
  180_000,
  true,
)
const ofOlder = datapoints(
  'Rate of GetMetricData datapoints for metrics older than three hours',
  396_000,
  false,
)

export const datapointRates = [ofRecent, ofOlder] as const

/** Charges what was fetched: the next call has to wait for what is owed. */
export function chargeDatapoints(
  call: CloudWatchReading & { readonly input: GetMetricDataInput },
  fetched: number,
): void {
  const ageMs = call.clock.now() - call.input.StartTime.getTime()
  chargeRate(call, ageMs <= recentMs ? ofRecent : ofOlder, fetched)
}

export const rateQuotas: readonly Quota[] = [
  ...Object.values(requestRates),
  searchRate,
  ...datapointRates,
].map((rate) => rate.quota)
