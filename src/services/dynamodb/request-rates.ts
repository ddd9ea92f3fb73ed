/**
 * How often an account may call the control plane of DynamoDB in a region. AWS has codes at Service
 * Quotas for none of these, and moves none of them.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-api
 * Those of tags and backups stand in the API reference, with each operation.
 */
import type { CallRate } from '../../kernel/call-rates.ts'
import { quota } from '../../kernel/limits.ts'
import { rateExceeded, tooManyTableRequests } from './table-errors.ts'

const constraints =
  'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-api'
const reference = 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference'

function quotaOf(name: string, value: number, source = constraints) {
  return quota({ service: 'dynamodb', name, value, unit: 'None', adjustable: false, source })
}

/** @param source the operation's own page, where that says it */
function rateOf(
  operation: string,
  value: number,
  source = `${reference}/API_${operation}.html`,
): CallRate {
  const name = `Rate of ${operation} requests`
  return { quota: quotaOf(name, value, source), refuse: rateExceeded }
}

export const requestRates = {
  CreateBackup: rateOf('CreateBackup', 50),
  DeleteBackup: rateOf('DeleteBackup', 10),
  DeleteResourcePolicy: rateOf('DeleteResourcePolicy', 50, constraints),
  DescribeBackup: rateOf('DescribeBackup', 10),
  DescribeContinuousBackups: rateOf('DescribeContinuousBackups', 10),
  DescribeContributorInsights: rateOf('DescribeContributorInsights', 5, constraints),
  /** AWS: errors are to be expected of more than one a minute. */
  DescribeLimits: { ...rateOf('DescribeLimits', 1, constraints), per: 'minute' },
  DescribeTimeToLive: rateOf('DescribeTimeToLive', 10, constraints),
  GetResourcePolicy: rateOf('GetResourcePolicy', 100, constraints),
  ListBackups: rateOf('ListBackups', 5),
  ListContributorInsights: rateOf('ListContributorInsights', 5, constraints),
  ListTagsOfResource: rateOf('ListTagsOfResource', 10),
  PutResourcePolicy: rateOf('PutResourcePolicy', 25, constraints),
  RestoreTableFromBackup: rateOf('RestoreTableFromBackup', 10),
  RestoreTableToPointInTime: rateOf('RestoreTableToPointInTime', 10),
  TagResource: rateOf('TagResource', 5),
  UntagResource: rateOf('UntagResource', 5),
  UpdateContributorInsights: rateOf('UpdateContributorInsights', 5, constraints),
} as const satisfies Readonly<Record<string, CallRate>>

/** Of CreateTable, UpdateTable, DeleteTable, PutResourcePolicy and DeleteResourcePolicy together. */
export const mutatingRate: CallRate = {
  quota: quotaOf('Rate of mutating control plane requests', 2_500),
  refuse: tooManyTableRequests,
}

/** AWS: each KB of a resource's policy counts as two requests more. */
function requestsWith(policy = ''): number {
  return 1 + 2 * Math.ceil(Buffer.byteLength(policy) / 1_024)
}

export const policyRate: CallRate<{ readonly Policy?: string }> = {
  ...mutatingRate,
  counts: ({ Policy: policy }) => requestsWith(policy),
}

export const tableCreationRate: CallRate<{ readonly ResourcePolicy?: string }> = {
  ...mutatingRate,
  counts: ({ ResourcePolicy: policy }) => requestsWith(policy),
}

/** Of DescribeTable, ListTables and GetResourcePolicy together. */
export const readingRate: CallRate = {
  quota: quotaOf('Rate of read-only control plane requests', 2_500),
  refuse: tooManyTableRequests,
}

export const rateQuotas = [...Object.values(requestRates), mutatingRate, readingRate].map(
  (rate) => rate.quota,
)
