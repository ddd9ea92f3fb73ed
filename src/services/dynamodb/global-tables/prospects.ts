/** What stands in the way of a new replica that only others can tell. */
import { DescribeScalingPolicies } from '../../../generated/application-auto-scaling.ts'
import { DescribeTable, type UpdateTableInput } from '../../../generated/dynamodb.ts'
import type { BeforeCall } from '../../../kernel/call.ts'
import { AwsError } from '../../../kernel/errors.ts'
import { tableNameOf } from '../arns.ts'
import type { state } from '../state.ts'
import { regions } from './limits.ts'

export interface Prospects {
  /** There is a table of its name in the region. */
  readonly isTaken: boolean
  /** Application Auto Scaling moves the table's write units. */
  readonly isScaled: boolean
}

export const unasked: Prospects = { isTaken: false, isScaled: false }

/** Asks as the caller, of whom AWS wants these permissions too. */
export async function prospectsOf(
  call: BeforeCall<UpdateTableInput, typeof state>,
): Promise<Prospects> {
  const { input, place, aws, caller } = call
  const region = input.ReplicaUpdates?.[0]?.Create?.RegionName
  if (region === undefined || region === place.region || !regions.includes(region)) return unasked
  const TableName = tableNameOf(place, input.TableName)
  const isTaken = await orNone(
    aws(DescribeTable, { TableName }, caller, region).then(({ Table: table }) => table),
  )
  const policies = await orNone(
    aws(
      DescribeScalingPolicies,
      { ServiceNamespace: 'dynamodb', ResourceId: `table/${TableName}` },
      caller,
    ).then(({ ScalingPolicies: found }) => found),
  )
  return {
    isTaken: isTaken !== undefined,
    isScaled:
      policies?.some((one) => one.ScalableDimension === 'dynamodb:table:WriteCapacityUnits') ??
      false,
  }
}

/** Who may not ask isn't told; the region itself refuses the replica then. */
async function orNone<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof AwsError) return undefined
    throw error
  }
}
