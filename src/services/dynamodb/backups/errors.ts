/** What DynamoDB says of backups and restores. */
import {
  BackupInUseException,
  BackupNotFoundException,
  ContinuousBackupsUnavailableException,
  InvalidRestoreTimeException,
  PointInTimeRecoveryUnavailableException,
  TableAlreadyExistsException,
  TableInUseException,
  TableNotFoundException,
} from '../../../generated/dynamodb.ts'
import { type AwsError, awsError } from '../../../kernel/errors.ts'
import { isoSeconds } from '../../../kernel/iso-seconds.ts'
import { validation } from '../errors.ts'
import { limitExceeded } from '../table-errors.ts'
import { restoresMax } from './backup-limits.ts'

/** Of the calls about backups, which have an error of their own for it. */
export function noSuchTable(table: string): AwsError {
  return awsError(TableNotFoundException, `Table not found: ${table}`, {
    why: { kind: 'not-found', table },
  })
}

export function backupsBeingEnabled(table: string, untilMs: number): AwsError {
  return awsError(
    ContinuousBackupsUnavailableException,
    `Backups are being enabled for the table: ${table}. Please retry later`,
    { why: { kind: 'state', table, untilMs } },
  )
}

export function backupNotFound(arn: string): AwsError {
  return awsError(BackupNotFoundException, `Backup not found: ${arn}`, {
    why: { kind: 'not-found', arn },
  })
}

export function invalidBackupArn(): AwsError {
  return validation('Invalid Backup ARN')
}

export function notABackupArn(arn: string): AwsError {
  return validation('BackupArn is not valid', { arn })
}

export function backupBeingRestored(arn: string): AwsError {
  return inUse(`Backup is being used to restore table: ${arn}`, arn)
}

export function backupRestoredElsewhere(arn: string): AwsError {
  return inUse(`Backup is being used to restore another table: ${arn}`, arn)
}

function inUse(message: string, arn: string): AwsError {
  return awsError(BackupInUseException, message, { why: { kind: 'state', arn } })
}

export function systemBackup(arn: string, expiresAtMs: number): AwsError {
  return invalidRequest(
    `User is not allowed to delete the system backup with arn ${arn}. ` +
      `It will automatically expire on ${new Date(expiresAtMs).toISOString()}`,
  )
}

export function invalidRequest(reason: string): AwsError {
  return validation(`Invalid Request: ${reason}`)
}

export function recoveryOff(table: string): AwsError {
  return awsError(
    PointInTimeRecoveryUnavailableException,
    `Point in time recovery is not enabled for table '${table}'`,
    { why: { kind: 'state', table } },
  )
}

export function notRestorable(
  atMs: number,
  window: { readonly earliestMs: number; readonly latestMs: number },
): AwsError {
  const shown = (ms: number) => `'${isoSeconds(ms)}'`
  return awsError(
    InvalidRestoreTimeException,
    `RestoreDateTime ${shown(atMs)} must be within EarliestRestorableDateTime ` +
      `${shown(window.earliestMs)} and LatestRestorableDateTime ${shown(window.latestMs)}`,
    { why: { kind: 'state', atMs, ...window } },
  )
}

export function targetExists(table: string): AwsError {
  return awsError(TableAlreadyExistsException, `Table already exists: ${table}`, {
    why: { kind: 'state', table },
  })
}

export function targetBeingRestored(table: string, source: string): AwsError {
  return awsError(
    TableInUseException,
    `Table: ${table} is already being restored from backup: ${source}`,
    { why: { kind: 'state', table } },
  )
}

export function tooManyRestores(): AwsError {
  return limitExceeded(`Only ${restoresMax} restore operations can be done simultaneously`, {
    limit: restoresMax,
  })
}
