import { describe, expect, it } from 'vitest'
import { testStartMs } from '../../../test/support/world.ts'
import { metricWorld, minute } from './testing/metric-world.ts'

const widget = (properties: object, type = 'metric') => ({ type, properties })
const metrics = [['AWS/SQS', 'NumberOfMessagesSent', 'QueueName', 'q', { stat: 'Sum' }]]
const good = JSON.stringify({ widgets: [widget({ metrics, region: 'us-east-1' })] })
const bodyOf = (...widgets: unknown[]) => JSON.stringify({ widgets })

function dashboards() {
  const cloud = metricWorld()
  const put = (DashboardName: string, DashboardBody = good, more: object = {}) =>
    cloud.call('PutDashboard', { DashboardName, DashboardBody, ...more })
  return { ...cloud, put }
}

describe('dashboards', () => {
  it('are kept as they were put, for all regions', async () => {
    const { put, call, advance } = dashboards()
    expect(await put('one')).toEqual({ DashboardValidationMessages: [] })
    await advance(minute)
    await put('one')
    const elsewhere = { place: { region: 'eu-west-1' } }
    expect(await call('GetDashboard', { DashboardName: 'one' }, elsewhere)).toEqual({
      DashboardArn: 'arn:aws:cloudwatch::123456789012:dashboard/one',
      DashboardBody: good,
      DashboardName: 'one',
    })
    expect(await call('ListDashboards', {}, elsewhere)).toEqual({
      DashboardEntries: [
        {
          DashboardName: 'one',
          DashboardArn: 'arn:aws:cloudwatch::123456789012:dashboard/one',
          LastModified: new Date(testStartMs + minute),
          Size: good.length,
        },
      ],
    })
  })

  it('are listed by prefix', async () => {
    const { put, call } = dashboards()
    for (const name of ['b1', 'a1', 'b2']) await put(name)
    const { DashboardEntries } = await call<{ DashboardEntries: { DashboardName: string }[] }>(
      'ListDashboards',
      { DashboardNamePrefix: 'b' },
    )
    expect(DashboardEntries.map(({ DashboardName }) => DashboardName)).toEqual(['b1', 'b2'])
  })

  it('are deleted all or none', async () => {
    const { put, call } = dashboards()
    await put('one')
    const both = call('DeleteDashboards', { DashboardNames: ['one', 'two'] })
    await expect(both).rejects.toMatchObject({
      code: 'DashboardNotFoundError',
      status: 404,
      message: 'Dashboard two does not exist',
    })
    await call('GetDashboard', { DashboardName: 'one' })
    await call('DeleteDashboards', { DashboardNames: ['one'] })
    await expect(call('GetDashboard', { DashboardName: 'one' })).rejects.toMatchObject({
      code: 'DashboardNotFoundError',
      status: 404,
      message: 'Dashboard one does not exist',
    })
  })

  it('refuse names and what is no JSON object', async () => {
    const { put } = dashboards()
    await expect(put('a b')).rejects.toMatchObject({
      code: 'InvalidParameterValueException',
      status: 400,
      message:
        'The value a b for field DashboardName contains invalid characters. It can only contain alphanumerics, dash (-) and underscore (_).',
    })
    for (const body of ['', '{', '[]', '1']) {
      await expect(put('a', body)).rejects.toMatchObject({
        code: 'DashboardInvalidInputError',
        status: 400,
        message: 'The field DashboardBody must be a valid JSON object',
      })
    }
  })

  it("tells all faults of a body in its schema's words", async () => {
    const { put } = dashboards()
    await expect(put('a', bodyOf(widget({})))).rejects.toMatchObject({
      code: 'DashboardInvalidInputError',
      status: 400,
      message: `The dashboard body is invalid, there are 3 validation errors:
[
  {
    "dataPath": "/widgets/0/properties",
    "message": "Should have required property 'metrics'"
  },
  {
    "dataPath": "/widgets/0/properties",
    "message": "The metric widget should have specified a region and a data source or an alarm annotation"
  },
  {
    "dataPath": "/widgets/0/properties",
    "message": "Should have required property 'annotations'"
  }
]`,
      members: { dashboardValidationMessages: { length: 3 } },
    })
  })

  const region = 'us-east-1'

  it.each([
    ['a body without widgets', '{}', '', "Should have required property 'widgets'"],
    ['a list that is none', '{"widgets":1}', '/widgets', 'Should be array'],
    [
      'too many widgets',
      bodyOf(...Array.from({ length: 501 }, () => widget({ markdown: '' }, 'text'))),
      '/widgets',
      'Should NOT have more than 500 items',
    ],
    [
      'a widget without a type',
      bodyOf({ properties: {} }),
      '/widgets/0',
      "Should have required property 'type'",
    ],
    [
      'a text without text',
      bodyOf(widget({}, 'text')),
      '/widgets/0/properties',
      "Should have required property 'markdown'",
    ],
    [
      'metrics without a region',
      bodyOf(widget({ metrics })),
      '/widgets/0/properties',
      "Should have required property 'region'",
    ],
    [
      'a metric of no array',
      bodyOf(widget({ region, metrics: ['a'] })),
      '/widgets/0/properties/metrics/0',
      'Should be array',
    ],
    [
      'a number in a metric',
      bodyOf(widget({ region, metrics: [['a', 1]] })),
      '/widgets/0/properties/metrics/0/1',
      'Invalid metric field type, only \\"String\\" type is allowed',
    ],
    [
      'alarms of none',
      bodyOf(widget({ alarms: [] }, 'alarm')),
      '/widgets/0/properties/alarms',
      'Should NOT have less than 1 items',
    ],
    [
      'a width of 25',
      bodyOf({ ...widget({ markdown: '' }, 'text'), width: 25 }),
      '/widgets/0/width',
      'Should be <= 24',
    ],
  ])('refuse %s', async (_, body, path, message) => {
    const refusal = await dashboards()
      .put('a', body)
      .catch((error: unknown) => error)
    expect((refusal as Error).message).toContain(
      `"dataPath": "${path}",\n    "message": "${message}"`,
    )
  })

  it('have tags, those of their making and later ones', async () => {
    const { put, call } = dashboards()
    const ResourceARN = 'arn:aws:cloudwatch::123456789012:dashboard/one'
    const tags = () => call('ListTagsForResource', { ResourceARN })
    await put('one', good, { Tags: [{ Key: 'a', Value: '1' }] })
    await put('one', good, { Tags: [{ Key: 'ignored', Value: '' }] })
    await call('TagResource', { ResourceARN, Tags: [{ Key: 'b', Value: '2' }] })
    expect(await tags()).toEqual({
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '2' },
      ],
    })
    await call('UntagResource', { ResourceARN, TagKeys: ['a', 'x'] })
    expect(await tags()).toEqual({ Tags: [{ Key: 'b', Value: '2' }] })
    await call('DeleteDashboards', { DashboardNames: ['one'] })
    await expect(tags()).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      status: 404,
      members: { ResourceType: 'dashboard', ResourceId: 'one' },
    })
  })

  it('have at most 50 tags', async () => {
    const { put, call } = dashboards()
    await put('one')
    const ResourceARN = 'arn:aws:cloudwatch::123456789012:dashboard/one'
    const Tags = Array.from({ length: 51 }, (_, at) => ({ Key: `k${at}`, Value: '' }))
    await expect(call('TagResource', { ResourceARN, Tags })).rejects.toMatchObject({
      code: 'InvalidParameterValueException',
      status: 400,
    })
    const reserved = { ResourceARN, Tags: [{ Key: 'aws:x', Value: '' }] }
    await expect(call('TagResource', reserved)).rejects.toMatchObject({ status: 400 })
    expect(await call('ListTagsForResource', { ResourceARN })).toEqual({ Tags: [] })
    await expect(
      call('ListTagsForResource', { ResourceARN: 'dashboard/one' }),
    ).rejects.toMatchObject({ code: 'InvalidParameterValueException', status: 400 })
  })
})
