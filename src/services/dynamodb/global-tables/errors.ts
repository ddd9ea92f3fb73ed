/** What DynamoDB says of global tables. */
import {
  GlobalTableNotFoundException,
  ReplicaAlreadyExistsException,
  ResourceInUseException,
  ResourceNotFoundException,
} from '../../../generated/dynamodb.ts'
import { type AwsError, awsError } from '../../../kernel/errors.ts'
import { invalidValues, validation } from '../errors.ts'
import { regions } from './limits.ts'

export function replicaExists(table: string): AwsError {
  return validation(
    `Failed to create a the new replica of table with name: ‘${table}’ because one or more ` +
      'replicas already existed as tables.',
    { table },
  )
}

export function notAMember(region: string): AwsError {
  return validation(
    'Update global table operation failed because one or more replicas were not part of the ' +
      `global table. Please retry the request without these replicas: [${region}].`,
    { region },
  )
}

export function localRegion(): AwsError {
  return validation(
    'Cannot add or delete the local region through ReplicaUpdates. ' +
      'Use CreateTable, DeleteTable, or UpdateTable as required.',
  )
}

export function unsupportedRegion(region: string): AwsError {
  return validation(
    `Region ${region} is not supported. The latest version of global tables are only supported ` +
      `in the following regions: [${regions.join(', ')}]`,
    { region },
  )
}

export function wasSource(): AwsError {
  return validation(
    'Replica cannot be deleted because it has acted as a source region for new replica(s) being ' +
      'added to the table in the last 24 hours.',
  )
}

/** AWS says no more of members of a global table. */
export function groupBusy(table: string): AwsError {
  return awsError(
    ResourceInUseException,
    'The resource which you are attempting to change is in use.',
    { why: { kind: 'state', table } },
  )
}

export function streamNeeded(): AwsError {
  return invalidValues('Disabling Stream is not allowed for a Global Table replica.')
}

export function noGlobalTable(name: string): AwsError {
  return awsError(ResourceNotFoundException, missing(name), {
    why: { kind: 'not-found', table: name },
  })
}

/** The second quotation mark is AWS's own. */
export function noAutoScaling(table: string, at: readonly string[], member: string): AwsError {
  const replicas = at.map((region) => `'${region.toUpperCase()}'`).join(', ')
  return validation(
    `Failed to update global table with name ‘${table}‘. Replicas ${replicas} BillingMode is ` +
      "PayPerRequest. You must convert table's BillingMode to PROVISIONED to set parameters: " +
      `'${member}'.`,
    { table },
  )
}

/** Of the version of 2017. */
export function noLegacyTable(name: string): AwsError {
  return awsError(GlobalTableNotFoundException, missing(name), {
    why: { kind: 'not-found', table: name },
  })
}

export function legacyVersion(): AwsError {
  return invalidValues(
    'DynamoDB global tables version 2017.11.29 is not supported. We recommend using DynamoDB ' +
      'global tables version 2019.11.21, instead of version 2017.11.29 (Legacy).',
  )
}

/** Between regions: nobody reads it but whoever asks what became of the replica. */
export function takenName(table: string): AwsError {
  return awsError(ReplicaAlreadyExistsException, `There is a table ${table} already.`, {
    why: { kind: 'state', table },
  })
}

function missing(name: string): string {
  return `Global table with name: '${name}' does not exist.`
}
