/** Throttling as AWS tells it: which limits ran dry, and what may be said of them. */
import {
  ProvisionedThroughputExceededException,
  RequestLimitExceeded,
  ThrottlingException,
  type BatchStatementErrorCodeEnum,
} from '../../../generated/dynamodb.ts'
import { type AwsError, awsError, type Cause } from '../../../kernel/errors.ts'
import type { Place } from '../../../kernel/place.ts'
import { indexArn, tableArn } from '../arns.ts'
import type { Demand, Kind } from '../capacity.ts'
import type { Table } from '../state.ts'
import type { Flow } from './flow.ts'
import type { Limit } from './limit.ts'

/** A demand that a limit has refused. */
export interface Refused {
  readonly table: Table
  readonly demand: Demand
  readonly flow: Flow
  readonly limit: Limit
}

/** A request, or a part of one, that was not let through: at least one refusal. */
export interface Throttling {
  readonly place: Place
  readonly nowMs: number
  readonly refused: readonly [Refused, ...Refused[]]
}

/** ProvisionedThroughputExceededException, ThrottlingException or RequestLimitExceeded. */
export function throttlingError(throttling: Throttling): AwsError {
  const reasons = reasonsOf(throttling)
  const message = messageOf(throttling)
  const why = causeOf(throttling)
  switch (kindOf(throttling)) {
    case 'provisioned':
      return awsError(ProvisionedThroughputExceededException, message, {
        members: { ThrottlingReasons: reasons },
        why,
      })
    case 'account':
      return awsError(RequestLimitExceeded, message, {
        members: { ThrottlingReasons: reasons },
        why,
      })
    // The member's first letter is AWS's.
    default:
      return awsError(ThrottlingException, message, {
        members: { throttlingReasons: reasons },
        why,
      })
  }
}

/** As cancelled transactions and batches of statements tell it. */
export function throttlingCode(throttling: Throttling): BatchStatementErrorCodeEnum {
  const codes = {
    provisioned: 'ProvisionedThroughputExceeded',
    account: 'RequestLimitExceeded',
    'on-demand': 'ThrottlingError',
    maximum: 'ThrottlingError',
  } as const
  return codes[kindOf(throttling)]
}

export function messageOf(throttling: Throttling): string {
  const isOfIndex = isOfGlobalIndex(throttling.refused[0])
  switch (kindOf(throttling)) {
    case 'provisioned':
      return isOfIndex ? provisionedIndexMessage : provisionedTableMessage
    case 'account':
      return accountMessage
    case 'maximum':
      return maximumMessage
    default:
      return isOfIndex ? onDemandIndexMessage : onDemandTableMessage
  }
}

export interface ThrottlingReason {
  readonly reason: string
  readonly resource: string
}

/** Each once: `TableWriteProvisionedThroughputExceeded` and the table's or index's ARN. */
export function reasonsOf({ place, refused }: Throttling): readonly ThrottlingReason[] {
  const reasons = new Map<string, ThrottlingReason>()
  for (const one of refused) {
    const { demand, limit } = one
    const what = isOfGlobalIndex(one) ? 'Index' : 'Table'
    const reason = what + capitalised(demand.kind) + limit.type
    const resource = resourceOf(place, one)
    reasons.set(`${reason} ${resource}`, { reason, resource })
  }
  return [...reasons.values()]
}

function kindOf({ refused }: Throttling): 'provisioned' | 'account' | 'maximum' | 'on-demand' {
  const [{ limit, table }] = refused
  if (table.billingMode === 'PROVISIONED') return 'provisioned'
  if (limit.type === 'AccountLimitExceeded') return 'account'
  return limit.type === 'MaxOnDemandThroughputExceeded' ? 'maximum' : 'on-demand'
}

export function isOfGlobalIndex({ demand }: Pick<Refused, 'demand'>): boolean {
  return demand.index?.kind === 'global'
}

function resourceOf(place: Place, one: Refused): string {
  const { table, demand } = one
  if (!isOfGlobalIndex(one)) return tableArn(place, table.name)
  return indexArn(place, table.name, demand.index?.name ?? '')
}

function capitalised(kind: Kind): 'Read' | 'Write' {
  return kind === 'read' ? 'Read' : 'Write'
}

const provisionedTableMessage =
  'The level of configured provisioned throughput for the table was exceeded. ' +
  'Consider increasing your provisioning level with the UpdateTable API.'

const provisionedIndexMessage =
  'The level of configured provisioned throughput for one or more global secondary indexes of ' +
  'the table was exceeded. Consider increasing your provisioning level for the ' +
  'under-provisioned global secondary indexes with the UpdateTable API.'

const onDemandTableMessage =
  'Throughput exceeds the current capacity of your table or index. DynamoDB is automatically ' +
  'scaling your table or index so please try again shortly. If exceptions persist, check if ' +
  'you have a hot key: ' +
  'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html'

const onDemandIndexMessage =
  'Throughput exceeds the current capacity for one or more global secondary indexes. DynamoDB ' +
  'is automatically scaling your index so please try again shortly.'

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/throttling-diagnosing-workflow.html */
const maximumMessage =
  'Throughput exceeds the maximum OnDemandThroughput configured on table or index'

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
const accountMessage =
  'Throughput exceeds the current throughput limit for your account. To request a limit ' +
  'increase, contact AWS Support at https://aws.amazon.com/support'

function causeOf({ place, nowMs, refused }: Throttling): Cause {
  const [first] = refused
  const { table, demand, flow, limit } = first
  const { bucket, usage, drySinceMs, type } = limit
  const { index } = demand
  return {
    kind: 'throughput',
    throttled: type,
    table: table.name,
    ...(isOfGlobalIndex(first) && { index: index?.name }),
    resource: resourceOf(place, first),
    units: demand.kind,
    asked: demand.units,
    held: bucket.milliunits / 1_000,
    unitsPerSecond: bucket.unitsPerSecond,
    drySinceMs: Math.max(drySinceMs, 0) || nowMs,
    used: usage.most(),
    enough: Math.ceil(usage.askedPerSecond(nowMs)),
    keyRange: { number: flow.rangeOf(demand.partition) + 1, of: flow.partitions },
  }
}
