/** A table's units, read and set through DynamoDB's API as the service-linked role. */
import { DescribeTable, type TableDescription, UpdateTable } from '../../generated/dynamodb.ts'
import type { AwsCall } from '../../kernel/internal-calls.ts'
import type { TableDimension } from './dimensions.ts'
import { asRole } from './role.ts'
import type { ScalingReading } from './state.ts'

type Asking = ScalingReading & { readonly aws: AwsCall }

export interface Capacity {
  readonly units: number
  /** Nothing changes the table or index at the moment. */
  readonly isSettled: boolean
}

type Throughput = { readonly ReadCapacityUnits: number; readonly WriteCapacityUnits: number }

/** `undefined`: there is no such index. Throws what DescribeTable throws. */
export async function readCapacity(
  call: Asking,
  dimension: TableDimension,
): Promise<Capacity | undefined> {
  const described = await describe(call, dimension)
  const throughput = described && throughputOf(described, dimension)
  if (!throughput) return undefined
  const isSettled = described.TableStatus === 'ACTIVE' && isIndexSettled(described, dimension)
  return { units: throughput[dimension.member], isSettled }
}

/** Throws what UpdateTable throws. */
export async function setCapacity(
  call: Asking,
  dimension: TableDimension,
  units: number,
): Promise<void> {
  const described = await describe(call, dimension)
  const throughput = described && throughputOf(described, dimension)
  if (!throughput) return
  const ProvisionedThroughput = { ...throughput, [dimension.member]: units }
  const { table: TableName, index: IndexName } = dimension
  const change =
    IndexName === undefined
      ? { ProvisionedThroughput }
      : { GlobalSecondaryIndexUpdates: [{ Update: { IndexName, ProvisionedThroughput } }] }
  await call.aws(UpdateTable, { TableName, ...change }, asRole(call, 'UpdateTable'))
}

async function describe(call: Asking, { table }: TableDimension) {
  const as = asRole(call, 'DescribeTable')
  return (await call.aws(DescribeTable, { TableName: table }, as)).Table
}

function indexOf({ GlobalSecondaryIndexes: indexes = [] }: TableDescription, name: string) {
  return indexes.find(({ IndexName }) => IndexName === name)
}

function isIndexSettled(described: TableDescription, { index }: TableDimension): boolean {
  return index === undefined || indexOf(described, index)?.IndexStatus === 'ACTIVE'
}

function throughputOf(
  described: TableDescription,
  { index }: TableDimension,
): Throughput | undefined {
  const holder = index === undefined ? described : indexOf(described, index)
  if (!holder) return undefined
  const { ReadCapacityUnits = 0, WriteCapacityUnits = 0 } = holder.ProvisionedThroughput ?? {}
  return { ReadCapacityUnits, WriteCapacityUnits }
}
