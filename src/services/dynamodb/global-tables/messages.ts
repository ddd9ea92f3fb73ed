/** What members of a global table tell each other. */
import type { UpdateTableInput } from '../../../generated/dynamodb.ts'
import type { IndexDefinition } from '../index-definition.ts'
import type { DynamodbChange, Table } from '../state.ts'
import { tableArn } from '../arns.ts'
import { noRetry, retry } from './limits.ts'
import type { Replica, Version } from './replica-state.ts'

export type Message =
  /** To a region that is to have the table. */
  | { readonly kind: 'join'; readonly table: Definition; readonly members: readonly Member[] }
  /** All items are on their way. */
  | { readonly kind: 'ready' }
  /** To a region that is to have it no longer. */
  | { readonly kind: 'leave' }
  | { readonly kind: 'changes'; readonly changes: readonly Change[] }
  /** To all others: what has become of one. */
  | { readonly kind: 'member'; readonly member: Member }
  | { readonly kind: 'timeToLive'; readonly attribute?: string }
  /** What UpdateTable was told, as far as it holds for all replicas. */
  | { readonly kind: 'update'; readonly input: UpdateTableInput }

export interface Member {
  readonly region: string
  readonly status: Replica['status'] | 'GONE'
}

/** An item as it is by now; without `item` it was deleted. */
export interface Change {
  /** Attributes, as JSON. */
  readonly key: string
  readonly item?: string
  readonly version: Version
}

/** Of the table what all its replicas share. */
export type Definition = Pick<
  Table,
  'keys' | 'billingMode' | 'throughput' | 'maxima' | 'timeToLive'
> & {
  readonly indexes: readonly IndexDefinition[]
  readonly tableClass?: string
  readonly hasKey: boolean
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables-security.html */
export const principal = 'replication.dynamodb.amazonaws.com'

/** Where a table takes what its replicas tell it. */
export function inboxArn(place: DynamodbChange['place'], table: string): string {
  return `${tableArn(place, table)}/replica`
}

/**
 * AWS replicates by a service-linked role that every account has, so that no user's policy is
 * needed: who tells is DynamoDB, of the same account.
 */
export function inboxPolicy(account: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Service: principal },
      Action: 'dynamodb:*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceAccount': account } },
    },
  })
}

export function tell(
  { place, deliver }: DynamodbChange,
  table: string,
  region: string,
  message: Message,
  more: { readonly isFinal?: boolean; readonly job?: string; readonly data?: unknown } = {},
): void {
  const { isFinal = false, job, data } = more
  deliver({
    arn: inboxArn({ ...place, region }, table),
    body: JSON.stringify(message),
    source: tableArn(place, table),
    as: principal,
    retry: isFinal ? noRetry : retry,
    ...(job !== undefined && { tell: { job, data } }),
  })
}

/** Tells all other members what has become of this one. */
export function tellOthers(
  call: DynamodbChange,
  { name, replicas = [] }: Table,
  status: Member['status'],
): void {
  const member = { region: call.place.region, status }
  for (const { region } of replicas) tell(call, name, region, { kind: 'member', member })
}
