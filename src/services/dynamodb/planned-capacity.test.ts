/** What `kasane plan dynamodb` says a load takes, and what DynamoDB then consumes: the same. */
import { expect, it } from 'vitest'
import type { Consistency } from '../../planner/capacity-units.ts'
import { planTable } from '../../planner/table-capacity.ts'
import {
  globalIndex,
  provisioned,
  S,
  throughputWorld,
} from './throughput/testing/throughput-world.ts'

interface Load {
  readonly consistency: Consistency
  /** Of an item, whose index entry has all of it. */
  readonly bytes: number
  /** The entry moves to another key with each write. */
  readonly changesKey: boolean
}

const consistencies: readonly Consistency[] = ['eventual', 'strong', 'transactional']
const sizes = [100, 1_024, 1_025, 4_096, 4_097, 10_000, 409_600]
const loads: readonly Load[] = consistencies.flatMap((consistency) =>
  sizes.flatMap((bytes) => [false, true].map((changesKey) => ({ consistency, bytes, changesKey }))),
)

it.each(loads)('$consistency, $bytes bytes, key changes: $changesKey', async (load) => {
  const { consistency, bytes, changesKey } = load
  const plan = planTable({
    writesPerSecond: 1,
    readsPerSecond: 1,
    itemSizeBytes: bytes,
    consistency,
    indexes: [{ name: 'byG', entrySizeBytes: bytes, changesKey, readsPerSecond: 1 }],
  })
  const live = await consumedBy(load)
  const [byG] = plan.indexes
  expect(live.write).toEqual({ table: plan.writeUnitsPerItem, index: byG?.writeUnits })
  expect(live.read.table).toBe(plan.readUnitsPerItem)
  // A plan is of whole units.
  expect(Math.ceil(live.query.index)).toBe(byG?.readUnits)
})

/** The second write of an item, and a read of it, from the table and from the index. */
async function consumedBy({ consistency, bytes, changesKey }: Load) {
  const { call, advance } = await throughputWorld({
    ...provisioned(10_000, 10_000),
    ...globalIndex(provisioned(10_000, 10_000)),
  })
  const isTransaction = consistency === 'transactional'
  const TableName = 'orders'
  const write = (g: string, v: string) => {
    const rest = bytes - ['pk', 'a', 'g', g, 'v'].join('').length
    const one = { TableName, Item: { pk: S('a'), g: S(g), v: S(v.repeat(rest)) } }
    return isTransaction
      ? call('TransactWriteItems', { TransactItems: [{ Put: one }], ...told })
      : call('PutItem', { ...one, ...told })
  }
  const read = { TableName, Key: { pk: S('a') } }
  await write('x', 'a')
  // No second lets two of the largest into one key range.
  await advance(1_000)
  return {
    write: unitsIn(await write(changesKey ? 'y' : 'x', 'b')),
    read: unitsIn(
      isTransaction
        ? await call('TransactGetItems', { TransactItems: [{ Get: read }], ...told })
        : await call('GetItem', { ...read, ConsistentRead: consistency === 'strong', ...told }),
    ),
    query: unitsIn(
      await call('Query', {
        TableName,
        IndexName: 'byG',
        KeyConditionExpression: 'g = :g',
        ExpressionAttributeValues: { ':g': S(changesKey ? 'y' : 'x') },
        ...told,
      }),
    ),
  }
}

const told = { ReturnConsumedCapacity: 'INDEXES' }

interface Told {
  readonly Table: { readonly CapacityUnits: number }
  readonly GlobalSecondaryIndexes?: { readonly byG: { readonly CapacityUnits: number } }
}

function unitsIn({ ConsumedCapacity: consumed }: Record<string, unknown>) {
  const [one] = [consumed as Told | readonly Told[]].flat()
  return {
    table: one?.Table.CapacityUnits ?? 0,
    index: one?.GlobalSecondaryIndexes?.byG.CapacityUnits ?? 0,
  }
}
