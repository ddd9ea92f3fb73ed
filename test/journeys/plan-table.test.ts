import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { advance } from '../support/control-api.ts'
import { type KasaneProcess, startKasaneProcess } from '../support/kasane-process.ts'
import { run } from '../support/programs.ts'

const account = '111122223333'

describe('kasane plan dynamodb --table', () => {
  let kasane: KasaneProcess
  const plan = (...words: readonly string[]) =>
    run('node', ['bin/kasane', 'plan', 'dynamodb', '--endpoint', kasane.url, ...words])

  beforeAll(async () => {
    kasane = await startKasaneProcess(['--clock', 'held'])
    const dynamodb = new DynamoDBClient({
      endpoint: kasane.url,
      region: 'us-east-1',
      credentials: { accessKeyId: account, secretAccessKey: 'test' },
      maxAttempts: 1,
    })
    await dynamodb.send(
      new CreateTableCommand({
        TableName: 'orders',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
      }),
    )
    await advance(kasane.url, 'PT2S')
    for (let second = 0; second < 130; second++) {
      for (let at = 0; at < 4; at++) {
        const Item = { id: { S: `${at}` }, text: { S: 'x'.repeat(1_500) } }
        const put = dynamodb.send(new PutItemCommand({ TableName: 'orders', Item }))
        await put.catch(() => undefined)
      }
      await advance(kasane.url, 'PT1S')
    }
  })
  afterAll(() => kasane.stop())

  test('says what the table would have needed, refused requests included', async () => {
    const { code, out, err } = await plan('--table', 'orders', '--account', account)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const lines = out.split('\n')
    expect(lines[0]).toBe('8 WCU, 0 RCU')
    expect(out).toContain('⌈480 ÷ 60 s⌉')
    expect(out).toContain('  - has 1 WCU, 1 RCU now\n')
    expect(out).toMatch(/ {2}- \d+ writes were throttled\n/)
    expect(lines.at(-2)).toBe(
      `  AWS_ACCESS_KEY_ID=${account} AWS_SECRET_ACCESS_KEY=test aws dynamodb update-table --table-name orders --provisioned-throughput ReadCapacityUnits=1,WriteCapacityUnits=8 --region us-east-1 --endpoint-url ${kasane.url}`,
    )
  })

  test('prints JSON', async () => {
    const { out } = await plan('--table', 'orders', '--account', account, '--json')
    expect(JSON.parse(out)).toMatchObject({
      plan: 'dynamodb',
      table: 'orders',
      writeUnits: 8,
      provisionedWriteUnits: 1,
      indexes: [],
    })
  })

  test('says in AWS’s words that there is no such table', async () => {
    expect(await plan('--table', 'nothing', '--account', account)).toEqual({
      code: 1,
      out: '',
      err: 'kasane: ResourceNotFoundException: Requested resource not found: Table: nothing not found\n',
    })
  })

  test('says when nothing was read or written, and looks further back when it is told to', async () => {
    await advance(kasane.url, 'P1D')
    const { code, err } = await plan('--table', 'orders', '--account', account)
    const said = 'kasane: nothing was read from orders or written to it in the last 3h\n'
    expect({ code, err }).toEqual({ code: 1, err: said })
    const { out } = await plan('--table', 'orders', '--account', account, '--since', '5d')
    expect(out.split('\n')[0]).toBe('8 WCU, 0 RCU')
  })
})
