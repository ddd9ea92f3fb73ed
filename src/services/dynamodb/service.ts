/** Amazon DynamoDB: what it is made of. */
import { defineService } from '../../kernel/service.ts'
import { tableOfResource } from './arns.ts'
import { jobs } from './jobs.ts'
import { quotas } from './limits.ts'
import { batchGetItem } from './operations/batch-get-item.ts'
import { batchWriteItem } from './operations/batch-write-item.ts'
import { createTable } from './operations/create-table.ts'
import { deleteItem } from './operations/delete-item.ts'
import { deleteTable } from './operations/delete-table.ts'
import { describeEndpoints, describeLimits } from './operations/describe-limits.ts'
import { describeTable } from './operations/describe-table.ts'
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
import { policyOf } from './resource-policies/resource-policy.ts'
import { state } from './state.ts'

export const dynamodb = defineService({
  name: 'dynamodb',
  state,
  operations: [
    batchGetItem,
    batchWriteItem,
    createTable,
    deleteItem,
    deleteResourcePolicy,
    deleteTable,
    describeEndpoints,
    describeLimits,
    describeTable,
    describeTimeToLive,
    getItem,
    getResourcePolicy,
    listTables,
    listTagsOfResource,
    putItem,
    putResourcePolicy,
    query,
    scan,
    tagResource,
    transactGetItems,
    transactWriteItems,
    untagResource,
    updateItem,
    updateTable,
    updateTimeToLive,
  ],
  quotas,
  jobs,
  resourcePolicy: policyOf,
  resourceTags: ({ resource }, { state }) =>
    state.tables.get(tableOfResource(resource))?.tags ?? {},
})
