import { TransactGetItems } from '../../../generated/dynamodb.ts'
import { readCheck } from '../access.ts'
import { type Attributes, readAttributes } from '../attribute-value.ts'
import { type ItemPlace, placeOfKey } from '../keys.ts'
import { ofOneAccount } from '../one-account.ts'
import { itemOperation } from '../operation.ts'
import { answered, readProjection } from '../projection.ts'
import { beginReads, finishReads } from '../read-transaction.ts'
import type { Table } from '../state.ts'
import { requireUsableTable } from '../table.ts'
import { validationReason } from '../transaction.ts'
import { consumedByAll } from '../transaction-consumption.ts'
import { transactionCancelled } from '../transaction-errors.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html */
export const transactGetItems = itemOperation(TransactGetItems, {
  resource: ({ TransactItems: items }, place, own) =>
    ofOneAccount(
      (items ?? []).map(({ Get: get }) => ({
        ...readCheck(get, place, own),
        action: 'dynamodb:GetItem',
      })),
    ),

  before: (call) =>
    beginReads(call, () => {
      const asked = call.input.TransactItems.map(({ Get: get }) => ({
        given: get.TableName,
        key: readAttributes(get.Key),
        paths: readProjection(get),
      }))
      const known = asked.map((one) => ({ ...one, table: requireUsableTable(call, one.given) }))
      const places = placesOf(known)
      // As many places as reads.
      return known.map((one, at) => ({ ...one, place: places[at] as ItemPlace }))
    }),

  run(call) {
    const { input, request } = call
    const read = finishReads(call, 'TransactGetItems', call.prepared())
    return {
      Responses: read.map(({ item, paths }) =>
        item ? { Item: answered(item, paths, request) } : {},
      ),
      ...consumedByAll(
        read,
        read.map(({ consumption }) => consumption),
        { wanted: input.ReturnConsumedCapacity, told: 'ReadCapacityUnits' },
      ),
    }
  },
})

/** AWS: a key that doesn't fit its table cancels the transaction. */
function placesOf(
  reads: readonly { readonly table: Table; readonly key: Attributes }[],
): readonly ItemPlace[] {
  const places: ItemPlace[] = []
  const reasons = reads.map(({ table, key }) => {
    try {
      places.push(placeOfKey(table, key))
      return { Code: 'None' }
    } catch (error) {
      return validationReason(error)
    }
  })
  if (places.length < reads.length) throw transactionCancelled(reasons)
  return places
}
