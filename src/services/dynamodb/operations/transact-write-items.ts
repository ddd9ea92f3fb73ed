import { TransactWriteItems } from '../../../generated/dynamodb.ts'
import type { ResourceCheck } from '../../../kernel/authorisation.ts'
import { itemCheck } from '../access.ts'
import { mapOf } from '../attribute-value.ts'
import { Consumption } from '../capacity.ts'
import { findItem, meterWrite, unitsOfRead } from '../items.ts'
import { placeOfKey, placeOfNewItem } from '../keys.ts'
import { dynamodbOperation } from '../operation.ts'
import { collectionMetrics } from '../single-write.ts'
import { requireUsableTable } from '../table.ts'
import { isReplay, readAction, remember, tryActions } from '../transaction.ts'
import { carryOut } from '../writes.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
export const transactWriteItems = dynamodbOperation(TransactWriteItems, {
  // AWS: each action asks for the permission of the operation that it is like.
  resource: ({ TransactItems: items }, place, own) =>
    (items ?? []).flatMap((item) =>
      Object.entries({
        'dynamodb:PutItem': item.Put,
        'dynamodb:UpdateItem': item.Update,
        'dynamodb:DeleteItem': item.Delete,
        'dynamodb:ConditionCheckItem': item.ConditionCheck,
      }).flatMap(([action, asked]): ResourceCheck[] =>
        asked ? [{ ...itemCheck(asked, place, own), action }] : [],
      ),
    ),

  run(call) {
    const { input, state } = call
    const { ClientRequestToken: token, TransactItems: items } = input
    const actions = items.map(readAction)
    const known = actions.map((action) => ({
      ...action,
      table: requireUsableTable(call, action.given),
    }))
    const replays = isReplay(call, token, items)
    const consumptions = new Map<string, Consumption>()
    const consumptionOf = (given: string) => {
      const consumption = consumptions.get(given) ?? new Consumption()
      consumptions.set(given, consumption)
      return consumption
    }
    if (replays) {
      for (const { given, write, table } of known) {
        const place =
          write.kind === 'put' ? placeOfNewItem(table, write.item) : placeOfKey(table, write.key)
        consumptionOf(given).add(
          'read',
          unitsOfRead(findItem(state, table, place), 'transactional'),
        )
      }
    } else {
      const tried = tryActions(state, known)
      for (const [at, { found, result }] of tried.entries()) {
        const action = known[at]
        if (!action) continue
        const isCheck = action.write.kind === 'check'
        const next = isCheck ? found.old : carryOut(call, found, result)
        const { old } = found
        meterWrite(consumptionOf(action.given), found.table, {
          ...(old && { old }),
          ...(next && { next }),
          consistency: 'transactional',
        })
      }
      remember(call, token, items)
    }
    const told = replays ? 'ReadCapacityUnits' : 'WriteCapacityUnits'
    const consumed = [...consumptions].flatMap(
      ([given, one]) => one.describe(given, input.ReturnConsumedCapacity, told) ?? [],
    )
    const metrics = mapOf<object[]>()
    for (const { table, write } of known) {
      const key = write.kind === 'put' ? write.item : write.key
      const one = collectionMetrics(state, table, key, input.ReturnItemCollectionMetrics)
      if (one) (metrics[table.name] ??= []).push(one)
    }
    return {
      ...(consumed.length > 0 && { ConsumedCapacity: consumed }),
      ...(Object.keys(metrics).length > 0 && { ItemCollectionMetrics: metrics }),
    }
  },
})
