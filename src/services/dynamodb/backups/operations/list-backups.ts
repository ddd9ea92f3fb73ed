import { ListBackups, type ListBackupsInput } from '../../../../generated/dynamodb.ts'
import { tableArn, tableNameOf } from '../../arns.ts'
import { invalidValues } from '../../errors.ts'
import { dynamodbOperation } from '../../operation.ts'
import { requestRates } from '../../request-rates.ts'
import type { DynamodbReading } from '../../state.ts'
import { backupArn, describeDetails, readBackupArn } from '../backup.ts'
import type { Backup } from '../backup-state.ts'

const pageMax = 100

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListBackups.html */
export const listBackups = dynamodbOperation(ListBackups, {
  resource: () => '*',
  rates: [requestRates.ListBackups],

  run(call) {
    const { input, place } = call
    const { TimeRangeLowerBound: lower, TimeRangeUpperBound: upper } = input
    if (lower && upper && lower > upper) {
      throw invalidValues('Time range lower bound must be less than or equal to upper bound')
    }
    const limit = input.Limit ?? pageMax
    const found: Backup[] = []
    for (const backup of backupsFrom(call, input)) {
      if (isWanted(backup, input)) found.push(backup)
      if (found.length > limit) break
    }
    const page = found.slice(0, limit)
    const last = page.at(-1)
    return {
      BackupSummaries: page.map((backup) => summaryOf(call, backup)),
      ...(found.length > limit && last && { LastEvaluatedBackupArn: backupArn(place, last) }),
    }
  },
})

/** Of one table or of all, the oldest first; behind the place of the ARN, whether it is there or not. */
function backupsFrom({ state, place }: DynamodbReading, input: ListBackupsInput): Iterable<Backup> {
  const { TableName: given, ExclusiveStartBackupArn: start } = input
  const from = start === undefined ? undefined : readBackupArn(start)
  if (given === undefined) {
    return state.backups.index('age').range(from && { after: [from.id, from.table] })
  }
  const prefix = [tableNameOf(place, given)]
  return state.backups.range({ prefix, ...(from && { after: [from.id] }) })
}

/** AWS: those of users where nothing else is asked for; the upper bound isn't part of the range. */
function isWanted({ type, createdAtMs }: Backup, input: ListBackupsInput): boolean {
  const { BackupType: wanted = 'USER' } = input
  if (wanted !== 'ALL' && wanted !== type) return false
  const { TimeRangeLowerBound: lower, TimeRangeUpperBound: upper } = input
  if (lower && createdAtMs < lower.getTime()) return false
  return !upper || createdAtMs < upper.getTime()
}

function summaryOf(call: DynamodbReading, backup: Backup) {
  const { table } = backup
  return {
    TableName: table.name,
    TableId: table.id,
    TableArn: tableArn(call.place, table.name),
    ...describeDetails(call, backup),
  }
}
