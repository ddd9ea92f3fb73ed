/**
 * Writes on their way to the other regions of a global table: each item that was written is told, as
 * it is by then, with the version of its last write; the receiver keeps the later one.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
 */
import type { Series } from '../../../kernel/metrics.ts'
import type { JobDefinition } from '../../../kernel/service.ts'
import { writeAttributes } from '../attribute-json.ts'
import { findItem } from '../items.ts'
import { itemKeyOf, itemsAfter, workInTurn } from '../piecework.ts'
import type { DynamodbChange, Item, state, Table } from '../state.ts'
import { changesPerMessageMax, itemsPerTurnMax, messageBytesMax } from './limits.ts'
import { type Change, tell } from './messages.ts'
import { enqueue, type Errand, keyOf, versionOf } from './noting.ts'
import { type Outgoing, partsOf, type Version } from './replica-state.ts'

type Job = JobDefinition<typeof state>

/** Tells a region a piece of what it must be told. */
export const replicate: Job = {
  run(call) {
    const { key, state, at, clock } = call
    const { table: name, region } = call.data as Errand
    const table = state.tables.get(name)
    const replica = table?.replicas?.find((one) => one.region === region)
    if (!table || !replica || keyOf(table.id, region) !== key) return
    const changes = takeChanges(call, table, region)
    if (changes.length > 0) {
      tell(call, name, region, { kind: 'changes', changes })
      at(clock.now(), 'replicate', key, call.data)
    } else if (replica.status === 'CREATING' && !replica.isSeeding) {
      tell(call, name, region, { kind: 'ready' })
    }
  },
}

/** Notes all that a table holds for a new region, a piece at a time. */
export const seed: Job = {
  run(call) {
    const { key, state, at, clock } = call
    const errand = call.data as Errand
    const table = state.tables.get(errand.table)
    if (!table || keyOf(table.id, errand.region) !== key) return
    const { after, region } = errand
    const { last, isWhole } = workInTurn<Item>(call, {
      max: itemsPerTurnMax,
      read: (reached, limit) => itemsAfter(state, table.id, reached ?? after, limit),
      work: (item) => enqueue(call, table, region, item),
    })
    if (last && !isWhole) {
      return at(clock.now(), 'seed', key, { ...errand, after: itemKeyOf(last) })
    }
    const replicas = table.replicas?.map((one) => {
      const { isSeeding: _, ...rest } = one
      return one.region === region ? rest : one
    })
    state.tables.put({ ...table, ...(replicas && { replicas }) })
    at(clock.now(), 'replicate', key, { table: table.name, region })
  },
}

/** Forgets versions and errands of a table that has no replicas any more, a piece at a time. */
export const forgetReplication: Job = {
  run({ key, state, at, clock }) {
    const span = { prefix: [key], limit: itemsPerTurnMax }
    const versions = [...state.versions.range(span)]
    for (const { partition, sort } of versions) {
      state.versions.delete(key, partition, ...partsOf(sort))
    }
    const outgoing = [...state.outgoing.range(span)]
    for (const { region, partition, sort } of outgoing) {
      state.outgoing.delete(key, region, partition, ...partsOf(sort))
    }
    if (Math.max(versions.length, outgoing.length) === itemsPerTurnMax) {
      at(clock.now(), 'forgetReplication', key)
    }
  },
}

function takeChanges(call: DynamodbChange, table: Table, region: string): readonly Change[] {
  const { state } = call
  const span = { prefix: [table.id, region], limit: changesPerMessageMax }
  const changes: Change[] = []
  const latency = latencyOf(call, table, region)
  let bytes = 0
  for (const outgoing of [...state.outgoing.range(span)]) {
    if (bytes > messageBytesMax) break
    const change = changeOf(call, table, outgoing)
    bytes += change.key.length + (change.item?.length ?? 0)
    changes.push(change)
    const { atMs } = change.version
    if (atMs !== beforeAll.atMs) latency.add(call.clock.now() - atMs)
    state.outgoing.delete(table.id, region, outgoing.partition, ...partsOf(outgoing.sort))
  }
  return changes
}

function changeOf(call: DynamodbChange, table: Table, { key, ...place }: Outgoing): Change {
  const item = findItem(call.state, table, place)
  const { atMs, number, region } = versionOf(call, table, place) ?? beforeAll
  return {
    key,
    ...(item && { item: item.json ?? writeAttributes(item.attributes) }),
    version: { atMs, number, region },
  }
}

/**
 * AWS: from an item's being written to its being there in the other region.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_monitoring.html
 */
function latencyOf({ metrics }: DynamodbChange, { name }: Table, region: string): Series {
  return metrics.series({
    namespace: 'AWS/DynamoDB',
    name: 'ReplicationLatency',
    unit: 'Milliseconds',
    dimensions: { TableName: name, ReceivingRegion: region },
  })
}

/** Of items that were written before their table had replicas. */
const beforeAll: Version = { atMs: 0, number: 0, region: '' }
