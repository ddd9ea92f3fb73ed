import { TransactGetItems } from '../../../generated/dynamodb.ts'
import { readCheck } from '../access.ts'
import { readAttributes } from '../attribute-value.ts'
import { Consumption } from '../capacity.ts'
import { transactionCancelled } from '../errors.ts'
import { findItem } from '../items.ts'
import { type ItemPlace, placeOfKey } from '../keys.ts'
import { meterRead } from '../metering.ts'
import { ofOneAccount } from '../one-account.ts'
import { itemOperation } from '../operation.ts'
import { projected, readProjection } from '../projection.ts'
import { requireUsableTable } from '../table.ts'
import { checkDistinct, requireUnits, validationReason } from '../transaction.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html */
export const transactGetItems = itemOperation(TransactGetItems, {
  resource: ({ TransactItems: items }, place, own) =>
    ofOneAccount(
      (items ?? []).map(({ Get: get }) => ({
        ...readCheck(get, place, own),
        action: 'dynamodb:GetItem',
      })),
    ),

  run(call) {
    const { input, state } = call
    const asked = input.TransactItems.map(({ Get: get }) => ({
      given: get.TableName,
      key: readAttributes(get.Key),
      paths: readProjection(get),
    }))
    const known = asked.map((one) => ({ ...one, table: requireUsableTable(call, one.given) }))
    const placed = placesOf(
      known.map(
        ({ table, key }) =>
          () =>
            placeOfKey(table, key),
      ),
    )
    const found = known.map((one, at) => ({ ...one, place: placed[at] ?? { partition: '' } }))
    checkDistinct(found)
    const read = found.map((one) => {
      const item = findItem(state, one.table, one.place)
      return { ...one, item, consumption: meterRead(one.table, one.place, item, 'transactional') }
    })
    requireUnits(
      call,
      'TransactGetItems',
      read.map(({ consumption }) => consumption),
    )
    const consumptions = new Map<string, Consumption>()
    for (const { given, table, consumption } of read) {
      const sum = consumptions.get(given) ?? new Consumption(table)
      consumptions.set(given, sum.addAll(consumption))
    }
    const responses = read.map(({ item, paths }) =>
      item ? { Item: projected(item.attributes, paths) } : {},
    )
    const consumed = [...consumptions].flatMap(
      ([given, one]) =>
        one.describe(given, input.ReturnConsumedCapacity, 'ReadCapacityUnits') ?? [],
    )
    return {
      Responses: responses,
      ...(consumed.length > 0 && { ConsumedCapacity: consumed }),
    }
  },
})

/** AWS: a key that doesn't fit its table cancels the transaction. */
function placesOf(reads: readonly (() => ItemPlace)[]): readonly ItemPlace[] {
  const places: ItemPlace[] = []
  const reasons = reads.map((read) => {
    try {
      places.push(read())
      return { Code: 'None' }
    } catch (error) {
      return validationReason(error)
    }
  })
  if (places.length < reads.length) throw transactionCancelled(reasons)
  return places
}
