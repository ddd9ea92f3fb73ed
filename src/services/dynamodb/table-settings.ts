/** Billing mode and throughput of a table that is made. */
import type {
  BillingMode,
  GlobalSecondaryIndex,
  OnDemandThroughput,
  ProvisionedThroughput,
} from '../../generated/dynamodb.ts'
import { invalidValues } from './errors.ts'
import type { OnDemandMaxima, Throughput } from './state.ts'
import { checkTableClass } from './table-class.ts'

export interface GivenBilling {
  readonly BillingMode?: BillingMode
  readonly ProvisionedThroughput?: ProvisionedThroughput
  readonly GlobalSecondaryIndexes?: readonly GlobalSecondaryIndex[]
  readonly TableClass?: string
}

export const noThroughput: Throughput = { readUnits: 0, writeUnits: 0 }

/** @throws AwsError ValidationException */
export function checkBilling(given: GivenBilling): void {
  const { ProvisionedThroughput: throughput, TableClass: tableClass } = given
  const isOnDemand = given.BillingMode === 'PAY_PER_REQUEST'
  if (isOnDemand && throughput) {
    throw invalidValues(
      'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
    )
  }
  if (!isOnDemand && !throughput) {
    throw invalidValues(
      'ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
    )
  }
  if (tableClass !== undefined) checkTableClass(tableClass)
}

/** @throws AwsError ValidationException */
export function checkIndexBilling({ BillingMode: mode, ...given }: GivenBilling): void {
  for (const index of given.GlobalSecondaryIndexes ?? []) {
    const { IndexName: name, ProvisionedThroughput: throughput } = index
    if (mode === 'PAY_PER_REQUEST' && throughput) {
      throw invalidValues(
        `ProvisionedThroughput should not be specified for index: ${name} when BillingMode is PAY_PER_REQUEST`,
      )
    }
    if (mode !== 'PAY_PER_REQUEST' && !throughput) {
      throw invalidValues(`ProvisionedThroughput is not specified for index: ${name}`)
    }
  }
}

export function throughputOf(given: ProvisionedThroughput | undefined): Throughput {
  if (!given) return noThroughput
  return { readUnits: given.ReadCapacityUnits, writeUnits: given.WriteCapacityUnits }
}

/** -1 lifts a bound. */
export function maximaOf(given: OnDemandThroughput | undefined): OnDemandMaxima | undefined {
  const { MaxReadRequestUnits: read = -1, MaxWriteRequestUnits: write = -1 } = given ?? {}
  if (read < 0 && write < 0) return undefined
  return { ...(read >= 0 && { readUnits: read }), ...(write >= 0 && { writeUnits: write }) }
}
