/** Transactions of writes, alike as TransactWriteItems and as PartiQL's ExecuteTransaction. */
import type { Consumption } from './capacity.ts'
import { findItem } from './items.ts'
import { placeOfKey, placeOfNewItem } from './keys.ts'
import { meterRead } from './metering.ts'
import type { DynamodbChange, Table } from './state.ts'
import { type Action, requireUnits, tryActions } from './transaction.ts'
import { carryOut } from './writes.ts'

type KnownAction = Action & { readonly table: Table }
type Writing = 'TransactWriteItems' | 'ExecuteTransaction'

/** AWS: a request that is sent again is answered by reading its items. */
export function readAgain(
  call: DynamodbChange,
  operation: Writing,
  actions: readonly KnownAction[],
): readonly Consumption[] {
  const read = actions.map(({ write, table }) => {
    const place =
      write.kind === 'put' ? placeOfNewItem(table, write.item) : placeOfKey(table, write.key)
    return meterRead(table, place, findItem(call.state, table, place), 'transactional')
  })
  requireUnits(call, operation, read)
  return read
}

/** @throws AwsError as `tryActions` */
export function carryOutAll(
  call: DynamodbChange,
  operation: Writing,
  actions: readonly KnownAction[],
): readonly Consumption[] {
  const tried = tryActions(call, operation, actions)
  for (const [at, { found, result }] of tried.entries()) {
    if (actions[at]?.write.kind !== 'check') carryOut(call, found, result)
  }
  return tried.map(({ consumption }) => consumption)
}
