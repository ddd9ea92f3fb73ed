/** What a live table is and has consumed, asked of DynamoDB and CloudWatch. */
import type { MeasuredMinute } from '../planner/measured-capacity.ts'
import type { AwsCall } from './aws-call.ts'

export interface LiveTable {
  readonly name: string
  readonly isOnDemand: boolean
  /** The table itself, then its global indexes. */
  readonly parts: readonly LivePart[]
}

export interface LivePart {
  /** Of an index; absent: the table itself. */
  readonly index?: string
  readonly writeUnits: number
  readonly readUnits: number
}

export interface Consumed {
  readonly write: readonly MeasuredMinute[]
  readonly read: readonly MeasuredMinute[]
}

interface Throughput {
  readonly ReadCapacityUnits?: number
  readonly WriteCapacityUnits?: number
}

interface Described {
  readonly TableName: string
  readonly BillingModeSummary?: { readonly BillingMode?: string }
  readonly ProvisionedThroughput?: Throughput
  readonly GlobalSecondaryIndexes?: readonly {
    readonly IndexName: string
    readonly ProvisionedThroughput?: Throughput
  }[]
}

/** @throws Failure */
export async function describeTable(call: AwsCall, name: string): Promise<LiveTable> {
  const action = { signingName: 'dynamodb', target: 'DynamoDB_20120810.DescribeTable' }
  const answer = await call(action, { TableName: name })
  const table = answer['Table'] as Described
  const indexes = table.GlobalSecondaryIndexes ?? []
  return {
    name: table.TableName,
    isOnDemand: table.BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST',
    parts: [
      unitsOf(table.ProvisionedThroughput),
      ...indexes.map(({ IndexName: index, ProvisionedThroughput }) => ({
        index,
        ...unitsOf(ProvisionedThroughput),
      })),
    ],
  }
}

function unitsOf({ WriteCapacityUnits = 0, ReadCapacityUnits = 0 }: Throughput = {}) {
  return { writeUnits: WriteCapacityUnits, readUnits: ReadCapacityUnits }
}

export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

interface Measured {
  readonly table: string
  readonly index?: string | undefined
}

/** Minute by minute. @throws Failure */
export async function consumedBy(call: AwsCall, measured: Measured, span: Span): Promise<Consumed> {
  const queries = kinds.flatMap((kind) => queriesFor(kind, measured))
  const values = await valuesOf(call, queries, span)
  return { write: minutesOf('Write', values), read: minutesOf('Read', values) }
}

const kinds = ['Write', 'Read'] as const

type Kind = (typeof kinds)[number]

/** Statistics of a metric, by the names that the answer is read by. */
const wanted = {
  units: { of: 'Consumed$CapacityUnits', stat: 'Sum' },
  requests: { of: 'Consumed$CapacityUnits', stat: 'SampleCount' },
  throttled: { of: '$ThrottleEvents', stat: 'Sum' },
} as const

function queriesFor(kind: Kind, { table, index }: Measured): readonly object[] {
  const Dimensions = [
    { Name: 'TableName', Value: table },
    ...(index === undefined ? [] : [{ Name: 'GlobalSecondaryIndexName', Value: index }]),
  ]
  return Object.entries(wanted).map(([member, { of, stat }]) => ({
    Id: `${member}${kind}`,
    MetricStat: {
      Metric: { Namespace: 'AWS/DynamoDB', MetricName: of.replace('$', kind), Dimensions },
      Period: 60,
      Stat: stat,
    },
  }))
}

/** By query and instant. */
type Values = Map<string, Map<number, number>>

function minutesOf(kind: Kind, values: Values): readonly MeasuredMinute[] {
  const at = (member: keyof typeof wanted) =>
    values.get(`${member}${kind}`) ?? new Map<number, number>()
  const instants = new Set([...at('units').keys(), ...at('throttled').keys()])
  return [...instants]
    .sort((one, two) => one - two)
    .map((atMs) => ({
      atMs,
      units: at('units').get(atMs) ?? 0,
      requests: at('requests').get(atMs) ?? 0,
      throttled: at('throttled').get(atMs) ?? 0,
    }))
}

interface Page {
  readonly MetricDataResults?: readonly {
    readonly Id: string
    readonly Timestamps?: readonly number[]
    readonly Values?: readonly number[]
  }[]
  readonly NextToken?: string
}

async function valuesOf(
  call: AwsCall,
  queries: readonly object[],
  { fromMs, toMs }: Span,
): Promise<Values> {
  const values: Values = new Map()
  const action = {
    signingName: 'monitoring',
    target: 'GraniteServiceVersion20100801.GetMetricData',
  }
  let token: string | undefined
  do {
    const page = (await call(action, {
      MetricDataQueries: queries,
      StartTime: fromMs / 1_000,
      EndTime: toMs / 1_000,
      ...(token !== undefined && { NextToken: token }),
    })) as Page
    for (const { Id, Timestamps = [], Values = [] } of page.MetricDataResults ?? []) {
      const known = values.get(Id) ?? new Map<number, number>()
      Timestamps.forEach((seconds, at) => known.set(seconds * 1_000, Values[at] ?? 0))
      values.set(Id, known)
    }
    token = page.NextToken
  } while (token !== undefined)
  return values
}
