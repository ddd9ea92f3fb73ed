/** What IAM asks of callers of CloudWatch. */
import {
  CloudWatchClient,
  GetDashboardCommand,
  GetMetricDataCommand,
  ListDashboardsCommand,
  ListMetricsCommand,
  PutDashboardCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch'
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cloud } from '../../../test/support/cloud.ts'
import type { Kasane } from '../../server/start-kasane.ts'

const account = '111122223333'

describe('a user of CloudWatch', () => {
  let kasane: Kasane

  beforeEach(async () => {
    kasane = await cloud()
  })

  afterEach(() => kasane.stop())

  const configOf = (accessKeyId: string, secretAccessKey = 'any') => ({
    ...kasane.clientConfig(),
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
  })

  async function user(...Statement: object[]) {
    const iam = new IAMClient(configOf(account))
    const UserName = 'alice'
    await iam.send(new CreateUserCommand({ UserName }))
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'p', PolicyDocument }))
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName }))
    return new CloudWatchClient(configOf(key?.AccessKeyId ?? '', key?.SecretAccessKey))
  }

  const put = (Namespace: string) =>
    new PutMetricDataCommand({ Namespace, MetricData: [{ MetricName: 'm', Value: 1 }] })

  const denied = { $metadata: { httpStatusCode: 403 } }

  it('may be let put data into one namespace alone', async () => {
    const client = await user({
      Effect: 'Allow',
      Action: 'cloudwatch:PutMetricData',
      Resource: '*',
      Condition: { StringEquals: { 'cloudwatch:namespace': 'Shop' } },
    })
    await client.send(put('Shop'))
    await expect(client.send(put('Other'))).rejects.toMatchObject(denied)
    await expect(client.send(new ListMetricsCommand({}))).rejects.toMatchObject(denied)
  })

  it('reads data by actions that know no resource', async () => {
    const actions = ['cloudwatch:ListMetrics', 'cloudwatch:GetMetricData']
    const client = await user({ Effect: 'Allow', Action: actions, Resource: '*' })
    await client.send(new ListMetricsCommand({}))
    await client.send(
      new GetMetricDataCommand({
        StartTime: new Date('2026-01-01T00:00:00Z'),
        EndTime: new Date('2026-01-01T01:00:00Z'),
        MetricDataQueries: [{ Id: 'e', Expression: 'TIME_SERIES(1)' }],
      }),
    )
    await expect(client.send(put('Shop'))).rejects.toMatchObject(denied)
  })

  it('may be let use one dashboard, whose ARN has no region', async () => {
    const client = await user({
      Effect: 'Allow',
      Action: ['cloudwatch:GetDashboard', 'cloudwatch:PutDashboard'],
      Resource: `arn:aws:cloudwatch::${account}:dashboard/mine`,
    })
    const DashboardBody = '{"widgets":[]}'
    await client.send(new PutDashboardCommand({ DashboardName: 'mine', DashboardBody }))
    await client.send(new GetDashboardCommand({ DashboardName: 'mine' }))
    const other = new PutDashboardCommand({ DashboardName: 'other', DashboardBody })
    await expect(client.send(other)).rejects.toMatchObject(denied)
    const Tags = [{ Key: 'a', Value: 'b' }]
    const tagged = new PutDashboardCommand({ DashboardName: 'mine', DashboardBody, Tags })
    await expect(client.send(tagged)).rejects.toMatchObject(denied)
    await expect(client.send(new ListDashboardsCommand({}))).rejects.toMatchObject(denied)
  })
})
