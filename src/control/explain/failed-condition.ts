/** Writes of DynamoDB whose conditions are not met, alone and in transactions that others cancel. */
import type { Cause } from '../../kernel/errors.ts'
import type { Incident } from '../../kernel/incidents.ts'
import { awsCommand } from './commands.ts'
import { advice, type Cure, type Explainer, type Surroundings } from './explanation.ts'
import { type Key, shownKey } from './shown-key.ts'
import { conflictCures, type HeldBy, heldLine } from './transaction-conflict.ts'

/** As DynamoDB tells them. */
interface Failed extends Cause {
  readonly conditionFailed: true
  readonly table: string
  readonly key: Key
  readonly condition?: string
  readonly isThere: boolean
}

interface Cancelled extends Cause {
  /** How many the transaction has. */
  readonly items: number
  readonly cancelledBy: readonly CancelledBy[]
}

interface CancelledBy {
  /** From 1 on. */
  readonly item: number
  readonly code: string
  readonly message?: string
  readonly table?: string
  /** As far as it has the attributes of a key. */
  readonly key?: Key
  readonly condition?: string
  /** Of an item in conflict, unless it was written while it was read. */
  readonly heldBy?: HeldBy
}

export function isFailedCondition(why: Cause): why is Failed {
  return why['conditionFailed'] === true
}

export const explainFailedCondition: Explainer<Failed> = (incident, why, surroundings) => ({
  why: [
    `The condition of the item ${shownKey(why.key)} of table ${why.table} was not met${condition(why)}.`,
    why.isThere
      ? 'There was an item of that key.'
      : 'There was no item of that key: to a condition it is one without attributes.',
  ],
  cure: [look(incident, why, surroundings), advice(allOld)],
})

const allOld = 'Or let the error itself have the item: ReturnValuesOnConditionCheckFailure ALL_OLD.'

export function isCancelled(why: Cause): why is Cancelled {
  return Array.isArray(why['cancelledBy'])
}

export const explainCancelled: Explainer<Cancelled> = (incident, why, surroundings) => {
  const { items, cancelledBy } = why
  const seen = cancelledBy.flatMap(({ code, table, key }) =>
    code === 'ConditionalCheckFailed' && table !== undefined && key ? [{ table, key }] : [],
  )
  const [first] = seen
  const isInConflict = cancelledBy.some(({ code }) => code === conflictCode)
  const isWrong = cancelledBy.some(({ code }) => code !== conflictCode)
  const mending = first
    ? [look(incident, first, surroundings), advice(allOld)]
    : [advice('Mend what the reasons name: of a transaction all is done, or nothing.')]
  return {
    why: cancelledBy.map((one) => cancelledLine(one, items)),
    cure: [...(isWrong ? mending : []), ...(isInConflict ? conflictCures : [])],
  }
}

const conflictCode = 'TransactionConflict'

function cancelledLine(one: CancelledBy, items: number): string {
  const { item, code, message, table, key = {} } = one
  const of = table === undefined ? '' : `of table ${table}`
  const where = Object.keys(key).length > 0 ? ` (${shownKey(key)} ${of})` : of && `, ${of}`
  const reason = message === undefined ? code : `${code}, ${message}`
  const asked = code === 'ConditionalCheckFailed' ? condition(one) : ''
  return `Item ${item} of ${items}${where}: ${reason}${asked}${conflict(one)}.`
}

function conflict({ code, heldBy }: CancelledBy): string {
  if (code !== conflictCode) return ''
  return heldBy ? `: ${heldLine(heldBy)}` : ': written while this transaction read it'
}

function condition({ condition: text }: { readonly condition?: string }): string {
  return text === undefined ? '' : `: ${text}`
}

function look(
  incident: Incident,
  { table, key }: { readonly table: string; readonly key: Key },
  surroundings: Surroundings,
): Cure {
  const get = ['dynamodb', 'get-item', '--consistent-read', '--table-name', table]
  const words = [...get, '--key', JSON.stringify(key)]
  return advice('See the item as it is now:', awsCommand(surroundings, incident, words))
}
