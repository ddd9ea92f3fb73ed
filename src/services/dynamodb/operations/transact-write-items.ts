import { TransactWriteItems } from '../../../generated/dynamodb.ts'
import type { ResourceCheck } from '../../../kernel/authorisation.ts'
import { itemCheck } from '../access.ts'
import { mapOf } from '../attribute-value.ts'
import { collectionMetrics } from '../item-collection.ts'
import { ofOneAccount } from '../one-account.ts'
import { itemOperation } from '../operation.ts'
import { requireUsableTable } from '../table.ts'
import { readAction } from '../transaction.ts'
import { consumedByAll } from '../transaction-consumption.ts'
import { tokenedRequest } from '../transaction-token.ts'
import { begin, finish } from '../write-transaction.ts'

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

  before(call) {
    const { ClientRequestToken: token, TransactItems: items } = call.input
    const tokened = tokenedRequest(token, items)
    return begin(call, { operation: 'TransactWriteItems', tokened }, () =>
      items
        .map(readAction)
        .map((action) => ({ ...action, table: requireUsableTable(call, action.given) })),
    )
  },

  run(call) {
    const { input, state } = call
    const begun = call.prepared()
    const { actions, isReplay } = begun
    const taken = finish(call, begun)
    const metrics = mapOf<object[]>()
    for (const { table, write } of actions) {
      const key = write.kind === 'put' ? write.item : write.key
      const one = collectionMetrics(state, table, key, input.ReturnItemCollectionMetrics)
      if (one) (metrics[table.name] ??= []).push(one)
    }
    return {
      ...consumedByAll(actions, taken, {
        wanted: input.ReturnConsumedCapacity,
        told: isReplay ? 'ReadCapacityUnits' : 'WriteCapacityUnits',
      }),
      ...(Object.keys(metrics).length > 0 && { ItemCollectionMetrics: metrics }),
    }
  },
})
