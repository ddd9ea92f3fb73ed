import { CreateTable, type CreateTableInput } from '../../../generated/dynamodb.ts'
import { NotEmulated } from '../../../kernel/errors.ts'
import { arnOf, tableNameOf } from '../arns.ts'
import { readEncryption } from '../encryption.ts'
import { globalIndexesPerTable, tablesPerRegion } from '../limits.ts'
import { dynamodbOperation } from '../operation.ts'
import { tableCreationRate } from '../request-rates.ts'
import type { DynamodbChange, Index, Table } from '../state.ts'
import { readNewPolicy } from '../resource-policies/resource-policy.ts'
import { readNewStream } from '../streams/stream-specification.ts'
import { startStream } from '../streams/stream.ts'
import { stillInUse, tableBeingCreated, tableExists, tooManyTables } from '../table-errors.ts'
import { describeNewTable } from '../table-description.ts'
import { readSchema } from '../table-schema.ts'
import { checkBilling, checkIndexBilling, throughputOf } from '../table-settings.ts'
import { activeFromMs } from '../table-times.ts'
import { readTags } from '../tags.ts'
import { checkUnits } from '../throughput/capacity-limits.ts'
import { newMaxima } from '../throughput/maxima.ts'
import { checkSimultaneous } from '../throughput/simultaneous.ts'
import { newWarmth } from '../throughput/warmth.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html */
export const createTable = dynamodbOperation(CreateTable, {
  resource({ TableName: name, Tags: tags, ResourcePolicy: policy }, place) {
    const resource = arnOf(place, name)
    return [
      { resource },
      ...(tags ? [{ action: 'dynamodb:TagResource', resource }] : []),
      ...(policy === undefined ? [] : [{ action: 'dynamodb:PutResourcePolicy', resource }]),
    ]
  },
  rates: [tableCreationRate],

  run(call) {
    const { input, state, limits, durations, clock, newId, at, place } = call
    refuseUnknown(input)
    checkBilling(input)
    const { keys, indexes } = readSchema(input, limits.valueOf(globalIndexesPerTable))
    checkIndexBilling(input)
    const units = unitsOf(call, input)
    const made = indexes.map((index) => ({ ...index, id: newId(), ...indexUnits(call, index) }))
    const nowMs = clock.now()
    const viewType = readNewStream(input.StreamSpecification)
    const tags = readTags(input.Tags ?? [])
    const keyArn = readEncryption(place, input.SSESpecification)
    const policy = readNewPolicy(call, input.ResourcePolicy)
    const name = tableNameOf(place, input.TableName)
    const known = state.tables.get(name)
    if (known?.restoration) throw stillInUse(`Table is being used: ${name}`, name)
    if (known?.status === 'CREATING') throw tableBeingCreated(name)
    if (known) throw tableExists(name)
    const max = limits.valueOf(tablesPerRegion)
    const used = state.tables.count()
    if (used >= max) throw tooManyTables(max, used)
    checkSimultaneous(call)
    const billingMode = input.BillingMode ?? 'PROVISIONED'
    const plain: Table = {
      name,
      id: newId(),
      createdAtMs: nowMs,
      status: 'CREATING',
      keys,
      indexes: made,
      billingMode,
      ...(billingMode === 'PAY_PER_REQUEST' && { onDemandSinceMs: nowMs }),
      ...units,
      isProtected: input.DeletionProtectionEnabled ?? false,
      ...(input.TableClass && { tableClass: input.TableClass }),
      tags,
      ...(keyArn !== undefined && { encryption: { keyArn, changesMs: [] } }),
      ...(policy && { policy }),
      counted: { atMs: nowMs, items: 0, bytes: 0, indexes: {} },
    }
    checkUnits(call, plain)
    const table = viewType ? { ...plain, stream: startStream(call, plain, viewType) } : plain
    state.tables.put(table)
    at(activeFromMs(durations, table), 'settle', table.id, name)
    return { TableDescription: describeNewTable(place, table) }
  },
})

function refuseUnknown(input: CreateTableInput): void {
  if (input.VectorIndexes) throw new NotEmulated('vector indexes')
  if (input.GlobalTableSourceArn !== undefined) throw new NotEmulated('global tables')
}

type Creating = DynamodbChange & { readonly input: CreateTableInput }

type Units = Pick<
  CreateTableInput,
  'ProvisionedThroughput' | 'OnDemandThroughput' | 'WarmThroughput'
>

function indexUnits(call: Creating, { name, kind }: Omit<Index, 'id'>) {
  if (kind === 'local') return {}
  const given = call.input.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === name)
  return unitsOf(call, given ?? {}, name)
}

/** Of the table, or of an index. */
function unitsOf(call: Creating, given: Units, index?: string) {
  const mode = call.input.BillingMode ?? 'PROVISIONED'
  const { OnDemandThroughput: bounds, WarmThroughput: warmth } = given
  const throughput = throughputOf(given.ProvisionedThroughput)
  const maxima = bounds && newMaxima(call, { given: bounds, mode, index })
  return {
    throughput,
    ...(maxima && { maxima }),
    ...(warmth && { warm: newWarmth(call, { throughput }, { given: warmth, mode, index }) }),
  }
}
