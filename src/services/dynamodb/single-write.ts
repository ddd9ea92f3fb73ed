/** PutItem, UpdateItem and DeleteItem, from the table on. */
import type {
  ItemCollectionMetrics,
  ReturnConsumedCapacity,
  ReturnItemCollectionMetrics,
  ReturnValuesOnConditionCheckFailure,
  ConsumedCapacity,
} from '../../generated/dynamodb.ts'
import type { Attributes } from './attribute-value.ts'
import { conditionFailed, validation } from './errors.ts'
import { project } from './expressions/path.ts'
import { checkCollection, collectionMetrics } from './item-collection.ts'
import type { NewItem } from './items.ts'
import { meterWrite } from './metering.ts'
import type { DynamodbChange } from './state.ts'
import { requireUsableTable } from './table.ts'
import { admit, type ItemOperation } from './throughput/admission.ts'
import { supplyOf } from './throughput/supply.ts'
import { factsOf } from './told-key.ts'
import { transactionConflict } from './transaction-errors.ts'
import { countConflicts, locksOf, toldHolder } from './transaction-locks.ts'
import { carryOut, findForWrite, meetsCondition, resultOf, type Write } from './writes.ts'

export interface WriteRequest {
  readonly TableName: string
  readonly ConditionExpression?: string
  readonly ReturnValues?: string
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity
  readonly ReturnItemCollectionMetrics?: ReturnItemCollectionMetrics
  readonly ReturnValuesOnConditionCheckFailure?: ReturnValuesOnConditionCheckFailure
}

export interface WriteAnswer {
  readonly Attributes?: Attributes
  readonly ConsumedCapacity?: ConsumedCapacity
  readonly ItemCollectionMetrics?: ItemCollectionMetrics
}

/**
 * @param operation as it is metered and measured; absent: PutItem, UpdateItem or DeleteItem
 * @throws AwsError ConditionalCheckFailedException, ResourceNotFoundException,
 * TransactionConflictException, ValidationException, and as `admit`
 */
export function writeOne(
  call: DynamodbChange,
  input: WriteRequest,
  write: Write,
  operation: ItemOperation = operationOf(write),
): WriteAnswer {
  const { state } = call
  const table = requireUsableTable(call, input.TableName)
  const found = findForWrite(state, table, write)
  const { old } = found
  const holder = locksOf(call).holderOf(found)
  const isMet = !holder && meetsCondition(write, found)
  const result = isMet ? resultOf(write, found) : old
  const consumption = meterWrite(found, result)
  admit(call, operation, consumption)
  if (holder) {
    countConflicts(call, [table])
    const facts = factsOf(table, write, input.ConditionExpression)
    throw transactionConflict({ ...facts, heldBy: toldHolder(holder) })
  }
  if (!isMet) {
    supplyOf(call, table).measures.count('ConditionalCheckFailedRequests')
    const isWanted = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD'
    throw conditionFailed(isWanted ? old?.attributes : undefined, {
      ...factsOf(table, write, input.ConditionExpression),
      isThere: old !== undefined,
    })
  }
  checkCollection(call, found, result)
  carryOut(call, found, result)
  const consumed = consumption.describe(input.TableName, input.ReturnConsumedCapacity)
  const attributes = returned(input.ReturnValues, write, { old, next: result })
  const key = write.kind === 'put' ? write.item : write.key
  const metrics = collectionMetrics(state, table, key, input.ReturnItemCollectionMetrics)
  return {
    ...(attributes && Object.keys(attributes).length > 0 && { Attributes: attributes }),
    ...(consumed && { ConsumedCapacity: consumed }),
    ...(metrics && { ItemCollectionMetrics: metrics }),
  }
}

function operationOf({ kind }: Write): ItemOperation {
  if (kind === 'put') return 'PutItem'
  return kind === 'update' ? 'UpdateItem' : 'DeleteItem'
}

/** @throws AwsError ValidationException */
export function checkReturnValues(given: string | undefined): void {
  if (given === undefined || given === 'NONE' || given === 'ALL_OLD') return
  throw validation('ReturnValues can only be ALL_OLD or NONE')
}

/** Looked into only where something of them is answered. */
interface Images {
  readonly old: NewItem | undefined
  readonly next: NewItem | undefined
}

function returned(
  wanted: string | undefined,
  write: Write,
  { old, next }: Images,
): Attributes | undefined {
  if (wanted === 'ALL_OLD') return old?.attributes
  if (wanted === 'ALL_NEW') return next?.attributes
  if (write.kind !== 'update' || !write.update) return undefined
  const paths = write.update.paths.map((steps) => ({ kind: 'path' as const, steps }))
  if (wanted === 'UPDATED_OLD') return old && project(old.attributes, paths)
  return wanted === 'UPDATED_NEW' && next ? project(next.attributes, paths) : undefined
}
