import { ListContributorInsights } from '../../../../generated/dynamodb.ts'
import { validation } from '../../errors.ts'
import { dynamodbOperation } from '../../operation.ts'
import { requestRates } from '../../request-rates.ts'
import type { DynamodbReading, Table } from '../../state.ts'
import { requireOwnTable } from '../../table.ts'
import { type Insights, type InsightsOf, listed, statusOf } from '../insights.ts'

const pageMax = 100

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListContributorInsights.html */
export const listContributorInsights = dynamodbOperation(ListContributorInsights, {
  resource: () => '*',
  rates: [requestRates.ListContributorInsights],

  run(call) {
    const { TableName: given, MaxResults: asked = pageMax, NextToken: token } = call.input
    const limit = asked === 0 ? pageMax : asked
    const from = token === undefined ? undefined : readToken(token)
    const tables = given === undefined ? tablesFrom(call, from) : [requireOwnTable(call, given)]
    const found: Found[] = []
    for (const table of tables) {
      for (const [of, insights] of listed(call, table)) {
        if (!from || isBehind([table.name, of], from)) found.push({ table, of, insights })
      }
      if (found.length > limit) break
    }
    const page = found.slice(0, limit)
    const last = page.at(-1)
    return {
      ContributorInsightsSummaries: page.map(({ table, of, insights }) => ({
        TableName: table.name,
        ...(of !== '' && { IndexName: of }),
        ContributorInsightsStatus: statusOf(call, insights),
        ContributorInsightsMode: insights.mode,
      })),
      ...(found.length > limit && last && { NextToken: writeToken([last.table.name, last.of]) }),
    }
  },
})

interface Found {
  readonly table: Table
  readonly of: InsightsOf
  readonly insights: Insights
}

/** A table's name, and what of it. */
type Stop = readonly [table: string, of: string]

function tablesFrom({ state }: DynamodbReading, from: Stop | undefined): Iterable<Table> {
  return state.tables.range(from && { from: [from[0]] })
}

function isBehind([table, of]: Stop, [lastTable, lastOf]: Stop): boolean {
  return table === lastTable ? of > lastOf : true
}

function writeToken(stop: Stop): string {
  return Buffer.from(JSON.stringify(stop)).toString('base64')
}

function readToken(token: string): Stop {
  try {
    const [table, of] = JSON.parse(Buffer.from(token, 'base64').toString()) as unknown[]
    if (typeof table === 'string' && typeof of === 'string') return [table, of]
  } catch {
    // No JSON is no token either.
  }
  // AWS's words for it are not public.
  throw validation('Invalid NextToken')
}
