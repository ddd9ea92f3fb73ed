/**
 * The most that on-demand mode may take, as the owner of a table sets it.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode-max-throughput.html
 */
import type { OnDemandThroughput } from '../../../generated/dynamodb.ts'
import { invalidValues } from '../errors.ts'
import type { DynamodbReading, OnDemandMaxima, Table } from '../state.ts'
import { checkBound } from './capacity-limits.ts'

interface Asked {
  readonly given: OnDemandThroughput
  readonly mode: Table['billingMode']
  /** By name; absent: the table. */
  readonly index?: string | undefined
}

/**
 * Of a table or index that is made.
 * @throws AwsError ValidationException, LimitExceededException
 */
export function newMaxima(call: DynamodbReading, asked: Asked): OnDemandMaxima | undefined {
  const { given, mode, index } = asked
  const member = firstOf(given)
  if (mode === 'PROVISIONED' && member) {
    const of = index === undefined ? '' : ` for index: ${index}`
    throw invalidValues(
      `${member} for OnDemandThroughput${of} cannot be specified when table BillingMode is PROVISIONED.`,
    )
  }
  checkRange(call, asked, { isNew: true })
  return changedMaxima(undefined, given)
}

/**
 * Of a table or index that is there: a member that is left out stays, -1 lifts it.
 * @throws AwsError ValidationException, LimitExceededException
 */
export function updatedMaxima(
  call: DynamodbReading,
  old: OnDemandMaxima | undefined,
  asked: Asked,
): OnDemandMaxima | undefined {
  const { given, mode, index } = asked
  const member = firstOf(given)
  if (mode === 'PROVISIONED' && member) {
    const of = index === undefined ? '' : ` for index : ${index}`
    throw invalidValues(
      `${member} for OnDemandThroughput${of} cannot be specified when the table BillingMode is PROVISIONED`,
    )
  }
  checkRange(call, asked, { isNew: false })
  return changedMaxima(old, given)
}

/** AWS: the answer to an update tells -1 for what it has lifted; later that is left out. */
export function liftedIn(given: OnDemandThroughput | undefined): OnDemandThroughput | undefined {
  const { MaxReadRequestUnits: read, MaxWriteRequestUnits: write } = given ?? {}
  if (read !== -1 && write !== -1) return undefined
  return {
    ...(read === -1 && { MaxReadRequestUnits: -1 }),
    ...(write === -1 && { MaxWriteRequestUnits: -1 }),
  }
}

function changedMaxima(
  old: OnDemandMaxima | undefined,
  { MaxReadRequestUnits: read, MaxWriteRequestUnits: write }: OnDemandThroughput,
): OnDemandMaxima | undefined {
  const readUnits = read ?? old?.readUnits ?? -1
  const writeUnits = write ?? old?.writeUnits ?? -1
  if (readUnits < 0 && writeUnits < 0) return undefined
  return { ...(readUnits > 0 && { readUnits }), ...(writeUnits > 0 && { writeUnits }) }
}

function checkRange(
  call: DynamodbReading,
  { given, index }: Asked,
  { isNew }: { readonly isNew: boolean },
): void {
  const of = `for OnDemandThroughput for ${index === undefined ? 'table' : `index : ${index}`}`
  const check = (kind: 'read' | 'write', units: number | undefined) => {
    if (units === undefined || (units === -1 && !isNew)) return
    const what = `${kind === 'read' ? 'MaxRead' : 'MaxWrite'}RequestUnits ${of}`
    if (units < 1) throw invalidValues(`Requested ${what} is outside of valid range`)
    checkBound(call, kind, { units, what })
  }
  check('read', given.MaxReadRequestUnits)
  check('write', given.MaxWriteRequestUnits)
}

function firstOf(given: OnDemandThroughput): string | undefined {
  if (given.MaxReadRequestUnits !== undefined) return 'MaxReadRequestUnits'
  return given.MaxWriteRequestUnits === undefined ? undefined : 'MaxWriteRequestUnits'
}
