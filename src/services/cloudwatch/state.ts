/** What CloudWatch keeps, in one account and region. */
import type { Changing, Reading } from '../../kernel/call.ts'
import { collection, defineState } from '../../kernel/collection.ts'
import { alarmCollections } from './alarms/collections.ts'

export interface MetricDimension {
  readonly name: string
  readonly value: string
}

/** AWS: a metric is its namespace, its name and its *set* of dimensions; nothing rolls up over them. */
export interface MetricIdentity {
  readonly namespace: string
  readonly name: string
  /** Sorted by name. */
  readonly dimensions: readonly MetricDimension[]
}

export interface Metric extends MetricIdentity {
  /** A hash of the identity; see `metric.ts`. */
  readonly id: string
  /** Units that it was measured in: what is measured in one is a series of its own. */
  readonly units: readonly string[]
  /** A time up to which it has points, at most ten minutes behind the newest of them. */
  readonly newestMs: number
}

/** Seconds between points, as they are kept; see `block.ts`. */
export type Resolution = 1 | 60 | 300 | 3_600

/** Neighbouring points of one metric and unit. */
export interface Block {
  readonly metricId: string
  readonly unit: string
  readonly resolution: Resolution
  readonly startMs: number
  /** As `rows.ts` writes them. */
  readonly rows: readonly number[]
  /** Where the last one of them begins. */
  readonly last: number
}

export interface Dashboard {
  readonly name: string
  readonly body: string
  readonly modifiedAtMs: number
}

/** The tags of an alarm or a dashboard. */
export interface Tagged {
  /** The last part of its ARN: `alarm:NAME`, `dashboard/NAME`. */
  readonly resource: string
  readonly tags: Readonly<Record<string, string>>
}

export const state = defineState({
  metrics: collection({
    version: 1,
    key: (metric: Metric) => [metric.id],
    indexes: {
      name: ({ namespace, name }: Metric) => [namespace, name],
      /** The ones that are outdated first. */
      newest: ({ newestMs }: Metric) => [newestMs],
    },
  }),

  blocks: collection({
    version: 1,
    key: ({ metricId, resolution, unit, startMs }: Block) => [metricId, resolution, unit, startMs],
  }),

  dashboards: collection({ version: 1, key: (dashboard: Dashboard) => [dashboard.name] }),

  tagged: collection({ version: 1, key: (one: Tagged) => [one.resource] }),

  ...alarmCollections,
})

export type CloudWatchReading = Reading<typeof state>
export type CloudWatchChange = Changing<typeof state>
export type CloudWatchState = CloudWatchReading['state']
