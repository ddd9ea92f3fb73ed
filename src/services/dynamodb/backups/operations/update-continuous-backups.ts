import {
  DescribeContinuousBackups,
  UpdateContinuousBackups,
} from '../../../../generated/dynamodb.ts'
import { arnOf } from '../../arns.ts'
import { dynamodbOperation } from '../../operation.ts'
import { requestRates } from '../../request-rates.ts'
import type { Table } from '../../state.ts'
import { requireBackedUp, requireBackupable } from '../backup-table.ts'
import { keepHistory } from '../copies.ts'
import { invalidRequest } from '../errors.ts'
import { describeRecovery, recoveryFrom } from '../recovery.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContinuousBackups.html */
export const updateContinuousBackups = dynamodbOperation(UpdateContinuousBackups, {
  resource: ({ TableName }, place) => arnOf(place, TableName),

  run(call) {
    const { input, clock } = call
    const { PointInTimeRecoverySpecification: given } = input
    const { PointInTimeRecoveryEnabled: isEnabled, RecoveryPeriodInDays: days } = given
    if (!isEnabled && days !== undefined) {
      throw invalidRequest(
        'Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery.',
      )
    }
    const { recovery: old, ...table }: Table = requireBackupable(call, input.TableName)
    const recovery = isEnabled ? recoveryFrom(old, clock.now(), days) : undefined
    const changed = keepHistory(call, { ...table, ...(recovery && { recovery }) })
    return { ContinuousBackupsDescription: describeRecovery(call, changed) }
  },
})

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContinuousBackups.html */
export const describeContinuousBackups = dynamodbOperation(DescribeContinuousBackups, {
  resource: ({ TableName }, place) => arnOf(place, TableName),
  rates: [requestRates.DescribeContinuousBackups],

  run(call) {
    const table = requireBackedUp(call, call.input.TableName)
    return { ContinuousBackupsDescription: describeRecovery(call, table) }
  },
})
