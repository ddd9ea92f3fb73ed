/** What a live table is and has consumed, asked of DynamoDB and CloudWatch. */
import type { MeasuredMinute } from '../planner/measured-capacity.ts'
import type { Ask } from './ask.ts'
import { type AwsPlace, callAws } from './aws-call.ts'

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
  readonly Table: {
    readonly TableName: string
    readonly BillingModeSummary?: { readonly BillingMode?: string }
    readonly ProvisionedThroughput?: Throughput
    readonly GlobalSecondaryIndexes?: readonly {
      readonly IndexName: string
      readonly ProvisionedThroughput?: Throughput
    }[]
  }
}

/** @throws Failure */
export async function describeTable(ask: Ask, place: AwsPlace, name: string): Promise<LiveTable> {
  const action = { signingName: 'dynamodb', target: 'DynamoDB_20120810.DescribeTable' }
  const { Table } = (await callAws(ask, place, action, {
    TableName: name,
  })) as unknown as Described
  const unitsOf = (given: Throughput = {}) => ({
    writeUnits: given.WriteCapacityUnits ?? 0,
    readUnits: given.ReadCapacityUnits ?? 0,
  })
  const indexes = Table.GlobalSecondaryIndexes ?? []
  return {
    name: Table.TableName,
    isOnDemand: Table.BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST',
    parts: [
      unitsOf(Table.ProvisionedThroughput),
      ...indexes.map(({ IndexName: index, ProvisionedThroughput }) => ({
        index,
        ...unitsOf(ProvisionedThroughput),
      })),
    ],
  }
}

/** Statistics of a metric, by the names that the answer is read by. */
const wanted = {
  units: { of: 'Consumed$CapacityUnits', stat: 'Sum' },
  requests: { of: 'Consumed$CapacityUnits', stat: 'SampleCount' },
  throttled: { of: '$ThrottleEvents', stat: 'Sum' },
} as const

interface Span {
  readonly fromMs: number
  readonly toMs: number
}

/** Minute by minute. @throws Failure */
export async function consumedBy(
  ask: Ask,
  place: AwsPlace,
  { table, index }: { readonly table: string; readonly index?: string | undefined },
  span: Span,
): Promise<Consumed> {
  const dimensions = [
    { Name: 'TableName', Value: table },
    ...(index === undefined ? [] : [{ Name: 'GlobalSecondaryIndexName', Value: index }]),
  ]
  const kinds = ['Write', 'Read'] as const
  const queries = kinds.flatMap((kind) =>
    Object.entries(wanted).map(([member, { of, stat }]) => ({
      Id: `${member}${kind}`,
      MetricStat: {
        Metric: {
          Namespace: 'AWS/DynamoDB',
          MetricName: of.replace('$', kind),
          Dimensions: dimensions,
        },
        Period: 60,
        Stat: stat,
      },
    })),
  )
  const values = await valuesOf(ask, place, queries, span)
  const minutesOf = (kind: (typeof kinds)[number]): readonly MeasuredMinute[] => {
    const at = (member: keyof typeof wanted) => values.get(`${member}${kind}`) ?? new Map()
    const instants = new Set([...at('units').keys(), ...at('throttled').keys()])
    return [...instants].sort().map((atMs: number) => ({
      atMs,
      units: at('units').get(atMs) ?? 0,
      requests: at('requests').get(atMs) ?? 0,
      throttled: at('throttled').get(atMs) ?? 0,
    }))
  }
  return { write: minutesOf('Write'), read: minutesOf('Read') }
}

interface Page {
  readonly MetricDataResults?: readonly {
    readonly Id: string
    readonly Timestamps?: readonly number[]
    readonly Values?: readonly number[]
  }[]
  readonly NextToken?: string
}

type Values = Map<string, Map<number, number>>

/** By query and instant. */
async function valuesOf(
  ask: Ask,
  place: AwsPlace,
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
    const page = (await callAws(ask, place, action, {
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
