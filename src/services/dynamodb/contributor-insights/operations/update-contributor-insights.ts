import {
  DescribeContributorInsights,
  UpdateContributorInsights,
} from '../../../../generated/dynamodb.ts'
import type { Place } from '../../../../kernel/place.ts'
import { arnOf } from '../../arns.ts'
import { dynamodbOperation } from '../../operation.ts'
import { requestRates } from '../../request-rates.ts'
import type { Table } from '../../state.ts'
import { requireOwnTable } from '../../table.ts'
import {
  checkIndex,
  checkState,
  defaultMode,
  disabled,
  enabled,
  type Insights,
  rulesOf,
  statusOf,
} from '../insights.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContributorInsights.html */
export const updateContributorInsights = dynamodbOperation(UpdateContributorInsights, {
  resource: (input, place) => checksOf(input, place),
  rates: [requestRates.UpdateContributorInsights],

  run(call) {
    const { input, state, clock } = call
    const { IndexName: index, ContributorInsightsMode: mode = defaultMode } = input
    const table = requireOwnTable(call, input.TableName)
    checkIndex(table, index)
    checkState(table, index)
    const of = index ?? ''
    const old = table.insights?.[of]
    const isEnable = input.ContributorInsightsAction === 'ENABLE'
    const next = isEnable ? enabled(call, table, { of, mode }) : disabled(old, clock.now())
    if (next && next !== old) {
      state.tables.put({ ...table, insights: { ...table.insights, [of]: next } })
    }
    return {
      TableName: table.name,
      ...(index !== undefined && { IndexName: index }),
      ContributorInsightsStatus: statusOf(call, next),
      ...(next && { ContributorInsightsMode: next.mode }),
    }
  },
})

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContributorInsights.html */
export const describeContributorInsights = dynamodbOperation(DescribeContributorInsights, {
  resource: (input, place) => checksOf(input, place),
  rates: [requestRates.DescribeContributorInsights],

  run(call) {
    const { IndexName: index } = call.input
    const table = requireOwnTable(call, call.input.TableName)
    checkIndex(table, index)
    const insights = table.insights?.[index ?? '']
    const status = statusOf(call, insights)
    return {
      TableName: table.name,
      ...(index !== undefined && { IndexName: index }),
      ContributorInsightsStatus: status,
      ...(insights && {
        LastUpdateDateTime: new Date(insights.changedAtMs),
        ContributorInsightsMode: insights.mode,
        ...describeRules(table, index ?? '', insights),
        ...(insights.hasFailed && status !== 'DISABLED' && { FailureException: ruleLimitReached }),
      }),
    }
  },
})

/** AWS: CloudWatch's error by name, in DynamoDB's words. */
const ruleLimitReached = {
  ExceptionName: 'LimitExceededException',
  ExceptionDescription:
    'Amazon CloudWatch Contributor Insights rule limit reached. Please disable Contributor Insights ' +
    'for other tables/indexes OR disable other CloudWatch Contributor Insights rules before retrying.',
}

function describeRules(table: Table, of: string, { aim, mode, rulesSinceMs }: Insights) {
  if (aim !== 'ENABLED' || rulesSinceMs === undefined) return {}
  const name = of === '' ? table.name : `${table.name}-${of}`
  return {
    ContributorInsightsRuleList: rulesOf(table, of, mode).map(
      (kind) => `DynamoDBContributorInsights-${kind}-${name}-${rulesSinceMs}`,
    ),
  }
}

function checksOf(
  { TableName, IndexName: index }: { readonly TableName: string; readonly IndexName?: string },
  place: Place,
) {
  const table = arnOf(place, TableName)
  if (index === undefined) return [{ resource: table }]
  return [{ resource: table }, { resource: `${table}/index/${index}` }]
}
