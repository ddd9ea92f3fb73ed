/**
 * CloudWatch's sizes and times. AWS raises none of those that are plain constants.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
 */
export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs

/** How long points are kept, by the seconds between them. */
export const retentionMs = {
  1: 3 * hourMs,
  60: 15 * dayMs,
  300: 63 * dayMs,
  3_600: 455 * dayMs,
} as const

// PutMetricData

export const dataMax = 1_000
export const valuesMax = 150
export const pastMs = 14 * dayMs
export const futureMs = 2 * hourMs
export const valueMax = 2 ** 360
export const dimensionsMax = 30
/** Characters of namespaces and of names of metrics. */
export const nameMax = 255
export const dimensionNameMax = 255
export const dimensionValueMax = 1_024

/** Values that a point remembers one by one; beyond, it remembers ranges of them. */
export const distinctValuesMax = 1_000

// Reading

export const statisticsPointsMax = 1_440
export const queriesMax = 500
export const expressionCharactersMax = 2_048
export const datapointsMax = 100_800
export const metricsPerPage = 500
export const dimensionFiltersMax = 10
/** Metrics without data for so long are listed and searched no more. */
export const listedMs = 14 * dayMs
export const recentlyActiveMs = 3 * hourMs
export const searchCharactersMax = 1_024
export const searchesMax = 100
export const searchedSeriesMax = 500

// Dashboards

export const dashboardsPerPage = 1_000
export const widgetsMax = 500
export const widgetMetricsMax = 500
export const dashboardWidthMax = 24
export const dashboardHeightMax = 1_000

export const tagsMax = 50
