/**
 * Restores: the table that is made, and what may be otherwise than it was.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Backup-and-Restore.html
 */
import type {
  BillingMode,
  GlobalSecondaryIndex,
  LocalSecondaryIndex,
  OnDemandThroughput,
  ProvisionedThroughput,
  SSESpecification,
  VectorIndex,
} from '../../../generated/dynamodb.ts'
import type { ResourceCheck } from '../../../kernel/authorisation.ts'
import { NotEmulated } from '../../../kernel/errors.ts'
import { readEncryption } from '../encryption.ts'
import { indexDefinitionOf } from '../index-definition.ts'
import { tablesPerRegion } from '../limits.ts'
import type { DynamodbChange, DynamodbReading, Index, Table } from '../state.ts'
import { describeKeys, describeProjection } from '../table-description.ts'
import { tooManyTables } from '../table-errors.ts'
import { maximaOf, noThroughput, throughputOf } from '../table-settings.ts'
import { restoresMax } from './backup-limits.ts'
import type { Restoration } from './backup-state.ts'
import { invalidRequest, targetBeingRestored, targetExists, tooManyRestores } from './errors.ts'

export interface Overrides {
  readonly BillingModeOverride?: BillingMode
  readonly GlobalSecondaryIndexOverride?: readonly GlobalSecondaryIndex[]
  readonly LocalSecondaryIndexOverride?: readonly LocalSecondaryIndex[]
  readonly ProvisionedThroughputOverride?: ProvisionedThroughput
  readonly OnDemandThroughputOverride?: OnDemandThroughput
  readonly SSESpecificationOverride?: SSESpecification
  readonly VectorIndexOverride?: readonly VectorIndex[]
}

/**
 * What restoring asks of the caller besides the call itself.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/backuprestore_IAM.html
 */
export function dataChecks(target: string): readonly ResourceCheck[] {
  return ['BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'].map(
    (name) => ({ action: `dynamodb:${name}`, resource: target }),
  )
}

/**
 * AWS: a source of another region asks for a key of this one.
 * @throws AwsError ValidationException, NotEmulated
 */
export function checkRegion(region: string, { place }: DynamodbReading, given: Overrides): void {
  if (region === place.region) return
  if (!given.SSESpecificationOverride) {
    throw invalidRequest('sseSpecificationOverride must be provided for cross-region restores')
  }
  throw new NotEmulated('restores of tables from other regions')
}

/** @throws AwsError TableAlreadyExistsException, TableInUseException, LimitExceededException */
export function checkTargetIsFree({ state, limits }: DynamodbReading, name: string): void {
  const known = state.tables.get(name)
  if (known?.restoration) {
    const { backupArn, sourceTableArn } = known.restoration
    throw targetBeingRestored(name, backupArn ?? sourceTableArn)
  }
  if (known) throw targetExists(name)
  let restores = 0
  for (const { restoration } of state.tables.range()) if (restoration) restores++
  if (restores >= restoresMax) throw tooManyRestores()
  const max = limits.valueOf(tablesPerRegion)
  const used = state.tables.count()
  if (used >= max) throw tooManyTables(max, used)
}

/**
 * The table that the items will be copied to; it is written by the caller.
 * @throws AwsError ValidationException
 */
export function restoredTable(
  { place, clock, newId }: DynamodbChange,
  source: Table,
  given: Overrides & { readonly TargetTableName: string },
  restoration: Restoration,
): Table {
  if (given.VectorIndexOverride?.length) throw new NotEmulated('vector indexes')
  const billing = billingOf(source, given)
  const keyArn = given.SSESpecificationOverride
    ? readEncryption(place, given.SSESpecificationOverride)
    : source.encryption?.keyArn
  const nowMs = clock.now()
  return {
    name: given.TargetTableName,
    id: newId(),
    createdAtMs: nowMs,
    status: 'CREATING',
    keys: source.keys,
    indexes: indexesOf(source, given, billing).map((index) => ({
      ...indexDefinitionOf(index),
      id: newId(),
      status: 'CREATING',
    })),
    ...billing,
    ...(billing.billingMode === 'PAY_PER_REQUEST' && { onDemandSinceMs: nowMs }),
    isProtected: false,
    ...(keyArn !== undefined && { encryption: { keyArn, changesMs: [] } }),
    tags: {},
    restoration,
    counted: { atMs: nowMs, items: 0, bytes: 0, indexes: {} },
  }
}

type Billing = Pick<Table, 'billingMode' | 'throughput' | 'maxima'>

function billingOf(source: Table, given: Overrides): Billing {
  const { BillingModeOverride: mode, ProvisionedThroughputOverride: throughput } = given
  const { OnDemandThroughputOverride: onDemand } = given
  const billingMode = mode ?? source.billingMode
  if (billingMode === 'PAY_PER_REQUEST') {
    if (throughput) {
      throw invalidRequest(
        'Cannot override ProvisionedThroughput unless BillingMode is PROVISIONED',
      )
    }
    const maxima = onDemand ? maximaOf(onDemand) : source.maxima
    return { billingMode, throughput: noThroughput, ...(maxima && { maxima }) }
  }
  if (mode === 'PROVISIONED' && !throughput) {
    throw invalidRequest(
      'Must override ProvisionedThroughput if BillingMode is overridden to PROVISIONED',
    )
  }
  // By analogy with the other way round.
  if (onDemand) {
    throw invalidRequest('Cannot override OnDemandThroughput unless BillingMode is PAY_PER_REQUEST')
  }
  const { readUnits, writeUnits } = throughput ? throughputOf(throughput) : source.throughput
  return { billingMode, throughput: { readUnits, writeUnits } }
}

/** AWS: left out, all come back; a list names those that do, `[]` none. */
function indexesOf(source: Table, given: Overrides, billing: Billing): readonly Index[] {
  const ofKind = (kind: Index['kind']) => source.indexes.filter((index) => index.kind === kind)
  const local = given.LocalSecondaryIndexOverride?.map((one) => matching(ofKind('local'), one))
  const global = given.GlobalSecondaryIndexOverride?.map((one) => {
    const index = matching(ofKind('global'), one)
    const throughput = one.ProvisionedThroughput
    return throughput ? { ...index, throughput: throughputOf(throughput) } : index
  })
  const indexes = [...(local ?? ofKind('local')), ...(global ?? ofKind('global'))]
  return indexes.map((index) => withBilling(index, billing))
}

function withBilling(index: Index, { billingMode, throughput: ofTable }: Billing): Index {
  if (index.kind === 'local') return index
  if (billingMode === 'PAY_PER_REQUEST') return { ...index, throughput: noThroughput }
  // An index of an on-demand table has none of its own; AWS doesn't say what it gets.
  const { readUnits, writeUnits } = index.throughput?.readUnits ? index.throughput : ofTable
  return { ...index, throughput: { readUnits, writeUnits } }
}

/** AWS: an index may be called otherwise, but must be one that was there. */
function matching(
  indexes: readonly Index[],
  { IndexName: name, KeySchema, Projection }: LocalSecondaryIndex,
): Index {
  const wanted = shapeOf({ KeySchema, Projection })
  const index = indexes.find(
    (one) =>
      shapeOf({ KeySchema: describeKeys(one.keys), Projection: describeProjection(one) }) ===
      wanted,
  )
  if (index) return { ...index, name }
  throw invalidRequest(
    `Index ${name} does not match a secondary index that existed in the source table and cannot ` +
      'be created during the restore operation',
  )
}

function shapeOf({ KeySchema, Projection }: Pick<LocalSecondaryIndex, 'KeySchema' | 'Projection'>) {
  return JSON.stringify([
    KeySchema.map(({ AttributeName: name, KeyType: type }) => [name, type]),
    Projection.ProjectionType,
    [...(Projection.NonKeyAttributes ?? [])].sort(),
  ])
}
