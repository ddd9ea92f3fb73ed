import { CreateBackup } from '../../../../generated/dynamodb.ts'
import { arnOf } from '../../arns.ts'
import { dynamodbOperation } from '../../operation.ts'
import { createBackup as create, describeDetails } from '../backup.ts'
import { requireBackupable } from '../backup-table.ts'
import { requestRates } from '../../request-rates.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateBackup.html */
export const createBackup = dynamodbOperation(CreateBackup, {
  resource: ({ TableName }, place) => arnOf(place, TableName),
  rates: [requestRates.CreateBackup],

  run(call) {
    const { input } = call
    const table = requireBackupable(call, input.TableName)
    return { BackupDetails: describeDetails(call, create(call, table, input.BackupName)) }
  },
})
