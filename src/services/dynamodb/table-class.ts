/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.TableClasses.html */
import { validation } from './errors.ts'
import { tableClassChangesMax, tableClassWindowMs } from './limits.ts'
import type { Table } from './state.ts'
import { limitExceeded } from './table-errors.ts'

/** @throws AwsError ValidationException */
export function checkTableClass(tableClass: string): void {
  if (tableClass === 'STANDARD' || tableClass === 'STANDARD_INFREQUENT_ACCESS') return
  throw validation(
    'Invalid table-class parameter provided. Please try again with a valid table-class value: ' +
      '[STANDARD, STANDARD_INFREQUENT_ACCESS].',
  )
}

/**
 * When the class was changed, this change included. AWS: the class that a table has already is no
 * change, but is refused as one when there may be none.
 * @throws AwsError LimitExceededException
 */
export function classChanges(table: Table, next: string, nowMs: number): readonly number[] {
  const { tableClass: old = 'STANDARD', tableClassChangesMs = [] } = table
  const recent = tableClassChangesMs.filter((atMs) => nowMs < atMs + tableClassWindowMs)
  if (recent.length >= tableClassChangesMax) {
    throw limitExceeded('Updates to TableClass are limited to 2 times in 30 day(s).', {
      limit: tableClassChangesMax,
      value: recent.length,
    })
  }
  return next === old ? recent : [...recent, nowMs]
}
