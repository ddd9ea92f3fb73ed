import { DeleteBackup, DescribeBackup } from '../../../../generated/dynamodb.ts'
import { resourceIn } from '../../arns.ts'
import { dynamodbOperation } from '../../operation.ts'
import { deleteBackup as remove, describeBackup as describe, requireBackup } from '../backup.ts'
import { requestRates } from '../../request-rates.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeBackup.html */
export const describeBackup = dynamodbOperation(DescribeBackup, {
  resource: ({ BackupArn: arn }, place) => resourceIn(place, arn),
  rates: [requestRates.DescribeBackup],

  run(call) {
    const { BackupArn: arn } = call.input
    return { BackupDescription: describe(call, requireBackup(call, arn), arn) }
  },
})

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteBackup.html */
export const deleteBackup = dynamodbOperation(DeleteBackup, {
  resource: ({ BackupArn: arn }, place) => resourceIn(place, arn),
  rates: [requestRates.DeleteBackup],

  run(call) {
    const { BackupArn: arn } = call.input
    const backup = requireBackup(call, arn)
    const { BackupDetails: details, ...rest } = describe(call, backup, arn)
    remove(call, backup, arn)
    if (!details) return { BackupDescription: rest }
    return {
      BackupDescription: {
        BackupDetails: { ...details, BackupStatus: 'DELETED' as const },
        ...rest,
      },
    }
  },
})
