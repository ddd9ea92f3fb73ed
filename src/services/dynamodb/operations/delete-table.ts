import { DeleteTable } from '../../../generated/dynamodb.ts'
import { arnOf } from '../arns.ts'
import { checkNotEncrypting } from '../encryption.ts'
import { tellOthers } from '../global-tables/messages.ts'
import { checkMayLeave } from '../global-tables/replica-updates.ts'
import { tableDeletion } from '../limits.ts'
import { dynamodbOperation } from '../operation.ts'
import { mutatingRate } from '../request-rates.ts'
import { checkNoPolicyPending } from '../resource-policies/resource-policy.ts'
import type { Table } from '../state.ts'
import { refuseDeletionWhileStreamChanges } from '../streams/stream-specification.ts'
import { stopStream } from '../streams/stream.ts'
import { requireChangeable, requireKnownTable } from '../table.ts'
import { describeNewTable } from '../table-description.ts'
import { stillInUse, tableProtected } from '../table-errors.ts'
import { checkSimultaneous } from '../throughput/simultaneous.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html */
export const deleteTable = dynamodbOperation(DeleteTable, {
  resource: ({ TableName }, place) => arnOf(place, TableName),
  rates: [mutatingRate],

  run(call) {
    const { state, at, clock, durations, place } = call
    const table = requireKnownTable(call, call.input.TableName)
    refuseDeletionWhileStreamChanges(call, table)
    requireChangeable(table)
    checkNoPolicyPending(call, table)
    checkNotEncrypting(table)
    checkMayLeave(call, table)
    if (table.isProtected) throw tableProtected(table.name)
    if (table.indexes.some(({ status }) => status !== 'ACTIVE')) {
      throw stillInUse(
        'Cannot delete table while indexes are being created, updated, or deleted.',
        table.name,
      )
    }
    checkSimultaneous(call)
    const deleted: Table = { ...table, status: 'DELETING' }
    stopStream(call, table)
    tellOthers(call, table, 'DELETING')
    state.tables.put(deleted)
    at(clock.now() + durations.msOf(tableDeletion), 'remove', table.id, table.name)
    return { TableDescription: describeDeleted(describeNewTable(place, deleted)) }
  },
})

/** AWS leaves out the keys of what is going. */
function describeDeleted<T extends object>(description: T): T {
  const {
    AttributeDefinitions: _,
    KeySchema: __,
    CreationDateTime: ___,
    ...left
  } = description as Record<string, unknown>
  return left as T
}
