/**
 * How often an account may call the control plane of DynamoDB in a region. AWS has codes at Service
 * Quotas for none of these, and moves none of them.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-api
 * Those of tags and backups stand in the API reference, with each operation.
 */
import type { CreateTableInput, PutResourcePolicyInput } from '../../generated/dynamodb.ts'
import type { CallRate } from '../../kernel/call-rates.ts'
import { quota } from '../../kernel/limits.ts'
import { rateExceeded, tooManyTableRequests } from './table-errors.ts'

const source =
  'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-api'
const reference = 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference'

interface Entry {
  readonly value: number
  readonly source?: string
}

function quotaOf(name: string, entry: Entry) {
  return quota({ service: 'dynamodb', name, unit: 'None', adjustable: false, source, ...entry })
}

function requests(operation: string, value: number): CallRate {
  return { quota: quotaOf(`Rate of ${operation} requests`, { value }), refuse: rateExceeded }
}

/** As the operation's own page says. */
function referred(operation: string, value: number): CallRate {
  const entry = { value, source: `${reference}/API_${operation}.html` }
  return { quota: quotaOf(`Rate of ${operation} requests`, entry), refuse: rateExceeded }
}

export const requestRates = {
  CreateBackup: referred('CreateBackup', 50),
  DeleteBackup: referred('DeleteBackup', 10),
  DeleteResourcePolicy: requests('DeleteResourcePolicy', 50),
  DescribeBackup: referred('DescribeBackup', 10),
  DescribeContinuousBackups: referred('DescribeContinuousBackups', 10),
  DescribeContributorInsights: requests('DescribeContributorInsights', 5),
  /** AWS: errors are to be expected of more than one a minute. */
  DescribeLimits: { ...requests('DescribeLimits', 1), per: 'minute' },
  DescribeTimeToLive: requests('DescribeTimeToLive', 10),
  GetResourcePolicy: requests('GetResourcePolicy', 100),
  ListBackups: referred('ListBackups', 5),
  ListContributorInsights: requests('ListContributorInsights', 5),
  ListTagsOfResource: referred('ListTagsOfResource', 10),
  PutResourcePolicy: requests('PutResourcePolicy', 25),
  RestoreTableFromBackup: referred('RestoreTableFromBackup', 10),
  RestoreTableToPointInTime: referred('RestoreTableToPointInTime', 10),
  TagResource: referred('TagResource', 5),
  UntagResource: referred('UntagResource', 5),
  UpdateContributorInsights: requests('UpdateContributorInsights', 5),
} as const satisfies Readonly<Record<string, CallRate>>

/** Of CreateTable, UpdateTable, DeleteTable, PutResourcePolicy and DeleteResourcePolicy together. */
export const mutatingRate: CallRate = {
  quota: quotaOf('Rate of mutating control plane requests', { value: 2_500 }),
  refuse: tooManyTableRequests,
}

/** AWS: each KB of a resource's policy counts as two requests more. */
export const policyRate: CallRate<Partial<PutResourcePolicyInput>> = {
  ...mutatingRate,
  counts: ({ Policy: policy }) => 1 + policyRequests(policy),
}
export const tableCreationRate: CallRate<CreateTableInput> = {
  ...mutatingRate,
  counts: ({ ResourcePolicy: policy }) => 1 + policyRequests(policy),
}

function policyRequests(policy: unknown): number {
  return typeof policy === 'string' ? 2 * Math.ceil(Buffer.byteLength(policy) / 1_024) : 0
}

/** Of DescribeTable, ListTables and GetResourcePolicy together. */
export const readingRate: CallRate = {
  quota: quotaOf('Rate of read-only control plane requests', { value: 2_500 }),
  refuse: tooManyTableRequests,
}

export const rateQuotas = [...Object.values(requestRates), mutatingRate, readingRate].map(
  (rate) => rate.quota,
)
