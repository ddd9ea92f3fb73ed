/** Throttling as AWS tells it: which limits ran dry, and what may be said of them. */
import {
  ProvisionedThroughputExceededException,
  RequestLimitExceeded,
  ThrottlingException,
  type BatchStatementErrorCodeEnum,
} from '../../../generated/dynamodb.ts'
import { type AwsError, awsError } from '../../../kernel/errors.ts'
import type { Kind } from '../capacity.ts'
import { isOfGlobalIndex, resourceOf, type Throttling } from './refused.ts'
import { causeOf } from './throttling-cause.ts'

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
export function reasonsOf({ call, refused }: Throttling): readonly ThrottlingReason[] {
  const reasons = new Map<string, ThrottlingReason>()
  for (const one of refused) {
    const { demand, limit } = one
    const what = isOfGlobalIndex(one) ? 'Index' : 'Table'
    const reason = what + capitalised(demand.kind) + limit.type
    const resource = resourceOf(call.place, one)
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
