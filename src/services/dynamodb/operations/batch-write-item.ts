import { BatchWriteItem, type WriteRequest } from '../../../generated/dynamodb.ts'
import type { AwsError } from '../../../kernel/errors.ts'
import { itemCheck } from '../access.ts'
import { mapOf } from '../attribute-value.ts'
import { checkDistinct } from '../batch.ts'
import { Consumption } from '../capacity.ts'
import { isValidation, keyMismatch, severalTypes, validation } from '../errors.ts'
import { checkCollection, collectionMetrics } from '../item-collection.ts'
import { batchWritesMax } from '../limits.ts'
import { meterWrite } from '../metering.ts'
import { ofOneAccount } from '../one-account.ts'
import { itemOperation } from '../operation.ts'
import type { DynamodbReading, DynamodbState, Table } from '../state.ts'
import { requireUsableTable } from '../table.ts'
import { BatchAdmission } from '../throughput/batch-admission.ts'
import { factsOf } from '../told-key.ts'
import { transactionConflict } from '../transaction-errors.ts'
import { countConflicts, type Holder, locksOf, toldHolder } from '../transaction-locks.ts'
import {
  carryOut,
  findForWrite,
  type Found,
  readDelete,
  readPut,
  resultOf,
  type Write,
} from '../writes.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
export const batchWriteItem = itemOperation(BatchWriteItem, {
  resource: ({ RequestItems: requests }, place, own) =>
    ofOneAccount(
      Object.entries(requests ?? {}).map(([TableName, writes]) =>
        itemCheck({ TableName }, place, own, writes.map(keyOrItem)),
      ),
    ),

  run(call) {
    const { input, state } = call
    const asked = Object.entries(input.RequestItems).map(([given, requests]) => ({
      given,
      writes: requests.map(readOne),
    }))
    if (asked.reduce((sum, { writes }) => sum + writes.length, 0) > batchWritesMax) {
      // AWS's words for too many over several tables are not public.
      throw validation('Too many items requested for the BatchWriteItem call')
    }
    const found = asked.map(({ given, writes }) => {
      const table = requireUsableTable(call, given)
      const all = writes.map((write) => ({ write, found: findOne(state, table, write) }))
      checkDistinct(all.map((one) => one.found.place))
      return { given, table, all }
    })
    const admission = new BatchAdmission(call, 'BatchWriteItem')
    const unprocessed = mapOf<WriteRequest[]>()
    const consumed = found.map(({ given, table, all }) => {
      const consumption = new Consumption(table)
      for (const [at, { write, found }] of all.entries()) {
        const holder = locksOf(call).holderOf(found)
        const result = holder ? found.old : resultOf(write, found)
        const own = meterWrite(found, result)
        const isLet = admission.lets(own)
        if (isLet) consumption.addAll(own)
        if (isLet && !holder) {
          checkCollection(call, found, result)
          carryOut(call, found, result)
        } else {
          if (isLet && holder) noteConflict(call, found.table, write, holder)
          const request = input.RequestItems[given]?.[at]
          if (request) (unprocessed[given] ??= []).push(request)
        }
      }
      return consumption.describe(given, input.ReturnConsumedCapacity) ?? []
    })
    admission.requireSome()
    const metrics = found.flatMap(({ table, all }) => {
      const told = all.flatMap(
        ({ write }) =>
          collectionMetrics(state, table, keyOf(write), input.ReturnItemCollectionMetrics) ?? [],
      )
      return told.length > 0 ? [[table.name, told] as const] : []
    })
    return {
      UnprocessedItems: unprocessed,
      ...(metrics.length > 0 && { ItemCollectionMetrics: mapOf(metrics) }),
      ...(consumed.flat().length > 0 && { ConsumedCapacity: consumed.flat() }),
    }
  },
})

/**
 * Our judgement: AWS's model has no conflict for this operation, whose items are unprocessed where
 * anything but the request itself stands against them.
 */
function noteConflict(
  call: DynamodbReading & { note(refusal: AwsError): void },
  table: Table,
  write: Write,
  holder: Holder,
): void {
  countConflicts(call, [table])
  call.note(
    transactionConflict({ ...factsOf(table, write, undefined), heldBy: toldHolder(holder) }),
  )
}

function readOne({ PutRequest: put, DeleteRequest: gone }: WriteRequest): Write {
  // AWS: these words for an empty request too, odd as they are.
  if ((put === undefined) === (gone === undefined)) throw severalTypes()
  return put ? readPut(put) : readDelete({ Key: gone?.Key ?? {} })
}

/** AWS: in a batch, a put's fault of the key is told as that of any key. */
function findOne(state: DynamodbState, table: Table, write: Write): Found {
  try {
    return findForWrite(state, table, write)
  } catch (error) {
    const isOfKey =
      isValidation(error) && /: (?:Missing the key|Type mismatch for key) /.test(error.message)
    throw isOfKey ? keyMismatch() : error
  }
}

function keyOf(write: Write) {
  return write.kind === 'put' ? write.item : write.key
}

function keyOrItem({ PutRequest: put, DeleteRequest: gone }: WriteRequest) {
  return put?.Item ?? gone?.Key ?? {}
}
