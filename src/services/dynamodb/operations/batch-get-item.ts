import {
  BatchGetItem,
  type AttributeValue,
  type KeysAndAttributes,
} from '../../../generated/dynamodb.ts'
import { readCheck } from '../access.ts'
import { type Attributes, mapOf, readAttributes } from '../attribute-value.ts'
import { checkDistinctKeys } from '../batch.ts'
import { Consumption } from '../capacity.ts'
import { validation } from '../errors.ts'
import { valued } from '../expressions/request.ts'
import { findItem } from '../items.ts'
import { placeOfKey } from '../keys.ts'
import { checkMixing } from '../legacy/mixing.ts'
import { batchAnswerBytesMax, batchKeysMax } from '../limits.ts'
import { meterRead } from '../metering.ts'
import { ofOneAccount } from '../one-account.ts'
import { itemOperation } from '../operation.ts'
import { projected, readProjection } from '../projection.ts'
import { requireUsableTable } from '../table.ts'
import { BatchAdmission } from '../throughput/batch-admission.ts'

type Items = Record<string, AttributeValue>[]

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
export const batchGetItem = itemOperation(BatchGetItem, {
  resource: ({ RequestItems: requests }, place, own) =>
    ofOneAccount(
      Object.entries(requests ?? {}).map(([TableName, { Keys: keys = [], ...rest }]) =>
        readCheck({ TableName, ...rest }, place, own, keys),
      ),
    ),

  run(call) {
    const { input, state } = call
    const asked = Object.entries(input.RequestItems).map(([given, one]) => readOne(given, one))
    if (asked.reduce((sum, { keys }) => sum + keys.length, 0) > batchKeysMax) {
      throw validation('Too many items requested for the BatchGetItem call')
    }
    const found = asked.map((one) => {
      const table = requireUsableTable(call, one.given)
      return { ...one, table, places: one.keys.map((key) => placeOfKey(table, key)) }
    })
    const responses = mapOf<Items>()
    const unprocessed = mapOf<KeysAndAttributes>()
    const consumed = []
    const admission = new BatchAdmission(call, 'BatchGetItem')
    let bytes = 0
    for (const { given, request, table, places, paths } of found) {
      const items: Items = []
      const left: Attributes[] = []
      const consistency = request.ConsistentRead ? 'strong' : 'eventual'
      const consumption = new Consumption(table)
      for (const [at, place] of places.entries()) {
        const item = findItem(state, table, place)
        const own = meterRead(table, place, item, consistency)
        const isTooMuch = bytes + (item?.size ?? 0) > batchAnswerBytesMax
        if (isTooMuch || !admission.lets(own)) {
          left.push(request.Keys[at] ?? {})
          continue
        }
        bytes += item?.size ?? 0
        consumption.addAll(own)
        if (item) items.push(projected(item.attributes, paths))
      }
      responses[table.name] = items
      if (left.length > 0) unprocessed[given] = { ...request, Keys: left }
      consumed.push(consumption.describe(given, input.ReturnConsumedCapacity) ?? [])
    }
    admission.requireSome()
    return {
      Responses: responses,
      UnprocessedKeys: unprocessed,
      ...(isTold(input.ReturnConsumedCapacity) && { ConsumedCapacity: consumed.flat() }),
    }
  },
})

function readOne(given: string, request: KeysAndAttributes) {
  checkMixing(request, valued.read)
  const paths = readProjection(request)
  const keys = request.Keys.map(readAttributes)
  checkDistinctKeys(keys)
  return { given, request, keys, paths }
}

function isTold(wanted: string | undefined): boolean {
  return wanted === 'TOTAL' || wanted === 'INDEXES'
}
