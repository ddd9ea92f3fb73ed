/**
 * Labels of results, those that are made and those with dynamic values.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/graph-dynamic-labels.html
 */
import type { TimeSeries } from './math/value.ts'
import type { MetricIdentity } from './state.ts'

export interface Labelled extends MetricIdentity {
  readonly statistic: string
  readonly periodSeconds: number
}

type Properties = Readonly<Record<string, string>>

/** What `${PROP('…')}` tells of a metric. */
export function propertiesOf(
  { namespace, name, dimensions, statistic, periodSeconds }: Labelled,
  place: { readonly account: string; readonly region: string },
): Properties {
  return {
    AccountId: place.account,
    MetricName: name,
    Namespace: namespace,
    Period: String(periodSeconds),
    Region: place.region,
    Stat: statistic,
    ...Object.fromEntries(dimensions.map((one) => [`Dim.${one.name}`, one.value])),
  }
}

/** Which properties tell a group of metrics apart, in the order in which labels name them. */
export function differences(group: readonly Properties[]): readonly string[] {
  const names = new Set(group.flatMap((one) => Object.keys(one)))
  return [...names]
    .filter((name) => group.some((one) => one[name] !== group[0]?.[name]))
    .sort((left, right) => rankOf(left) - rankOf(right))
}

const order: readonly string[] = ['Namespace', 'Dim', 'MetricName', 'Stat', 'Period']

function rankOf(name: string): number {
  const rank = order.indexOf(name.startsWith('Dim.') ? 'Dim' : name)
  return rank < 0 ? order.length : rank
}

/** The label of one among several queries: AWS says "metric name, then what differs". */
export function defaultLabel(properties: Properties, differing: readonly string[]): string {
  const name = properties['MetricName'] ?? ''
  return [name, ...valuesOf(properties, differing, 'MetricName')].join(' ')
}

/** The label of one among the metrics that a search found. */
export function searchLabel(properties: Properties, differing: readonly string[]): string {
  return valuesOf(properties, differing).join(' ') || (properties['MetricName'] ?? '')
}

function valuesOf(properties: Properties, names: readonly string[], except?: string): string[] {
  return names.filter((name) => name !== except).flatMap((name) => properties[name] ?? [])
}

interface Writing {
  readonly nowMs: number
  /** Minutes that the shown time is ahead of UTC. */
  readonly offsetMinutes: number
}

const variable = /\$\{(?:PROP\(\s*'([^']*)'\s*\)|([A-Z_]+))\}/g

/** At most so many values are filled in; what is more stays as it is written. */
const dynamicMax = 5

export function isDynamic(label: string): boolean {
  return label.search(variable) >= 0
}

/** How AWS prints numbers and times in labels isn't public; the forms here are a judgement. */
export function writeLabel(template: string, series: TimeSeries, writing: Writing): string {
  let values = 0
  return template.replaceAll(variable, (written, property?: string, name?: string) => {
    if (property !== undefined) return series.properties?.[property] ?? ''
    if (name === 'LABEL') return series.label
    const write = name === undefined ? undefined : statistics[name]
    if (!write || ++values > dynamicMax) return written
    return series.points.size === 0 ? '--' : write(factsOf(series), writing)
  })
}

interface Point {
  readonly atMs: number
  readonly value: number
}

interface Facts {
  readonly values: readonly number[]
  readonly first: Point
  readonly last: Point
  readonly lowest: Point
  readonly highest: Point
}

function factsOf({ points }: TimeSeries): Facts {
  const all = [...points].map(([atMs, value]) => ({ atMs, value }))
  const none = { atMs: 0, value: 0 }
  const [first = none] = all
  return {
    values: all.map(({ value }) => value),
    first,
    last: all.at(-1) ?? none,
    lowest: all.reduce((low, one) => (one.value < low.value ? one : low), first),
    highest: all.reduce((high, one) => (one.value > high.value ? one : high), first),
  }
}

type Write = (facts: Facts, writing: Writing) => string

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

const statistics: Readonly<Record<string, Write>> = {
  AVG: ({ values }) => shown(sum(values) / values.length),
  DATAPOINT_COUNT: ({ values }) => shown(values.length),
  FIRST: ({ first }) => shown(first.value),
  FIRST_LAST_RANGE: ({ first, last }) => shown(last.value - first.value),
  FIRST_LAST_TIME_RANGE: ({ first, last }) => shownSpan(last.atMs - first.atMs),
  FIRST_TIME: ({ first }, writing) => shownTime(first.atMs, writing),
  FIRST_TIME_RELATIVE: ({ first }, { nowMs }) => shownSpan(nowMs - first.atMs),
  LAST: ({ last }) => shown(last.value),
  LAST_TIME: ({ last }, writing) => shownTime(last.atMs, writing),
  LAST_TIME_RELATIVE: ({ last }, { nowMs }) => shownSpan(nowMs - last.atMs),
  MAX: ({ highest }) => shown(highest.value),
  MAX_TIME: ({ highest }, writing) => shownTime(highest.atMs, writing),
  MAX_TIME_RELATIVE: ({ highest }, { nowMs }) => shownSpan(nowMs - highest.atMs),
  MIN: ({ lowest }) => shown(lowest.value),
  MIN_MAX_RANGE: ({ lowest, highest }) => shown(highest.value - lowest.value),
  MIN_MAX_TIME_RANGE: ({ lowest, highest }) => shownSpan(Math.abs(highest.atMs - lowest.atMs)),
  MIN_TIME: ({ lowest }, writing) => shownTime(lowest.atMs, writing),
  MIN_TIME_RELATIVE: ({ lowest }, { nowMs }) => shownSpan(nowMs - lowest.atMs),
  SUM: ({ values }) => shown(sum(values)),
}

function shown(value: number): string {
  return String(Number(value.toPrecision(6)))
}

function shownTime(atMs: number, { offsetMinutes }: Writing): string {
  const local = new Date(atMs + offsetMinutes * 60_000).toISOString()
  const zone = offsetMinutes === 0 ? ' UTC' : ''
  return `${local.slice(0, 10)} ${local.slice(11, 19)}${zone}`
}

function shownSpan(ms: number): string {
  const parts = [
    [Math.floor(ms / 86_400_000), 'd'],
    [Math.floor(ms / 3_600_000) % 24, 'h'],
    [Math.floor(ms / 60_000) % 60, 'm'],
    [Math.floor(ms / 1_000) % 60, 's'],
  ] as const
  return (
    parts
      .filter(([count]) => count > 0)
      .map(([count, unit]) => `${count}${unit}`)
      .join(' ') || '0s'
  )
}
