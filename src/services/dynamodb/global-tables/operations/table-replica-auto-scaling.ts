/**
 * Auto scaling of global tables, whose replicas are on demand here: none of them has any.
 */
import {
  type AutoScalingSettingsUpdate,
  DescribeTableReplicaAutoScaling,
  UpdateTableReplicaAutoScaling,
  type UpdateTableReplicaAutoScalingInput,
} from '../../../../generated/dynamodb.ts'
import { NotEmulated } from '../../../../kernel/errors.ts'
import { arnOf, tableNameOf } from '../../arns.ts'
import { dynamodbOperation } from '../../operation.ts'
import type { DynamodbReading, Table } from '../../state.ts'
import { noAutoScaling, noGlobalTable } from '../errors.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTableReplicaAutoScaling.html */
export const describeTableReplicaAutoScaling = dynamodbOperation(DescribeTableReplicaAutoScaling, {
  resource: ({ TableName }, place) => arnOf(place, TableName),

  run(call) {
    const table = requireGlobal(call, call.input.TableName)
    return { TableAutoScalingDescription: describe(call, table) }
  },
})

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTableReplicaAutoScaling.html */
export const updateTableReplicaAutoScaling = dynamodbOperation(UpdateTableReplicaAutoScaling, {
  resource: ({ TableName }, place) => arnOf(place, TableName),

  run(call) {
    const table = requireGlobal(call, call.input.TableName)
    const member = wantedMember(call.input)
    if (member !== undefined) throw noAutoScaling(table.name, regionsOf(call, table), member)
    return { TableAutoScalingDescription: describe(call, table) }
  },
})

/** AWS: a table of one region is no global table. */
function requireGlobal({ state, place }: DynamodbReading, given: string): Table {
  const name = tableNameOf(place, given)
  const table = state.tables.get(name)
  if (!table?.replicas) throw noGlobalTable(name)
  return table
}

/** What is asked for, as AWS names it; to switch off what isn't on asks for nothing. */
function wantedMember(input: UpdateTableReplicaAutoScalingInput): string | undefined {
  const { GlobalSecondaryIndexUpdates: indexes, ReplicaUpdates: replicas = [] } = input
  if (isWanted(input.ProvisionedWriteCapacityAutoScalingUpdate)) {
    return 'GlobalTableProvisionedWriteCapacityAutoScalingSettingsUpdate'
  }
  const reads = replicas.map((one) => one.ReplicaProvisionedReadCapacityAutoScalingUpdate)
  if (reads.some(isWanted)) return 'ReplicaProvisionedReadCapacityAutoScalingSettingsUpdate'
  const ofIndexes = replicas.some((one) => one.ReplicaGlobalSecondaryIndexUpdates?.length)
  if (indexes?.length || ofIndexes) {
    throw new NotEmulated('auto scaling of global tables’ indexes')
  }
  return undefined
}

function isWanted(update: AutoScalingSettingsUpdate | undefined): boolean {
  return update !== undefined && update.AutoScalingDisabled !== true
}

function regionsOf({ place }: DynamodbReading, { replicas = [] }: Table): readonly string[] {
  return [place.region, ...replicas.map(({ region }) => region)].sort()
}

function describe(call: DynamodbReading, table: Table) {
  const { name, status, indexes, replicas = [] } = table
  const own = { region: call.place.region, status: 'ACTIVE' as const }
  const none = () => ({ AutoScalingDisabled: true, ScalingPolicies: [] })
  return {
    TableName: name,
    TableStatus: status,
    Replicas: [own, ...replicas].map(({ region, status: replicaStatus }) => ({
      RegionName: region,
      GlobalSecondaryIndexes: indexes
        .filter(({ kind }) => kind === 'global')
        .map((index) => ({
          IndexName: index.name,
          IndexStatus: index.status,
          ProvisionedReadCapacityAutoScalingSettings: none(),
          ProvisionedWriteCapacityAutoScalingSettings: none(),
        })),
      ReplicaProvisionedReadCapacityAutoScalingSettings: none(),
      ReplicaProvisionedWriteCapacityAutoScalingSettings: none(),
      ReplicaStatus: replicaStatus,
    })),
  }
}
