/**
 * The actions that policies of tables and streams may name.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html
 */
const tableActions = new Set(
  [
    'BatchExecuteStatement',
    'BatchGetItem',
    'BatchWriteItem',
    'ConditionCheckItem',
    'CreateBackup',
    'CreateTableReplica',
    'DeleteItem',
    'DeleteResourcePolicy',
    'DeleteTable',
    'DeleteTableReplica',
    'DescribeContinuousBackups',
    'DescribeContributorInsights',
    'DescribeKinesisStreamingDestination',
    'DescribeTable',
    'DescribeTableReplicaAutoScaling',
    'DescribeTimeToLive',
    'DisableKinesisStreamingDestination',
    'EnableKinesisStreamingDestination',
    'ExecuteStatement',
    'ExecuteTransaction',
    'ExportTableToPointInTime',
    'GetItem',
    'GetResourcePolicy',
    'ListTagsOfResource',
    'PartiQLDelete',
    'PartiQLInsert',
    'PartiQLSelect',
    'PartiQLUpdate',
    'PutItem',
    'PutResourcePolicy',
    'Query',
    'RestoreTableToPointInTime',
    'Scan',
    'TagResource',
    'TransactGetItems',
    'TransactWriteItems',
    'UntagResource',
    'UpdateContinuousBackups',
    'UpdateContributorInsights',
    'UpdateItem',
    'UpdateKinesisStreamingDestination',
    'UpdateTable',
    'UpdateTableReplicaAutoScaling',
    'UpdateTimeToLive',
  ].map((name) => name.toLowerCase()),
)

const streamActions = new Set(
  [
    'DeleteResourcePolicy',
    'DescribeStream',
    'GetRecords',
    'GetResourcePolicy',
    'GetShardIterator',
    'PutResourcePolicy',
  ].map((name) => name.toLowerCase()),
)

/** Patterns are taken as they are; the case of letters doesn't count. */
export function isPolicyAction(action: string, of: 'table' | 'stream'): boolean {
  if (action === '*') return true
  const [vendor, name = '', ...more] = action.toLowerCase().split(':')
  if (vendor !== 'dynamodb' || more.length > 0) return false
  if (/[*?]/.test(name)) return true
  return (of === 'table' ? tableActions : streamActions).has(name)
}
