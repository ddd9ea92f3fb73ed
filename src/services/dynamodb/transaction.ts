/** Transactions: read, tried on all items, and either carried out whole or not at all. */
import type {
  CancellationReason,
  ReturnValuesOnConditionCheckFailure,
  TransactWriteItem,
} from '../../generated/dynamodb.ts'
import { itemSizeBytesMax } from '../../planner/capacity-units.ts'
import type { Consumption } from './capacity.ts'
import { isCollectionTooLarge, isValidation, validation } from './errors.ts'
import { checkCollection } from './item-collection.ts'
import type { NewItem } from './items.ts'
import { transactionBytesMax } from './limits.ts'
import { meterWrite } from './metering.ts'
import type { DynamodbChange, DynamodbReading, Table } from './state.ts'
import { type ItemOperation, throttled, tryAdmitAll } from './throughput/admission.ts'
import { messageOf, throttlingCode } from './throughput/throttling.ts'
import { factsOf } from './told-key.ts'
import {
  cancellation,
  conflictReason,
  transactionCancelled,
  transactionTooLarge,
} from './transaction-errors.ts'
import {
  countConflicts,
  type Holder,
  itemNameOf,
  type Located,
  toldHolder,
} from './transaction-locks.ts'
import {
  findForWrite,
  type Found,
  meetsCondition,
  readDelete,
  readPut,
  readUpdate,
  resultOf,
  type Write,
} from './writes.ts'

export interface Action {
  /** The table as the request names it. */
  readonly given: string
  readonly write: Write
  readonly onFailure: ReturnValuesOnConditionCheckFailure | undefined
  /** As the request has it. */
  readonly condition?: string | undefined
}

export type KnownAction = Action & { readonly table: Table }

/** An action, and whose transaction held its item when this one began. */
export type HeldAction = KnownAction & { readonly heldBy: Holder | undefined }

/** @throws AwsError ValidationException */
export function readAction(item: TransactWriteItem): Action {
  const { Put: put, Update: update, Delete: gone, ConditionCheck: check } = item
  const given = [put, update, gone, check].filter((one) => one !== undefined)
  const [one] = given
  if (!one || given.length > 1) {
    // AWS's words are not public.
    throw validation('TransactItems can only contain one of Check, Put, Update or Delete')
  }
  const about = {
    given: one.TableName,
    onFailure: one.ReturnValuesOnConditionCheckFailure,
    condition: one.ConditionExpression,
  }
  if (put) return { ...about, write: readPut(put) }
  if (update) return { ...about, write: readUpdate(update) }
  if (gone) return { ...about, write: readDelete(gone) }
  return { ...about, write: readDelete(check ?? { Key: {} }, 'check') }
}

export interface Tried {
  readonly found: Found
  readonly result: NewItem | undefined
  /** What it has taken. */
  readonly consumption: Consumption
}

/**
 * Tries each action on its item, and takes what all of them consume, also when the transaction is
 * cancelled by a condition or a conflict; nothing is written.
 * @throws AwsError TransactionCanceledException with a reason for each action, in their order
 */
export function tryActions(
  call: DynamodbChange,
  operation: Holder['operation'],
  actions: readonly HeldAction[],
): readonly Tried[] {
  const tried = actions.map((action) => tryAction(call, action))
  const whole = tried.flatMap(({ done }) => done ?? [])
  // Our judgement: too large a request is refused as such, before it is throttled.
  checkSize(whole)
  requireUnits(
    call,
    operation,
    tried.map(({ done }) => done?.consumption),
  )
  const reasons = tried.map(({ reason }) => reason)
  if (reasons.some(({ Code }) => Code !== 'None')) {
    countConflicts(
      call,
      actions.flatMap(({ table }, at) => (reasons[at] === conflictReason ? [table] : [])),
    )
    throw transactionCancelled(reasons, cancellation(reasons, actions.map(factsOfAction)))
  }
  return whole
}

function factsOfAction({ table, write, condition, heldBy }: HeldAction): object {
  return { ...factsOf(table, write, condition), ...(heldBy && { heldBy: toldHolder(heldBy) }) }
}

/**
 * Takes what all actions of a transaction consume, or nothing.
 * @throws AwsError TransactionCanceledException with a reason for each action, in their order
 */
export function requireUnits(
  call: DynamodbReading,
  operation: ItemOperation,
  consumptions: readonly (Consumption | undefined)[],
): void {
  const known = consumptions.filter((one) => one !== undefined)
  const throttlings = tryAdmitAll(call, operation, known)
  const first = throttlings?.find((one) => one !== undefined)
  if (!throttlings || !first) return
  const reasons = consumptions.map((one) => {
    const throttling = one && throttlings[known.indexOf(one)]
    if (!throttling) return none
    return { Code: throttlingCode(throttling), Message: messageOf(throttling) }
  })
  throw transactionCancelled(reasons, throttled(call, operation, first).why)
}

interface Attempt {
  readonly reason: CancellationReason
  /** Absent where the action doesn't fit its item. */
  readonly done?: Tried
}

/** AWS: each item's part is tried, whatever becomes of the others. */
function tryAction(call: DynamodbReading, action: HeldAction): Attempt {
  const { table, write, heldBy } = action
  try {
    const found = findForWrite(call.state, table, write)
    const isMet = !heldBy && meetsCondition(write, found)
    const result = isMet ? resultOf(write, found) : found.old
    checkCollection(call, found, result)
    const consumption = meterWrite(found, result, 'transactional')
    const reason = isMet ? none : heldBy ? conflictReason : conditionReason(action, found)
    return { reason, done: { found, result, consumption } }
  } catch (error) {
    return { reason: reasonOf(error) }
  }
}

/** @throws what is no reason to cancel a transaction */
function reasonOf(error: unknown): CancellationReason {
  if (isCollectionTooLarge(error)) {
    return { Code: 'ItemCollectionSizeLimitExceeded', Message: error.message }
  }
  return validationReason(error)
}

/** @throws what is no reason to cancel a transaction */
export function validationReason(error: unknown): CancellationReason {
  if (!isValidation(error) || isOfWholeRequest(error.message)) throw error
  return { Code: 'ValidationError', Message: error.message }
}

/** @throws AwsError ValidationException */
export function checkDistinct(items: readonly Located[]): void {
  if (new Set(items.map(itemNameOf)).size === items.length) return
  throw validation('Transaction request cannot include multiple operations on one item')
}

const none: CancellationReason = { Code: 'None' }

function conditionReason(action: Action, { old }: Found): CancellationReason {
  const isWanted = action.onFailure === 'ALL_OLD' && old !== undefined
  return {
    Code: 'ConditionalCheckFailed',
    ...(isWanted && { Item: old.attributes }),
    Message: 'The conditional request failed',
  }
}

/** AWS: an empty key is a fault of the request, unlike all else that an item can be at fault for. */
function isOfWholeRequest(message: string): boolean {
  return message.startsWith('One or more parameter values are not valid.')
}

function checkSize(tried: readonly Tried[]): void {
  let bytes = 0
  for (const { found, result } of tried) {
    bytes += Math.min(itemSizeBytesMax, result?.size ?? found.old?.size ?? 0)
  }
  if (bytes > transactionBytesMax) throw transactionTooLarge()
}
