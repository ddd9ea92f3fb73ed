/** UpdateTable: one logical change a call, checked whole before anything is written. */
import type {
  GlobalSecondaryIndexUpdate,
  ProvisionedThroughput,
  UpdateTableInput,
} from '../../generated/dynamodb.ts'
import { NotEmulated } from '../../kernel/errors.ts'
import { decreasesOnDay, judgeDecrease } from '../../planner/throughput-decreases.ts'
import { invalidValues, notFound, validation } from './errors.ts'
import type { Index, Table, Throughput } from './state.ts'
import { checkStreamUpdate } from './streams/stream-specification.ts'
import { internalFailure, limitExceeded, stillInUse } from './table-errors.ts'
import { readDefinitions, readGlobal } from './table-schema.ts'
import { throughputOf } from './table-settings.ts'

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

/** @throws AwsError ValidationException, NotEmulated */
export function checkUpdate(input: UpdateTableInput): void {
  const given = countedMembers.filter((name) => isCounted(input, name))
  if (given.length === 0) throw nothingToDo()
  const only = (name: (typeof countedMembers)[number], what: string) => {
    if (!given.includes(name) || given.length === 1) return
    throw invalidValues(`${what} must be the only operation in the request`)
  }
  only('SSESpecification', 'Server-Side Encryption modification')
  only('TableClass', 'TableClass modification')
  only('DeletionProtectionEnabled', 'DeletionProtection modification')
  checkEmpty(input, given)
  refuseUnknown(input)
  checkStreamUpdate(input)
  checkActions(input)
}

/** The throughput that is asked for, with the count of decreases that it makes. */
export function changedThroughput(
  given: ProvisionedThroughput,
  old: Throughput,
  nowMs: number,
): Throughput {
  const next = throughputOf(given)
  const isLess = next.readUnits < old.readUnits || next.writeUnits < old.writeUnits
  const isMore = next.readUnits > old.readUnits || next.writeUnits > old.writeUnits
  if (!isLess && !isMore) throw unchanged(next)
  const known = { count: old.decreases ?? 0, lastAtMs: old.decreasedAtMs }
  const kept: Throughput = { ...old, ...next, decreases: decreasesOnDay(known, nowMs) }
  const raised = isMore ? { ...kept, increasedAtMs: nowMs } : kept
  if (!isLess) return raised
  const judgement = judgeDecrease(known, nowMs)
  if (!judgement.isAllowed) throw tooManyDecreases(judgement)
  return { ...raised, decreases: judgement.after.count, decreasedAtMs: nowMs }
}

/** The indexes as the updates leave them. */
export function updatedIndexes(
  table: Table,
  input: UpdateTableInput,
  call: { readonly nowMs: number; readonly newId: () => string; readonly indexesMax: number },
): readonly Index[] {
  const indexes = [...table.indexes]
  const onDemand = (input.BillingMode ?? table.billingMode) === 'PAY_PER_REQUEST'
  for (const { Create: create, Delete: gone, Update: update } of updatesOf(input)) {
    if (create) {
      const index = createdIndex(table, input, create, call)
      const throughput = throughputForNew(create, onDemand)
      indexes.push({ ...index, throughput })
    }
    if (gone) {
      const old = requireGlobal(table, gone.IndexName)
      indexes[table.indexes.indexOf(old)] = { ...old, status: 'DELETING' }
    }
    if (update) {
      const old = requireGlobal(table, update.IndexName)
      const given = update.ProvisionedThroughput
      if (onDemand || !given) throw notForOnDemand(update.IndexName)
      const throughput = changedThroughput(
        given,
        old.throughput ?? throughputOf(undefined),
        call.nowMs,
      )
      indexes[table.indexes.indexOf(old)] = { ...old, status: 'UPDATING', throughput }
    }
  }
  return indexes
}

type Creation = NonNullable<GlobalSecondaryIndexUpdate['Create']>

function createdIndex(
  table: Table,
  input: UpdateTableInput,
  create: Creation,
  { newId, indexesMax }: { readonly newId: () => string; readonly indexesMax: number },
): Index {
  if (!input.AttributeDefinitions) {
    throw invalidValues(`AttributeDefinitions is not specified for index: ${create.IndexName}`)
  }
  if (table.indexes.some(({ name }) => name === create.IndexName)) {
    throw validation('Attempting to create an index which already exists')
  }
  if (table.indexes.filter(({ kind }) => kind === 'global').length >= indexesMax) {
    throw limitExceeded(
      `Number of global secondary indexes exceeds per-table limit of ${indexesMax}`,
      { limit: indexesMax },
    )
  }
  const known = [table.keys, ...table.indexes.map(({ keys }) => keys)]
  const attributes = known.flatMap(({ partition, sort }) => [...partition, ...sort])
  const definitions = new Map([
    ...readDefinitions(input.AttributeDefinitions),
    ...attributes.map(({ name, type }) => [name, type] as const),
  ])
  const read = readGlobal(create, definitions, new Set())
  return { ...read, id: newId(), isBackfilling: false }
}

function throughputForNew(create: Creation, isOnDemand: boolean): Throughput {
  const { IndexName: name, ProvisionedThroughput: given } = create
  if (isOnDemand && given) {
    throw invalidValues(
      `ProvisionedThroughput should not be specified for index: ${name} when BillingMode is PAY_PER_REQUEST`,
    )
  }
  if (!isOnDemand && !given) {
    throw invalidValues(`ProvisionedThroughput is not specified for index: ${name}`)
  }
  return throughputOf(given)
}

function requireGlobal(table: Table, name: string): Index {
  const index = table.indexes.find((one) => one.name === name)
  if (!index) throw notFound(`Index ${name} for table ${table.name}`, { index: name })
  if (index.kind === 'local') {
    throw validation(`Cannot delete an index that is not a GlobalSecondaryIndex: ${name}`)
  }
  if (index.status === 'DELETING') {
    throw stillInUse(`Index is being deleted. Table: ${table.name} Index: ${name}`, table.name)
  }
  if (index.status !== 'ACTIVE') {
    throw stillInUse(`Index is being updated. Table: ${table.name} Index: ${name}`, table.name)
  }
  return index
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

function checkActions(input: UpdateTableInput): void {
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
  if (input.ReplicaUpdates?.length) throw new NotEmulated('global tables')
  if (input.WarmThroughput) throw new NotEmulated('warm throughput of tables')
  if (input.VectorIndexUpdates) throw new NotEmulated('vector indexes')
}

function nothingToDo() {
  return validation(
    'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, ' +
      'GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ' +
      'ReplicaTransitRoleArn, MultiRegionConsistency, DeletionProtectionEnabled, ' +
      'OnDemandThroughput, WarmThroughput or TableClass is required',
  )
}

function notForOnDemand(name: string) {
  return invalidValues(
    `The only Updates for index: ${name} when TableThroughputMode is PAY_PER_REQUEST can be to OnDemandThroughput, WarmThroughput`,
  )
}

function unchanged({ readUnits, writeUnits }: Throughput) {
  return validation(
    'The provisioned throughput for the table will not change. The requested value equals the ' +
      `current value. Current ReadCapacityUnits provisioned for the table: ${readUnits}. ` +
      `Requested ReadCapacityUnits: ${readUnits}. ` +
      `Current WriteCapacityUnits provisioned for the table: ${writeUnits}. ` +
      `Requested WriteCapacityUnits: ${writeUnits}. ` +
      'Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.',
  )
}

function tooManyDecreases(judgement: {
  readonly decreasesToday: number
  readonly lastAtMs: number
  readonly allowedAtMs: number
}) {
  const { decreasesToday, lastAtMs, allowedAtMs } = judgement
  return limitExceeded(
    'Provisioned throughput decreases are limited within a given UTC day. After the first 4 ' +
      'decreases, each subsequent decrease in the same UTC day can be performed at most once ' +
      `every 3600 seconds. Number of decreases today: ${decreasesToday}. ` +
      `Last decrease at ${shownInstant(lastAtMs)}. ` +
      `Next decrease can be made at ${shownInstant(allowedAtMs)}`,
    { decreasesToday, lastAtMs, allowedAtMs },
  )
}

/** `Friday, October 9, 2026 at 12:21:34 AM Coordinated Universal Time` */
export function shownInstant(ms: number): string {
  const format = { timeZone: 'UTC', dateStyle: 'full', timeStyle: 'full' } as const
  return new Intl.DateTimeFormat('en-US', format).format(ms).replaceAll('\u202f', ' ')
}
