/** Changes of provisioned units: how they are counted, and when AWS refuses them. */
import type { ProvisionedThroughput } from '../../../generated/dynamodb.ts'
import { judgeDecrease } from '../../../planner/throughput-decreases.ts'
import { validation } from '../errors.ts'
import type { Throughput } from '../state.ts'
import { limitExceeded } from '../table-errors.ts'

/**
 * The units that are asked for, with the decrease that it may be.
 * @param index by name; absent: it is the table's
 * @throws AwsError ValidationException, LimitExceededException
 */
export function changedThroughput(
  given: ProvisionedThroughput,
  old: Throughput,
  { nowMs, index }: { readonly nowMs: number; readonly index?: string },
): Throughput {
  const next = { readUnits: given.ReadCapacityUnits, writeUnits: given.WriteCapacityUnits }
  const isLess = next.readUnits < old.readUnits || next.writeUnits < old.writeUnits
  const isMore = next.readUnits > old.readUnits || next.writeUnits > old.writeUnits
  if (!isLess && !isMore) throw unchanged(old, index)
  const raised = { ...old, ...next, ...(isMore && { increasedAtMs: nowMs }) }
  if (!isLess) return raised
  const judgement = judgeDecrease({ count: old.decreases ?? 0, lastAtMs: old.decreasedAtMs }, nowMs)
  if (!judgement.isAllowed) throw tooManyDecreases(judgement)
  return { ...raised, decreases: judgement.after.count, decreasedAtMs: nowMs }
}

/** AWS: while a change is under way the old units are told, with the instant of the new ones. */
export function stampedWith(old: Throughput, next: Throughput): Throughput {
  const { increasedAtMs, decreasedAtMs } = next
  return {
    ...old,
    ...(increasedAtMs !== undefined && { increasedAtMs }),
    ...(decreasedAtMs !== undefined && { decreasedAtMs }),
  }
}

function unchanged({ readUnits, writeUnits }: Throughput, index: string | undefined) {
  const [whole, of] =
    index === undefined ? ['the table', 'the table'] : [`the index ${index}`, `index ${index}`]
  return validation(
    `The provisioned throughput for ${whole} will not change. The requested value equals the ` +
      `current value. Current ReadCapacityUnits provisioned for ${of}: ${readUnits}. ` +
      `Requested ReadCapacityUnits: ${readUnits}. ` +
      `Current WriteCapacityUnits provisioned for ${of}: ${writeUnits}. ` +
      `Requested WriteCapacityUnits: ${writeUnits}. ` +
      'Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.',
  )
}

function tooManyDecreases(judgement: {
  readonly decreasesToday: number
  readonly lastAtMs: number
  readonly allowedAtMs: number
}) {
  const { decreasesToday, lastAtMs, allowedAtMs } = judgement
  return limitExceeded(
    'Provisioned throughput decreases are limited within a given UTC day. After the first 4 ' +
      'decreases, each subsequent decrease in the same UTC day can be performed at most once ' +
      `every 3600 seconds. Number of decreases today: ${decreasesToday}. ` +
      `Last decrease at ${shownInstant(lastAtMs)}. ` +
      `Next decrease can be made at ${shownInstant(allowedAtMs)}`,
    {
      kind: 'state',
      reason: `Provisioned units were lowered ${decreasesToday} times today: AWS lets that happen four times a day (UTC), then once an hour.`,
      lastAtMs,
      untilMs: allowedAtMs,
    },
  )
}

/** `Friday, October 9, 2026 at 12:21:34 AM Coordinated Universal Time` */
export function shownInstant(ms: number): string {
  const format = { timeZone: 'UTC', dateStyle: 'full', timeStyle: 'full' } as const
  return new Intl.DateTimeFormat('en-US', format).format(ms).replaceAll('\u202f', ' ')
}
