/** Tables of DynamoDB that are there and are not found: not yet, or not any more. */
import type { Cause } from '../../kernel/errors.ts'
import { isoInstant } from '../iso-time.ts'
import { awsCommand, kasaneCommand } from './commands.ts'
import { advice, type Explainer } from './explanation.ts'

/** As DynamoDB tells them; `untilMs` is the earliest instant, absent where it can't be told. */
interface Hidden extends Cause {
  readonly table: string
  readonly status: 'CREATING' | 'DELETING'
  readonly restoredFrom?: string
  readonly untilMs?: number
}

export function isHiddenTable(why: Cause): why is Hidden {
  return typeof why['table'] === 'string' && typeof why['status'] === 'string'
}

export const explainHiddenTable: Explainer<Hidden> = (incident, why, surroundings) => {
  const { table, status } = why
  const aws = (...words: readonly string[]) => awsCommand(surroundings, incident, words)
  if (status === 'DELETING') {
    return {
      why: [
        `Table ${table} is being deleted (DELETING): what reads and writes items finds it no more.`,
      ],
      cure: [advice('See which tables are there:', aws('dynamodb', 'list-tables'))],
    }
  }
  const wait = ['dynamodb', 'wait', 'table-exists', '--table-name', table]
  const isOver = why.untilMs !== undefined && why.untilMs <= surroundings.nowMs
  return {
    why: [hiddenLine(why), 'AWS finds a table for items once it is ACTIVE, and not before.'],
    cure: [
      advice(
        isOver
          ? 'That time has passed: ask again. Whoever makes a table waits for it, or moves the clock on:'
          : 'The name is right: wait for the table, or move the clock on:',
        kasaneCommand(surroundings, 'clock', 'advance', '1s'),
        aws(...wait),
      ),
    ],
  }
}

function hiddenLine({ table, restoredFrom, untilMs }: Hidden): string {
  const what =
    restoredFrom === undefined ? 'was being created' : `was being restored from ${restoredFrom}`
  const until = untilMs === undefined ? '' : ` until ${isoInstant(untilMs)}`
  const least = restoredFrom !== undefined && untilMs !== undefined ? ' at least' : ''
  return `Table ${table} ${what}: it is CREATING${until}${least}.`
}
