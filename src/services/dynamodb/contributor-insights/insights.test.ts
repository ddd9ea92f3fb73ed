import { describe, expect, it } from 'vitest'
import { expectInvalid, expectRefusal, keys, tableWorld } from '../testing/table-world.ts'

async function insightsWorld() {
  const cloud = await tableWorld()
  const { call } = cloud
  const update = (TableName: string, ContributorInsightsAction: string, more: object = {}) =>
    call('UpdateContributorInsights', { TableName, ContributorInsightsAction, ...more })
  return {
    ...cloud,
    enable: (TableName: string, more: object = {}) => update(TableName, 'ENABLE', more),
    disable: (TableName: string, more: object = {}) => update(TableName, 'DISABLE', more),
    told: (TableName: string, more: object = {}) =>
      call('DescribeContributorInsights', { TableName, ...more }),
    list: (more: object = {}) =>
      call<{ ContributorInsightsSummaries: object[]; NextToken?: string }>(
        'ListContributorInsights',
        more,
      ),
  }
}

const both = 'ACCESSED_AND_THROTTLED_KEYS'

describe('contributor insights', () => {
  it('are enabled, told of with their rules, and disabled', async () => {
    const { enable, disable, told, advance, now } = await insightsWorld()
    expect(await told('tabH')).toEqual({
      TableName: 'tabH',
      ContributorInsightsStatus: 'DISABLED',
    })
    const sinceMs = now()
    const settings = { TableName: 'tabH', ContributorInsightsMode: both }
    expect(await enable('tabH')).toEqual({ ...settings, ContributorInsightsStatus: 'ENABLING' })
    await advance(1_000)
    const enabled = {
      ...settings,
      ContributorInsightsStatus: 'ENABLED',
      LastUpdateDateTime: new Date(sinceMs),
      ContributorInsightsRuleList: [
        `DynamoDBContributorInsights-PKC-tabH-${sinceMs}`,
        `DynamoDBContributorInsights-PKT-tabH-${sinceMs}`,
      ],
    }
    expect(await told('tabH')).toEqual(enabled)
    expect(await enable('tabH')).toEqual({ ...settings, ContributorInsightsStatus: 'ENABLED' })
    await enable('tabH', { ContributorInsightsMode: 'THROTTLED_KEYS' })
    await advance(1_000)
    expect(await told('tabH')).toMatchObject({
      ContributorInsightsRuleList: [`DynamoDBContributorInsights-PKT-tabH-${sinceMs}`],
    })
    expect(await disable('tabH')).toMatchObject({ ContributorInsightsStatus: 'DISABLING' })
    await advance(1_000)
    expect(await disable('tabH')).toMatchObject({ ContributorInsightsStatus: 'DISABLED' })
    expect(await told('tabH')).not.toHaveProperty('ContributorInsightsRuleList')
  })

  it('are listed where they aren’t disabled, the table before its indexes', async () => {
    const { enable, disable, list, advance } = await insightsWorld()
    expect(await list()).toEqual({ ContributorInsightsSummaries: [] })
    await enable('tabA', { IndexName: 'g1' })
    await enable('tabA')
    await enable('tabH')
    await advance(1_000)
    const one = { ContributorInsightsStatus: 'ENABLED', ContributorInsightsMode: both }
    const first = await list({ MaxResults: 1 })
    expect(first.ContributorInsightsSummaries).toEqual([{ TableName: 'tabA', ...one }])
    expect(await list({ NextToken: first.NextToken })).toEqual({
      ContributorInsightsSummaries: [
        { TableName: 'tabA', IndexName: 'g1', ...one },
        { TableName: 'tabH', ...one },
      ],
    })
    await disable('tabA')
    await advance(1_000)
    expect(await list({ TableName: 'tabA' })).toEqual({
      ContributorInsightsSummaries: [{ TableName: 'tabA', IndexName: 'g1', ...one }],
    })
  })

  it('fail where CloudWatch’s rules are used up, until some are free', async () => {
    const { enable, disable, told, call, advance, real } = await insightsWorld()
    for (let n = 0; n < 50; n++) {
      await call('CreateTable', {
        TableName: `many${n}`,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: keys('pk'),
      })
    }
    await advance(1_000)
    for (let n = 0; n < 50; n++) {
      await enable(`many${n}`)
      // Five calls a second are taken.
      real.pass(200)
    }
    expect(await enable('tabH')).toMatchObject({ ContributorInsightsStatus: 'ENABLING' })
    await advance(1_000)
    expect(await told('tabH')).toMatchObject({
      ContributorInsightsStatus: 'FAILED',
      FailureException: {
        ExceptionName: 'LimitExceededException',
        ExceptionDescription:
          'Amazon CloudWatch Contributor Insights rule limit reached. Please disable Contributor Insights for other tables/indexes OR disable other CloudWatch Contributor Insights rules before retrying.',
      },
    })
    await disable('many0')
    await enable('tabH')
    await advance(1_000)
    expect(await told('tabH')).toMatchObject({ ContributorInsightsStatus: 'ENABLED' })
  })

  it('are refused as AWS words it', async () => {
    const { enable, told, call } = await insightsWorld()
    await expectRefusal(
      told('missing'),
      'ResourceNotFoundException',
      'Requested resource not found: Table: missing not found',
    )
    for (const IndexName of ['ghost', 'l1']) {
      await expectRefusal(
        enable('tabA', { IndexName }),
        'ResourceNotFoundException',
        `Requested resource not found: Index: ${IndexName} not found for table: tabA`,
      )
    }
    await call('CreateTable', {
      TableName: 'tabN',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: keys('pk'),
    })
    await expectInvalid(
      enable('tabN'),
      'Table or Index is not in a valid state to update Key Access Insights: TableStatus must be ACTIVE to enable ContributorInsights.',
    )
  })
})
