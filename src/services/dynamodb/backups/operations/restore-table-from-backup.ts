import { RestoreTableFromBackup } from '../../../../generated/dynamodb.ts'
import { arnOf, resourceIn, tableArn } from '../../arns.ts'
import { dynamodbOperation } from '../../operation.ts'
import { requestRates } from '../../request-rates.ts'
import { describeNewTable } from '../../table-description.ts'
import { isBeingRestored, readBackupArn, requireBackup } from '../backup.ts'
import { copyBackup } from '../copies.ts'
import { backupRestoredElsewhere } from '../errors.ts'
import { checkRegion, checkTargetIsFree, dataChecks, restoredTable } from '../restore.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableFromBackup.html */
export const restoreTableFromBackup = dynamodbOperation(RestoreTableFromBackup, {
  resource({ BackupArn: arn, TargetTableName: name }, place) {
    const target = arnOf(place, name)
    return [{ resource: resourceIn(place, arn) }, { resource: target }, ...dataChecks(target)]
  },
  rates: [requestRates.RestoreTableFromBackup],

  run(call) {
    const { input, state, place } = call
    const { BackupArn: arn, TargetTableName: name } = input
    checkRegion(readBackupArn(arn).region, call, input)
    const backup = requireBackup(call, arn)
    checkTargetIsFree(call, name)
    if (isBeingRestored(call, backup)) throw backupRestoredElsewhere(arn)
    const table = restoredTable(call, backup.table, input, {
      sourceTableArn: tableArn(place, backup.table.name),
      backupArn: arn,
      atMs: backup.createdAtMs,
    })
    state.tables.put(table)
    copyBackup(call, { source: backup.space, target: table.id, restores: name })
    return { TableDescription: describeNewTable(place, table) }
  },
})
