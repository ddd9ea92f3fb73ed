/**
 * How many units tables and indexes may have: each for itself, and all provisioned ones of an
 * account together. AWS words them in two ways, for units that are provisioned and for bounds.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
 */
import { LimitExceededException } from '../../../generated/dynamodb.ts'
import { type AwsError, awsError } from '../../../kernel/errors.ts'
import type { Quota } from '../../../kernel/limits.ts'
import type { Kind } from '../capacity.ts'
import { accountReadUnits, accountWriteUnits, tableReadUnits, tableWriteUnits } from '../limits.ts'
import type { DynamodbReading, Table, Throughput } from '../state.ts'
import { reservedUnits, unitsOf } from '../table-counts.ts'
import { limitExceeded } from '../table-errors.ts'

const quotas = {
  read: { table: tableReadUnits, account: accountReadUnits },
  write: { table: tableWriteUnits, account: accountWriteUnits },
} as const

const members = { read: 'ReadCapacityUnits', write: 'WriteCapacityUnits' } as const
const fields = { read: 'readUnits', write: 'writeUnits' } as const
export const kinds: readonly Kind[] = ['read', 'write']

/**
 * Of a table that is made or changed, with its indexes as they will be.
 * @param before the table as it is; absent: it is new
 * @throws AwsError LimitExceededException
 */
export function checkUnits(
  call: DynamodbReading,
  next: Pick<Table, 'throughput' | 'indexes'>,
  before?: Table,
): void {
  for (const kind of kinds) {
    checkOne(call, kind, next.throughput, undefined)
    for (const { name, throughput } of next.indexes) checkOne(call, kind, throughput, name)
    checkAccount(call, kind, next, before)
  }
}

/**
 * Of a bound that on-demand mode is given, or of what a table is to be warm for.
 * @param what as AWS begins to say it: `MaxReadRequestUnits for OnDemandThroughput for table`
 * @throws AwsError LimitExceededException
 */
export function checkBound(
  { limits, place }: DynamodbReading,
  kind: Kind,
  { units, what }: { readonly units: number; readonly what: string },
): void {
  const quota = quotas[kind].table
  const max = limits.valueOf(quota)
  if (units <= max) return
  throw limitExceeded(
    `Requested ${what} exceeds TableMax${members[kind]} of the account in region ${place.region}`,
    factsOf(quota, max, units),
  )
}

function checkOne(
  { limits, place }: DynamodbReading,
  kind: Kind,
  throughput: Throughput | undefined,
  index: string | undefined,
): void {
  const units = throughput?.[fields[kind]] ?? 0
  const quota = quotas[kind].table
  const max = limits.valueOf(quota)
  if (units <= max) return
  const [of, per] = index === undefined ? ['', 'table'] : [` for index ${index}`, 'index']
  throw aboveLimit(
    `The requested ${members[kind]}${of}, ${units}, is above the per ${per} maximum for the ` +
      `account in ${place.region}. Per ${per} maximum: ${max}.`,
    factsOf(quota, max, units),
  )
}

/** AWS: what is reserved by all tables and indexes that are provisioned, the new units with it. */
function checkAccount(
  { limits, place, state }: DynamodbReading,
  kind: Kind,
  next: Pick<Table, 'throughput' | 'indexes'>,
  before: Table | undefined,
): void {
  const requested = unitsOf(next, kind) - (before ? unitsOf(before, kind) : 0)
  if (requested <= 0) return
  const quota = quotas[kind].account
  const max = limits.valueOf(quota)
  const reserved = reservedUnits(state, kind)
  if (reserved + requested <= max) return
  throw aboveLimit(
    `This request would have caused the ${members[kind]} limit to be exceeded for the account in ` +
      `${place.region}. Current ${members[kind]} reserved by the account: ${reserved}. ` +
      `Limit: ${max}. Requested: ${requested}.`,
    { ...factsOf(quota, max, reserved + requested), used: reserved },
  )
}

function factsOf({ name, code }: Quota, limit: number, value: number) {
  return { quota: name, ...(code !== undefined && { code }), limit, value }
}

function aboveLimit(reason: string, facts: Readonly<Record<string, unknown>>): AwsError {
  return awsError(
    LimitExceededException,
    `${reason} Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.`,
    { why: { kind: 'quota', ...facts } },
  )
}
