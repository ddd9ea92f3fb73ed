/** Amazon DynamoDB: what it is made of. */
import { defineService } from '../../kernel/service.ts'
import { tableOfResource } from './arns.ts'
import { jobs } from './jobs.ts'
import { quotas } from './limits.ts'
import { batchExecuteStatement } from './operations/batch-execute-statement.ts'
import { createBackup } from './backups/operations/create-backup.ts'
import { deleteBackup, describeBackup } from './backups/operations/describe-backup.ts'
import { listBackups } from './backups/operations/list-backups.ts'
import { restoreTableFromBackup } from './backups/operations/restore-table-from-backup.ts'
import { restoreTableToPointInTime } from './backups/operations/restore-table-to-point-in-time.ts'
import {
  describeContinuousBackups,
  updateContinuousBackups,
} from './backups/operations/update-continuous-backups.ts'
import { listContributorInsights } from './contributor-insights/operations/list-contributor-insights.ts'
import {
  describeContributorInsights,
  updateContributorInsights,
} from './contributor-insights/operations/update-contributor-insights.ts'
import {
  createGlobalTable,
  describeGlobalTable,
  describeGlobalTableSettings,
  listGlobalTables,
  updateGlobalTable,
  updateGlobalTableSettings,
} from './global-tables/operations/legacy-global-tables.ts'
import {
  describeTableReplicaAutoScaling,
  updateTableReplicaAutoScaling,
} from './global-tables/operations/table-replica-auto-scaling.ts'
import { reception } from './global-tables/reception.ts'
import { batchGetItem } from './operations/batch-get-item.ts'
import { batchWriteItem } from './operations/batch-write-item.ts'
import { createTable } from './operations/create-table.ts'
import { deleteItem } from './operations/delete-item.ts'
import { deleteTable } from './operations/delete-table.ts'
import { describeEndpoints, describeLimits } from './operations/describe-limits.ts'
import { describeTable } from './operations/describe-table.ts'
import { executeStatement } from './operations/execute-statement.ts'
import { executeTransaction } from './operations/execute-transaction.ts'
import { getItem } from './operations/get-item.ts'
import { listTables } from './operations/list-tables.ts'
import { putItem } from './operations/put-item.ts'
import {
  deleteResourcePolicy,
  getResourcePolicy,
  putResourcePolicy,
} from './operations/put-resource-policy.ts'
import { query } from './operations/query.ts'
import { scan } from './operations/scan.ts'
import { listTagsOfResource, tagResource, untagResource } from './operations/tag-resource.ts'
import { transactGetItems } from './operations/transact-get-items.ts'
import { transactWriteItems } from './operations/transact-write-items.ts'
import { updateItem } from './operations/update-item.ts'
import { updateTable } from './operations/update-table.ts'
import { describeTimeToLive, updateTimeToLive } from './operations/update-time-to-live.ts'
import { rateQuotas } from './request-rates.ts'
import { policyOf } from './resource-policies/resource-policy.ts'
import { state } from './state.ts'
import { streamQuotas } from './streams/stream-limits.ts'

export const dynamodb = defineService({
  name: 'dynamodb',
  state,
  operations: [
    batchExecuteStatement,
    batchGetItem,
    batchWriteItem,
    createBackup,
    createGlobalTable,
    createTable,
    deleteBackup,
    deleteItem,
    deleteResourcePolicy,
    deleteTable,
    describeBackup,
    describeContinuousBackups,
    describeContributorInsights,
    describeEndpoints,
    describeGlobalTable,
    describeGlobalTableSettings,
    describeLimits,
    describeTable,
    describeTableReplicaAutoScaling,
    describeTimeToLive,
    executeStatement,
    executeTransaction,
    getItem,
    getResourcePolicy,
    listBackups,
    listContributorInsights,
    listGlobalTables,
    listTables,
    listTagsOfResource,
    putItem,
    putResourcePolicy,
    query,
    restoreTableFromBackup,
    restoreTableToPointInTime,
    scan,
    tagResource,
    transactGetItems,
    transactWriteItems,
    untagResource,
    updateContinuousBackups,
    updateContributorInsights,
    updateGlobalTable,
    updateGlobalTableSettings,
    updateItem,
    updateTable,
    updateTableReplicaAutoScaling,
    updateTimeToLive,
  ],
  quotas: [...quotas, ...rateQuotas, ...streamQuotas],
  jobs,
  delivery: reception,
  resourcePolicy: policyOf,
  resourceTags: ({ resource }, { state }) =>
    state.tables.get(tableOfResource(resource))?.tags ?? {},
})
