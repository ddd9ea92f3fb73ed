/** The table of the lab, and items of exactly 4 KB. */
import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb'
import type { Stage } from '../lab.ts'

export const tableName = 'readings'
export const itemSizeBytes = 4_096

/** Spread over as many partition keys. */
export const keyCount = 100

export interface Throughput {
  readonly writeUnits: number
  readonly readUnits: number
}

/** Its ARN, once it is ACTIVE. */
export async function makeTable(
  stage: Stage,
  dynamodb: DynamoDBClient,
  throughput: Throughput,
): Promise<string> {
  const { TableDescription } = await dynamodb.send(
    new CreateTableCommand({
      TableName: tableName,
      AttributeDefinitions: [{ AttributeName: 'sensor', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'sensor', KeyType: 'HASH' }],
      ProvisionedThroughput: provisioned(throughput),
    }),
  )
  await becomesActive(stage, dynamodb)
  return TableDescription?.TableArn ?? ''
}

/** Sets its throughput, and waits until that holds. */
export async function provision(
  stage: Stage,
  dynamodb: DynamoDBClient,
  throughput: Throughput,
): Promise<void> {
  await dynamodb.send(
    new UpdateTableCommand({
      TableName: tableName,
      ProvisionedThroughput: provisioned(throughput),
    }),
  )
  await becomesActive(stage, dynamodb)
}

/** Key and attributes with their names: `sensor` 6 + 10 bytes, `data` 4 + the rest. */
export function itemOf(number: number) {
  const sensor = sensorOf(number)
  const dataBytes = itemSizeBytes - 'sensor'.length - sensor.length - 'data'.length
  return { sensor: { S: sensor }, data: { S: 'x'.repeat(dataBytes) } }
}

export function keyOf(number: number) {
  return { sensor: { S: sensorOf(number) } }
}

function sensorOf(number: number): string {
  return `sensor-${String(number % keyCount).padStart(3, '0')}`
}

function provisioned({ writeUnits, readUnits }: Throughput) {
  return { WriteCapacityUnits: writeUnits, ReadCapacityUnits: readUnits }
}

const looksMax = 60

async function becomesActive(stage: Stage, dynamodb: DynamoDBClient): Promise<void> {
  for (let look = 0; look < looksMax; look++) {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: tableName }))
    if (Table?.TableStatus === 'ACTIVE') return
    await stage.advance('PT1S')
  }
  throw new Error(`${tableName} does not become active`)
}
