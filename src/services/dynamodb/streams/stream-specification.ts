/** What requests say of a table's stream. */
import type { StreamSpecification, UpdateTableInput } from '../../../generated/dynamodb.ts'
import { invalidValues } from '../errors.ts'
import type { DynamodbReading, Table } from '../state.ts'
import { stillInUse } from '../table-errors.ts'
import { streamOf } from './stream.ts'
import type { ViewType } from './stream-state.ts'

/**
 * Of CreateTable.
 * @throws AwsError ValidationException
 */
export function readNewStream(given: StreamSpecification | undefined): ViewType | undefined {
  if (!given) return undefined
  const { StreamEnabled: isEnabled, StreamViewType: viewType } = given
  if (isEnabled && !viewType) {
    throw invalidValues('Table is being created with a stream enabled, UpdateViewType is required')
  }
  if (!isEnabled && viewType) {
    throw invalidValues(
      'Table is being created with a stream disabled, UpdateViewType should not be specified',
    )
  }
  return viewType
}

/**
 * Of UpdateTable, before the table is looked at.
 * @throws AwsError ValidationException
 */
export function checkStreamUpdate(input: UpdateTableInput): void {
  const { StreamSpecification: given } = input
  if (!given) return
  const { StreamEnabled: isEnabled, StreamViewType: viewType } = given
  if (isEnabled && !viewType) {
    throw invalidValues('If stream is being enabled then UpdateViewType is required')
  }
  if (!isEnabled && viewType) {
    throw invalidValues('If stream is being disabled, then UpdateViewType must not be specified')
  }
  if (changesUnits(input)) {
    throw invalidValues('You cannot modify stream status while updating table IOPS')
  }
  if (input.GlobalSecondaryIndexUpdates?.some(({ Update: update }) => !update)) {
    throw invalidValues('You cannot create or delete index while changing stream status')
  }
}

/**
 * What must wait for a stream's change, and what a stream's change waits for.
 * @throws AwsError ResourceInUseException
 */
export function refuseWhileStreamChanges(
  call: DynamodbReading,
  table: Table,
  input: UpdateTableInput,
): void {
  const { name } = table
  if (table.status !== 'UPDATING') return
  const stream = streamOf(call, table)
  const operation = changeOf(stream?.status)
  if (stream && operation) {
    const about = `Table: ${name} Stream: ${stream.label} Operation: ${operation}`
    if (input.StreamSpecification) {
      throw stillInUse(`A stream status change is currently in progress. ${about}`, name)
    }
    if (changesUnits(input)) {
      throw stillInUse(
        `Can't change table IOPS when stream status is being updated. ${about}`,
        name,
      )
    }
  }
  if (input.StreamSpecification && table.coming?.throughput) {
    throw stillInUse(
      `Can't enable or disable stream while table IOPS are being updated. Table: ${name}`,
      name,
    )
  }
}

/** @throws AwsError ResourceInUseException when a table's stream is in between */
export function refuseDeletionWhileStreamChanges(call: DynamodbReading, table: Table): void {
  if (table.status !== 'UPDATING' || !changeOf(streamOf(call, table)?.status)) return
  throw stillInUse('Cannot delete table while stream is being enabled/disabled.', table.name)
}

function changeOf(status: string | undefined): 'ENABLE' | 'DISABLE' | undefined {
  if (status === 'ENABLING') return 'ENABLE'
  return status === 'DISABLING' ? 'DISABLE' : undefined
}

function changesUnits({ ProvisionedThroughput: units, BillingMode: mode }: UpdateTableInput) {
  return units !== undefined || mode === 'PROVISIONED'
}
