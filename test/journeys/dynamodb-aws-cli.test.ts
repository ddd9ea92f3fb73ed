import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { advance } from '../support/control-api.ts'
import { type KasaneProcess, startKasaneProcess } from '../support/kasane-process.ts'
import { awsEnvironment, isThere, run } from '../support/programs.ts'

const hash = 'AttributeName=pk,KeyType=HASH'
const range = 'AttributeName=sk,KeyType=RANGE'
const key = ['--key', '{"pk":{"S":"a"},"sk":{"S":"1"}}']

describe.skipIf(!isThere('aws', '--version'))('the AWS CLI, with tables', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kasane-aws-cli-tables-'))
  let kasane: KasaneProcess

  beforeAll(async () => {
    kasane = await startKasaneProcess(['--data-dir', join(folder, 'data')])
  })
  afterAll(async () => {
    await kasane.stop()
    rmSync(folder, { recursive: true })
  })

  async function ask(...words: readonly string[]) {
    const { code, out, err } = await run(
      'aws',
      ['--endpoint-url', kasane.url, ...words],
      awsEnvironment(kasane.url),
    )
    if (code !== 0) throw new Error(err.trim())
    return out === '' ? {} : JSON.parse(out)
  }

  const dynamodb = (...words: readonly string[]) => ask('dynamodb', ...words)
  const streams = (...words: readonly string[]) => ask('dynamodbstreams', ...words)

  function refused(operation: string, code: string, message: string): string {
    return `An error occurred (${code}) when calling the ${operation} operation: ${message}`
  }

  const create = (name: string, ...more: readonly string[]) =>
    dynamodb('create-table', '--table-name', name, ...more)

  test('makes a table with indexes and a stream, and is told how it may not be made', async () => {
    const [pkText = '', skText = '', ...others] = ['pk', 'sk', 'gpk', 'sk2'].map(
      (name) => `AttributeName=${name},AttributeType=S`,
    )
    const onDemand = ['--billing-mode', 'PAY_PER_REQUEST', '--attribute-definitions', pkText]
    const indexOn = (IndexName: string, ...names: readonly string[]) =>
      JSON.stringify([
        {
          IndexName,
          KeySchema: names.map((AttributeName, at) => ({
            AttributeName,
            KeyType: at === 0 ? 'HASH' : 'RANGE',
          })),
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ])
    const { TableDescription: created } = await create(
      'orders',
      ...[...onDemand, skText, ...others, '--key-schema', hash, range],
      ...['--global-secondary-indexes', indexOn('byGpk', 'gpk')],
      ...['--local-secondary-indexes', indexOn('bySk2', 'pk', 'sk2')],
      ...['--stream-specification', 'StreamEnabled=true,StreamViewType=NEW_IMAGE'],
    )
    expect(created).toMatchObject({
      TableStatus: 'CREATING',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    })
    await advance(kasane.url, 'PT1S')
    await dynamodb('wait', 'table-exists', '--table-name', 'orders')
    await expect(create('orders', ...onDemand, '--key-schema', hash)).rejects.toThrow(
      refused('CreateTable', 'ResourceInUseException', 'Table already exists: orders'),
    )
    await expect(create('other', ...onDemand, skText, '--key-schema', range, hash)).rejects.toThrow(
      refused(
        'CreateTable',
        'ValidationException',
        'Invalid KeySchema: The first KeySchemaElement is not a HASH key type',
      ),
    )
  })

  test('writes items, changes them on conditions, and finds them by both kinds of indexes', async () => {
    const table = ['--table-name', 'orders']
    const item = {
      pk: { S: 'a' },
      sk: { S: '1' },
      gpk: { S: 'g' },
      sk2: { S: 'z' },
      n: { N: '1e2' },
    }
    await dynamodb('put-item', ...table, '--item', JSON.stringify(item))
    const update = [
      ...['--update-expression', 'SET n = n + :one', '--condition-expression', 'n < :max'],
      ...['--expression-attribute-values', '{":one":{"N":"1"},":max":{"N":"101"}}'],
      ...['--return-values', 'UPDATED_NEW'],
    ]
    expect(await dynamodb('update-item', ...table, ...key, ...update)).toEqual({
      Attributes: { n: { N: '101' } },
    })
    await expect(dynamodb('update-item', ...table, ...key, ...update)).rejects.toThrow(
      refused('UpdateItem', 'ConditionalCheckFailedException', 'The conditional request failed'),
    )
    const query = (index: string, condition: string, values: object) =>
      dynamodb(
        ...['query', ...table, '--index-name', index, '--key-condition-expression', condition],
        ...['--expression-attribute-values', JSON.stringify(values)],
      )
    const keysAlone = { pk: { S: 'a' }, sk: { S: '1' } }
    expect((await query('byGpk', 'gpk = :g', { ':g': { S: 'g' } })).Items).toEqual([
      { gpk: { S: 'g' }, ...keysAlone },
    ])
    const local = await query('bySk2', 'pk = :p AND sk2 > :s', {
      ':p': { S: 'a' },
      ':s': { S: 'y' },
    })
    expect(local.Items).toEqual([{ sk2: { S: 'z' }, ...keysAlone }])
    const whole = await dynamodb('get-item', ...table, ...key, '--consistent-read')
    expect(whole.Item).toEqual({ ...item, n: { N: '101' } })
  })

  test('scans page by page, and writes in batches', async () => {
    const requests = Array.from({ length: 25 }, (_, n) => ({
      PutRequest: { Item: { pk: { S: `batch ${n}` }, sk: { S: 'x' } } },
    }))
    const items = JSON.stringify({ orders: requests })
    expect(await dynamodb('batch-write-item', '--request-items', items)).toEqual({
      UnprocessedItems: {},
    })
    const scan = ['scan', '--table-name', 'orders', '--page-size', '4']
    expect(await dynamodb(...scan, '--select', 'COUNT')).toMatchObject({ Count: 26 })
    const first = await dynamodb(...scan, '--max-items', '10')
    const rest = await dynamodb(...scan, '--starting-token', String(first.NextToken))
    expect([first.Items.length, rest.Items.length]).toEqual([10, 16])
  })

  test('reads the stream from its shards', async () => {
    const { Streams } = await streams('list-streams', '--table-name', 'orders')
    const stream = ['--stream-arn', String(Streams[0].StreamArn)]
    const { StreamDescription } = await streams('describe-stream', ...stream)
    expect(StreamDescription).toMatchObject({
      StreamStatus: 'ENABLED',
      StreamViewType: 'NEW_IMAGE',
    })
    const names: string[] = []
    for (const { ShardId } of StreamDescription.Shards) {
      const shard = ['--shard-id', ShardId, '--shard-iterator-type', 'TRIM_HORIZON']
      const { ShardIterator } = await streams('get-shard-iterator', ...stream, ...shard)
      const { Records } = await streams('get-records', '--shard-iterator', ShardIterator)
      for (const { eventName, dynamodb: change } of Records) {
        if (change.Keys.pk.S === 'a') names.push(`${eventName} ${change.NewImage.n.N}`)
      }
    }
    expect(names).toEqual(['INSERT 100', 'MODIFY 101'])
  })

  test('changes a table as AWS lets it', async () => {
    const update = (...more: readonly string[]) =>
      dynamodb('update-table', '--table-name', 'orders', ...more)
    await expect(
      update('--stream-specification', 'StreamEnabled=true,StreamViewType=KEYS_ONLY'),
    ).rejects.toThrow(
      refused(
        'UpdateTable',
        'ValidationException',
        'Table already has an enabled stream: TableName: orders',
      ),
    )
    const changes = ['one', 'two'].map((name) => ({
      Create: {
        IndexName: name,
        KeySchema: [{ AttributeName: 'gpk', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    }))
    await expect(
      update(
        ...['--attribute-definitions', 'AttributeName=gpk,AttributeType=S'],
        ...['--global-secondary-index-updates', JSON.stringify(changes)],
      ),
    ).rejects.toThrow(
      refused(
        'UpdateTable',
        'LimitExceededException',
        'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
      ),
    )
    await update('--deletion-protection-enabled')
    await expect(dynamodb('delete-table', '--table-name', 'orders')).rejects.toThrow(
      refused(
        'DeleteTable',
        'ValidationException',
        'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
      ),
    )
  })

  test('finds all of it after kill -9, and its stream for a day after it is deleted', async () => {
    await kasane.stop('SIGKILL')
    kasane = await startKasaneProcess(['--data-dir', join(folder, 'data')])
    const found = await dynamodb('get-item', '--table-name', 'orders', ...key)
    expect(found.Item.n).toEqual({ N: '101' })
    await advance(kasane.url, 'PT1M')
    await dynamodb(
      ...['update-table', '--table-name', 'orders', '--no-deletion-protection-enabled'],
    )
    await dynamodb('delete-table', '--table-name', 'orders')
    await advance(kasane.url, 'PT1S')
    await expect(dynamodb('describe-table', '--table-name', 'orders')).rejects.toThrow(
      refused(
        'DescribeTable',
        'ResourceNotFoundException',
        'Requested resource not found: Table: orders not found',
      ),
    )
    const listed = async () => (await streams('list-streams')).Streams.length
    expect(await listed()).toBe(1)
    await advance(kasane.url, 'P1D')
    expect(await listed()).toBe(0)
  })
})
