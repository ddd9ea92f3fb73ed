import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { advance } from '../support/control-api.ts'
import { type KasaneProcess, startKasaneProcess } from '../support/kasane-process.ts'
import { awsEnvironment, isThere, type Output, run } from '../support/programs.ts'

describe.skipIf(!isThere('aws', '--version'))('DynamoDB’s capacity, by the AWS CLI', () => {
  let kasane: KasaneProcess

  beforeAll(async () => {
    kasane = await startKasaneProcess(['--clock', 'held'])
  })
  afterAll(() => kasane.stop())

  function ask(line: string, ...words: readonly string[]): Promise<Output> {
    const all = ['--endpoint-url', kasane.url, ...line.split(' '), ...words]
    return run('aws', all, awsEnvironment(kasane.url))
  }

  async function answer(line: string, ...words: readonly string[]) {
    const { code, out, err } = await ask(line, ...words)
    if (code !== 0) throw new Error(err)
    return out === '' ? {} : JSON.parse(out)
  }

  /** An item of so many bytes, names included. */
  const item = (key: string, bytes: number) =>
    JSON.stringify({ pk: { S: key }, x: { S: 'x'.repeat(bytes - 3 - key.length) } })

  const table = '--table-name readings'
  const total = '--return-consumed-capacity TOTAL'

  test('makes a table, which is CREATING first and then ACTIVE', async () => {
    const made = await answer(
      `dynamodb create-table ${table} --attribute-definitions AttributeName=pk,AttributeType=S --key-schema AttributeName=pk,KeyType=HASH --provisioned-throughput ReadCapacityUnits=10,WriteCapacityUnits=30`,
    )
    expect(made.TableDescription.TableStatus).toBe('CREATING')
    await advance(kasane.url, 'PT1S')
    expect((await answer(`dynamodb describe-table ${table}`)).Table.TableStatus).toBe('ACTIVE')
  })

  test('sees that a unit is a kilobyte written, and that names count', async () => {
    const units = async (line: string, ...words: readonly string[]) => {
      const { ConsumedCapacity } = await answer(line, ...words)
      return [ConsumedCapacity].flat().map((one) => one.CapacityUnits)
    }
    const put = `dynamodb put-item ${table} ${total} --item`
    expect(await units(put, item('a', 4_096))).toEqual([4])
    expect(await units(put, item('b', 4_097))).toEqual([5])
    const get = `dynamodb get-item ${table} ${total} --key {"pk":{"S":"a"}}`
    expect(await units(get)).toEqual([0.5])
    expect(await units(`${get} --consistent-read`)).toEqual([1])
    const Put = { TableName: 'readings', Item: JSON.parse(item('a', 4_096)) }
    const write = `dynamodb transact-write-items ${total} --transact-items`
    expect(await units(write, JSON.stringify([{ Put }]))).toEqual([8])
    const requests = ['c', 'd'].map((key) => ({
      PutRequest: { Item: JSON.parse(item(key, 4_096)) },
    }))
    const batch = `dynamodb batch-write-item ${total} --request-items`
    expect(await units(batch, JSON.stringify({ readings: requests }))).toEqual([8])
  })

  test('is throttled where a small table is asked for too much, and explain says what helps', async () => {
    await answer(
      'dynamodb create-table --table-name small --attribute-definitions AttributeName=pk,AttributeType=S --key-schema AttributeName=pk,KeyType=HASH --provisioned-throughput ReadCapacityUnits=1,WriteCapacityUnits=1',
    )
    await advance(kasane.url, 'PT1S')
    // 300 seconds' units are saved at first: four items of 98 KB take more than there are.
    const put = 'dynamodb put-item --table-name small --item'
    const large = JSON.stringify({ pk: { S: 'a' }, x: { S: 'x'.repeat(100_000) } })
    const answers: Output[] = []
    for (let at = 0; at < 5; at++) answers.push(await ask(put, large))
    const refused = answers.find(({ code }) => code !== 0)
    expect(refused?.err).toContain(
      '(ProvisionedThroughputExceededException) when calling the PutItem operation',
    )
    expect(refused?.err).toContain(
      ': The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
    )
    const explained = await run('node', ['bin/kasane', 'explain', '--endpoint', kasane.url])
    expect(explained.out).toContain('small')
    const [, command = ''] =
      /^ *(?:AWS_\S+ )*aws (dynamodb update-table .*)$/m.exec(explained.out) ?? []
    expect(command).toMatch(/^dynamodb update-table --table-name small .*WriteCapacityUnits=\d+/)
  })

  test('sees the metrics of the table', async () => {
    await advance(kasane.url, 'PT1M')
    const { Metrics } = await answer(
      'cloudwatch list-metrics --namespace AWS/DynamoDB --dimensions Name=TableName,Value=small',
    )
    const names = (Metrics as { MetricName: string }[]).map(({ MetricName }) => MetricName)
    expect(names).toEqual(
      expect.arrayContaining(['ConsumedWriteCapacityUnits', 'WriteThrottleEvents']),
    )
  })
})
