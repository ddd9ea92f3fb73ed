/**
 * Transactions of writes, alike as TransactWriteItems and as PartiQL's ExecuteTransaction. AWS: in two
 * phases; between them its items are held, and who else would write them is refused.
 * https://www.usenix.org/conference/atc23/presentation/idziorek
 */
import type { Consumption } from './capacity.ts'
import { findItem } from './items.ts'
import { meterRead } from './metering.ts'
import type { ReadingAhead } from './page-in-turns.ts'
import type { DynamodbChange } from './state.ts'
import { requireUsableTable } from './table.ts'
import {
  checkDistinct,
  type HeldAction,
  type KnownAction,
  requireUnits,
  tryActions,
  validationReason,
} from './transaction.ts'
import { tokenReused, transactionInProgress } from './transaction-errors.ts'
import { type Holder, type Located, locksOf, toldHolder } from './transaction-locks.ts'
import { isReplay, remember, type TokenedRequest } from './transaction-token.ts'
import { carryOut, placeOfWrite } from './writes.ts'

/** A transaction that may have come to hold its items. */
export interface Begun {
  readonly holder: Holder
  readonly actions: readonly HeldAction[]
  /** It was carried out before. */
  readonly isReplay: boolean
  /** Lets its items go. */
  end(): void
}

/**
 * The first phase: holds the items, and gives others a turn; where another transaction holds one of
 * them, holds nothing and doesn't wait.
 * @returns what `finish` goes on with; throws what planning threw, so that `run` refuses the call
 */
export async function begin(
  call: ReadingAhead<object>,
  asked: Pick<Holder, 'operation' | 'tokened'>,
  plan: () => readonly KnownAction[],
): Promise<() => Begun> {
  let begun: Begun | undefined
  try {
    const held = hold(call, { ...asked, requestId: call.request.requestId }, plan())
    begun = held
    if (!held.isReplay && !isInConflict(held.actions)) await call.othersTurn()
    return () => held
  } catch (error) {
    begun?.end()
    return () => {
      throw error
    }
  }
}

/**
 * The second one: carries the actions out, or answers a request that is sent again.
 * @returns what each action has consumed
 * @throws AwsError TransactionCanceledException, ResourceNotFoundException
 */
export function finish(
  call: DynamodbChange,
  { holder, actions, isReplay: replays, end }: Begun,
): readonly Consumption[] {
  try {
    // Others may have changed a table meanwhile.
    const known = actions.map((one) => ({ ...one, table: requireUsableTable(call, one.given) }))
    if (replays) return readAgain(call, holder, known)
    const consumed = carryOutAll(call, holder, known)
    remember(call, holder.tokened)
    return consumed
  } finally {
    end()
  }
}

/** @throws AwsError as planning, IdempotentParameterMismatchException, TransactionInProgressException */
function hold(call: ReadingAhead<object>, holder: Holder, actions: readonly KnownAction[]): Begun {
  const locks = locksOf(call)
  const located = actions.map(locate)
  const items = located.flatMap((item) => item ?? [])
  checkDistinct(items)
  const { tokened } = holder
  if (isReplay(call, tokened)) {
    const unheld = actions.map((action) => ({ ...action, heldBy: undefined }))
    return { holder, actions: unheld, isReplay: true, end() {} }
  }
  if (tokened) refuseWhileInProgress(tokened, locks.holderOfToken(tokened.token))
  const held = actions.map((action, at) => {
    const item = located[at]
    return { ...action, heldBy: item && locks.holderOf(item) }
  })
  const end = isInConflict(held) ? () => {} : locks.hold(holder, items)
  return { holder, actions: held, isReplay: false, end }
}

/** `undefined`: its key doesn't fit its table, which is found when the action is tried. */
function locate({ table, write }: KnownAction): Located | undefined {
  try {
    return { table, place: placeOfWrite(table, write) }
  } catch (error) {
    validationReason(error)
    return undefined
  }
}

/** Our judgement: a token for another request is told of first, since asking again won't mend it. */
function refuseWhileInProgress(
  { token, digest }: TokenedRequest,
  holder: Holder | undefined,
): void {
  if (!holder) return
  if (holder.tokened?.digest !== digest) throw tokenReused(token)
  throw transactionInProgress(token, toldHolder(holder))
}

function isInConflict(actions: readonly HeldAction[]): boolean {
  return actions.some(({ heldBy }) => heldBy !== undefined)
}

/** AWS: a request that is sent again is answered by reading its items. */
function readAgain(
  call: DynamodbChange,
  { operation }: Holder,
  actions: readonly KnownAction[],
): readonly Consumption[] {
  const read = actions.map(({ write, table }) => {
    const place = placeOfWrite(table, write)
    return meterRead(table, place, findItem(call.state, table, place), 'transactional')
  })
  requireUnits(call, operation, read)
  return read
}

/** @throws AwsError as `tryActions` */
function carryOutAll(
  call: DynamodbChange,
  { operation }: Holder,
  actions: readonly HeldAction[],
): readonly Consumption[] {
  const tried = tryActions(call, operation, actions)
  for (const [at, { found, result }] of tried.entries()) {
    if (actions[at]?.write.kind !== 'check') carryOut(call, found, result)
  }
  return tried.map(({ consumption }) => consumption)
}
