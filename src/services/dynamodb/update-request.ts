/** Requests of UpdateTable: one logical change a call, checked before the table is looked at. */
import type { GlobalSecondaryIndexUpdate, UpdateTableInput } from '../../generated/dynamodb.ts'
import { NotEmulated } from '../../kernel/errors.ts'
import { invalidValues, validation } from './errors.ts'
import { checkAlone, checkReplicaUpdates } from './global-tables/replica-updates.ts'
import { checkStreamUpdate } from './streams/stream-specification.ts'
import { internalFailure, limitExceeded } from './table-errors.ts'

const countedMembers = [
  'ProvisionedThroughput',
  'BillingMode',
  'StreamSpecification',
  'GlobalSecondaryIndexUpdates',
  'SSESpecification',
  'ReplicaUpdates',
  'DeletionProtectionEnabled',
  'OnDemandThroughput',
  'WarmThroughput',
  'TableClass',
] as const

const changeable = [
  'ProvisionedThroughput',
  'BillingMode',
  'UpdateStreamEnabled',
  'GlobalSecondaryIndexUpdates',
  'SSESpecification',
  'ReplicaUpdates',
  'MultiAccountReplicaReady',
  'ReplicaTransitRoleArn',
  'MultiRegionConsistency',
  'DeletionProtectionEnabled',
  'OnDemandThroughput',
  'WarmThroughput',
]

/** @throws AwsError ValidationException, NotEmulated */
export function checkUpdate(input: UpdateTableInput): void {
  const given = countedMembers.filter((name) => isCounted(input, name))
  if (given.length === 0) throw nothingToDo(input)
  const only = (name: (typeof countedMembers)[number], what: string) => {
    if (!given.includes(name) || given.length === 1) return
    throw invalidValues(`${what} must be the only operation in the request`)
  }
  only('SSESpecification', 'Server-Side Encryption modification')
  only('TableClass', 'TableClass modification')
  only('DeletionProtectionEnabled', 'DeletionProtection modification')
  checkAlone(given)
  checkReplicaUpdates(input)
  checkEmpty(input, given)
  checkWarmth(input, given)
  checkBounds(input, given)
  refuseUnknown(input)
  checkStreamUpdate(input)
  checkActions(input)
}

export function updatesOf(input: UpdateTableInput): readonly GlobalSecondaryIndexUpdate[] {
  return input.GlobalSecondaryIndexUpdates ?? []
}

function isCounted(input: UpdateTableInput, name: (typeof countedMembers)[number]): boolean {
  const value = input[name]
  return value !== undefined && !(Array.isArray(value) && value.length === 0)
}

function checkEmpty(input: UpdateTableInput, given: readonly string[]): void {
  const [only, more] = given
  if (more !== undefined) return
  const { WarmThroughput: warm, OnDemandThroughput: onDemand } = input
  const value = only === 'WarmThroughput' ? warm : onDemand
  if (value && Object.keys(value).length === 0) throw internalFailure()
}

/** AWS: what is empty counts for nothing beside something else. */
function isFilled(value: object | undefined): boolean {
  return value !== undefined && Object.keys(value).length > 0
}

/** Indexes are warmed with their table, and one that is created is told of in words of its own. */
function checkWarmth({ WarmThroughput: warmth }: UpdateTableInput, given: readonly string[]): void {
  const others = given.filter(
    (name) => name !== 'WarmThroughput' && name !== 'GlobalSecondaryIndexUpdates',
  )
  if (!isFilled(warmth) || others.length === 0) return
  throw invalidValues('WarmThroughput must be the only operation in the request')
}

function checkBounds({ OnDemandThroughput: bounds }: UpdateTableInput, given: readonly string[]) {
  const others = given.filter((name) => name !== 'OnDemandThroughput' && name !== 'BillingMode')
  if (!isFilled(bounds) || others.length === 0) return
  throw invalidValues(
    'OnDemandThroughput can only be combined with BillingMode in an UpdateTable request',
  )
}

function checkActions(input: UpdateTableInput): void {
  if (input.GlobalSecondaryIndexUpdates?.length === 0) {
    throw invalidValues('List of GlobalSecondaryIndexUpdates is empty')
  }
  const seen = new Set<string>()
  let changes = 0
  for (const { Create: create, Delete: gone, Update: update } of updatesOf(input)) {
    const actions = [create, gone, update].filter((one) => one !== undefined)
    const [action] = actions
    if (!action) {
      throw invalidValues(
        'One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null',
      )
    }
    if (actions.length > 1) {
      throw invalidValues(
        'Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object',
      )
    }
    const { IndexName: name } = action
    const { WarmThroughput: warmth } = update ?? {}
    if (warmth && Object.keys(warmth).length === 0) {
      throw invalidValues(
        `WarmThroughput must have at least one of ReadUnitsPerSecond or WriteUnitsPerSecond specified for index: ${name}`,
      )
    }
    if (create && input.WarmThroughput) {
      throw invalidValues(
        'Create global secondary index cannot be specified when updating WarmThroughput',
      )
    }
    if (seen.has(name)) {
      throw invalidValues(
        `Only one global secondary index update per index is allowed simultaneously. Index: ${name}`,
      )
    }
    seen.add(name)
    if (!update) changes++
  }
  if (changes > 0 && input.ProvisionedThroughput) {
    throw invalidValues('You cannot create or delete index while updating table IOPS')
  }
  if (changes > 1) throw oneIndexAtATime()
}

export function oneIndexAtATime() {
  return limitExceeded('Only 1 online index can be created or deleted simultaneously per table', {
    limit: 1,
  })
}

function refuseUnknown(input: UpdateTableInput): void {
  if (input.VectorIndexUpdates) throw new NotEmulated('vector indexes')
}

/** AWS leaves out of its list what was sent and counts for nothing. */
function nothingToDo(input: UpdateTableInput) {
  const sent = new Set(Object.entries(input).flatMap(([name, value]) => (value ? [name] : [])))
  const left = changeable.filter((name) => !sent.has(name)).join(', ')
  return validation(`At least one of ${left} or TableClass is required`)
}
