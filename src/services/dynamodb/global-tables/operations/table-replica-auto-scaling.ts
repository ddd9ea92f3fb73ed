import {
  DescribeTableReplicaAutoScaling,
  UpdateTableReplicaAutoScaling,
} from '../../../../generated/dynamodb.ts'
import { NotEmulated } from '../../../../kernel/errors.ts'
import { arnOf, tableNameOf } from '../../arns.ts'
import { dynamodbOperation } from '../../operation.ts'
import type { DynamodbReading } from '../../state.ts'
import { noGlobalTable } from '../errors.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTableReplicaAutoScaling.html */
export const describeTableReplicaAutoScaling = dynamodbOperation(DescribeTableReplicaAutoScaling, {
  resource: ({ TableName }, place) => arnOf(place, TableName),
  run: (call): never => refuse(call, call.input.TableName),
})

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTableReplicaAutoScaling.html */
export const updateTableReplicaAutoScaling = dynamodbOperation(UpdateTableReplicaAutoScaling, {
  resource: ({ TableName }, place) => arnOf(place, TableName),
  run: (call): never => refuse(call, call.input.TableName),
})

/** AWS: a table of one region is no global table. */
function refuse({ state, place }: DynamodbReading, given: string): never {
  const name = tableNameOf(place, given)
  if (!state.tables.get(name)?.replicas) throw noGlobalTable(name)
  throw new NotEmulated('auto scaling of global tables’ replicas')
}
