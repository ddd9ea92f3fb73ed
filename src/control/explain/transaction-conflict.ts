/** Conflicts with transactions of DynamoDB that are under way. */
import type { Cause } from '../../kernel/errors.ts'
import { advice, type Cure, type Explainer } from './explanation.ts'
import { type Key, shownKey } from './shown-key.ts'

/** The request that holds an item. */
export interface HeldBy {
  readonly requestId: string
  readonly operation: string
}

/** Of the write of one item. */
interface Conflict extends Cause {
  readonly conflict: true
  readonly table: string
  readonly key: Key
  readonly heldBy: HeldBy
}

export function isConflict(why: Cause): why is Conflict {
  return why['conflict'] === true
}

export const explainConflict: Explainer<Conflict> = (_incident, { table, key, heldBy }) => ({
  why: [`The item ${shownKey(key)} of table ${table} was ${heldLine(heldBy)}.`],
  cure: conflictCures,
})

/** The same request, sent again while its transaction is under way. */
interface InProgress extends Cause {
  readonly inProgress: true
  readonly token: string
  readonly heldBy: HeldBy
}

export function isInProgress(why: Cause): why is InProgress {
  return why['inProgress'] === true
}

export const explainInProgress: Explainer<InProgress> = (_incident, { token, heldBy }) => ({
  why: [
    `The token ${token} is that of the ${heldBy.operation} request ${heldBy.requestId}, which was not over yet.`,
  ],
  cure: [
    advice('Send the same request again: once the first one is over, its answer is yours, too.'),
    advice('Another transaction needs another ClientRequestToken.'),
  ],
})

/** `held by the TransactWriteItems request 4F…, which was not over yet` */
export function heldLine({ operation, requestId }: HeldBy): string {
  return `held by the ${operation} request ${requestId}, which was not over yet`
}

export const conflictCures: readonly Cure[] = [
  advice(
    'Send it again after a short wait that differs from client to client: nothing of it was written. The AWS SDKs do not send transactions again by themselves.',
  ),
  advice(
    'Where this happens often, have transactions share fewer items: change an item by itself where nothing else depends on it, and split one that all of them count up.',
  ),
]
