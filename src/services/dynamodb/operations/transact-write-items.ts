import { TransactWriteItems } from '../../../generated/dynamodb.ts'
import type { ResourceCheck } from '../../../kernel/authorisation.ts'
import { itemCheck } from '../access.ts'
import { mapOf } from '../attribute-value.ts'
import { Consumption } from '../capacity.ts'
import { collectionMetrics } from '../item-collection.ts'
import { ofOneAccount } from '../one-account.ts'
import { itemOperation } from '../operation.ts'
import { requireUsableTable } from '../table.ts'
import { isReplay, readAction, remember } from '../transaction.ts'
import { carryOutAll, readAgain } from '../write-transaction.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
export const transactWriteItems = itemOperation(TransactWriteItems, {
  // AWS: each action asks for the permission of the operation that it is like.
  resource: ({ TransactItems: items }, place, own) =>
    ofOneAccount(
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
    const taken = replays
      ? readAgain(call, 'TransactWriteItems', known)
      : carryOutAll(call, 'TransactWriteItems', known)
    if (!replays) remember(call, token, items)
    const consumptions = new Map<string, Consumption>()
    for (const [at, { given, table }] of known.entries()) {
      const sum = consumptions.get(given) ?? new Consumption(table)
      const own = taken[at]
      consumptions.set(given, own ? sum.addAll(own) : sum)
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
