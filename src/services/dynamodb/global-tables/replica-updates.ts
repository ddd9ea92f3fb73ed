/** UpdateTable's ReplicaUpdates: regions that come and go. */
import type { ReplicationGroupUpdate, UpdateTableInput } from '../../../generated/dynamodb.ts'
import type { ResourceCheck } from '../../../kernel/authorisation.ts'
import { NotEmulated } from '../../../kernel/errors.ts'
import type { Place } from '../../../kernel/place.ts'
import type { JobDefinition } from '../../../kernel/service.ts'
import type { Told } from '../../../kernel/call.ts'
import { arnOf } from '../arns.ts'
import { invalidValues, validation } from '../errors.ts'
import { indexDefinitionOf } from '../index-definition.ts'
import type { DynamodbChange, state, Table } from '../state.ts'
import { startStream } from '../streams/stream.ts'
import {
  groupBusy,
  localRegion,
  notAMember,
  replicaExists,
  streamNeeded,
  unsupportedRegion,
  wasSource,
} from './errors.ts'
import { regions, sourceMs } from './limits.ts'
import { type Definition, tell } from './messages.ts'
import type { Prospects } from './prospects.ts'
import type { Replica } from './replica-state.ts'
import { type Errand, keyOf } from './noting.ts'

/**
 * What the caller must be allowed in the regions that come and go.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables-security.html
 */
export function replicaChecks(
  place: Place,
  table: string,
  updates: readonly ReplicationGroupUpdate[],
): readonly ResourceCheck[] {
  return updates.flatMap(({ Create: create, Delete: gone }) => {
    const region = create?.RegionName ?? gone?.RegionName ?? ''
    if (!regions.includes(region)) return []
    const resource = arnOf({ ...place, region }, table)
    return (create ? creating : deleting).map((name) => ({ action: `dynamodb:${name}`, resource }))
  })
}

const creating = [
  'CreateTable',
  'CreateTableReplica',
  'Scan',
  'Query',
  'UpdateItem',
  'PutItem',
  'GetItem',
  'DeleteItem',
  'BatchWriteItem',
]

const deleting = ['DeleteTable', 'DeleteTableReplica']

/**
 * Before the table is looked at.
 * @throws AwsError ValidationException, NotEmulated
 */
export function checkReplicaUpdates(input: UpdateTableInput): void {
  const { ReplicaUpdates: updates = [] } = input
  if (input.MultiRegionConsistency === 'STRONG' || input.GlobalTableWitnessUpdates?.length) {
    throw new NotEmulated('global tables that are strongly consistent')
  }
  if (input.GlobalTableSettingsReplicationMode !== undefined) {
    throw new NotEmulated('replication of global tables’ settings between accounts')
  }
  for (const update of updates) checkUpdate(update)
  const acting = updates.filter(({ Create: create, Delete: gone }) => create ?? gone)
  if (acting.length > 1) {
    throw validation(
      'Update table operation with more than one create or delete replica actions not allowed',
    )
  }
}

/**
 * What a member of a group can't do by itself.
 * @throws AwsError ResourceInUseException, ValidationException, NotEmulated
 */
export function checkMember({ name, replicas }: Table, input: UpdateTableInput): void {
  if (!replicas) return
  if (isBusy(replicas)) throw groupBusy(name)
  if (input.StreamSpecification?.StreamEnabled === false) throw streamNeeded()
  if (input.BillingMode === 'PROVISIONED') {
    throw new NotEmulated('global tables with provisioned throughput')
  }
  if (input.SSESpecification?.KMSMasterKeyId !== undefined) {
    throw new NotEmulated('customers’ keys of global tables')
  }
}

/** The table with a region that comes or goes. */
export function updateReplicas(
  call: DynamodbChange,
  table: Table,
  [update]: readonly ReplicationGroupUpdate[],
  prospects: Prospects,
): Table {
  const { Create: create, Delete: gone } = update ?? {}
  const region = create?.RegionName ?? gone?.RegionName ?? ''
  if (region === call.place.region) throw localRegion()
  if (!regions.includes(region)) throw unsupportedRegion(region)
  if (create) checkProspects(table, prospects)
  return create ? withReplica(call, table, region) : withoutReplica(call, table, region)
}

/**
 * For DeleteTable.
 * @throws AwsError ResourceInUseException, ValidationException
 */
export function checkMayLeave({ clock }: DynamodbChange, { name, replicas = [] }: Table): void {
  if (isBusy(replicas)) throw groupBusy(name)
  const sinceMs = clock.now() - sourceMs
  if (replicas.some(({ sourcedAtMs = -Infinity }) => sourcedAtMs > sinceMs)) throw wasSource()
}

/** A region has taken the table in, or has one of that name. */
export const joined: JobDefinition<typeof state> = {
  run(call) {
    const { data, refusal } = call.data as Told & { readonly data: Errand }
    const table = call.state.tables.get(data.table)
    if (!table) return
    if (refusal !== undefined) return withdraw(call, table, data.region)
    const member = { region: data.region, status: 'CREATING' as const }
    for (const { region } of table.replicas ?? []) {
      if (region !== data.region) tell(call, table.name, region, { kind: 'member', member })
    }
    call.at(call.clock.now(), 'seed', keyOf(table.id, data.region), data)
  },
}

/** A region was told to leave; when it refuses, it stays. */
export const left: JobDefinition<typeof state> = {
  run(call) {
    const { data, refusal } = call.data as Told & { readonly data: Errand }
    const table = call.state.tables.get(data.table)
    if (!table?.replicas || refusal === undefined) return
    const replicas = table.replicas.map((one): Replica =>
      one.region === data.region ? { ...one, status: 'ACTIVE' } : one,
    )
    call.state.tables.put({ ...table, replicas })
  },
}

/** The table without a region; without any it is as others are. */
export function withdraw(call: DynamodbChange, table: Table, region: string): void {
  const { replicas = [], ...rest } = table
  const others = replicas.filter((one) => one.region !== region)
  call.state.tables.put(others.length > 0 ? { ...rest, replicas: others } : rest)
  if (others.length === 0) call.at(call.clock.now(), 'forgetReplication', table.id)
}

function checkProspects({ name, billingMode }: Table, { isTaken, isScaled }: Prospects): void {
  if (isTaken) throw replicaExists(name)
  if (billingMode !== 'PROVISIONED') return
  if (isScaled) throw new NotEmulated('global tables with provisioned throughput')
  throw validation('Table write capacity should either be Pay-Per-Request or AutoScaled.')
}

function withReplica(call: DynamodbChange, table: Table, region: string): Table {
  const { replicas = [] } = table
  if (replicas.some((one) => one.region === region)) throw replicaExists(table.name)
  const { place, clock } = call
  const hasStream = table.stream?.viewType !== undefined
  const stream = hasStream ? table.stream : startStream(call, table, 'NEW_AND_OLD_IMAGES')
  const replica: Replica = {
    region,
    status: 'CREATING',
    isSeeding: true,
    sourcedAtMs: clock.now(),
  }
  const members = [{ region: place.region, status: 'ACTIVE' as const }, ...replicas.map(toMember)]
  const message = { kind: 'join' as const, table: definitionOf(table), members }
  const data: Errand = { table: table.name, region }
  tell(call, table.name, region, message, { isFinal: true, job: 'joined', data })
  return { ...table, ...(stream && { stream }), replicas: [...replicas, replica] }
}

function withoutReplica(call: DynamodbChange, table: Table, region: string): Table {
  const { replicas = [] } = table
  const known = replicas.find((one) => one.region === region)
  if (!known) throw notAMember(region)
  const data: Errand = { table: table.name, region }
  tell(call, table.name, region, { kind: 'leave' }, { isFinal: true, job: 'left', data })
  return {
    ...table,
    replicas: replicas.map((one) => (one === known ? { ...one, status: 'DELETING' } : one)),
  }
}

function definitionOf(table: Table): Definition {
  const { keys, indexes, billingMode, throughput, maxima, timeToLive, encryption } = table
  const { tableClass } = table
  return {
    keys,
    indexes: indexes.map(indexDefinitionOf),
    billingMode,
    throughput,
    ...(maxima && { maxima }),
    ...(timeToLive && { timeToLive }),
    ...(tableClass !== undefined && { tableClass }),
    hasKey: encryption?.keyArn !== undefined,
  }
}

function toMember({ region, status }: Replica) {
  return { region, status }
}

function isBusy(replicas: readonly Replica[]): boolean {
  return replicas.some(({ status }) => status !== 'ACTIVE')
}

function checkUpdate(update: ReplicationGroupUpdate): void {
  const { Create: create, Delete: gone, Update: changed, Disassociate: alone } = update
  const actions = [create, gone, changed, alone].filter((one) => one !== undefined)
  const [action] = actions
  if (actions.length > 1) {
    throw validation(
      'Update table operation with more than one type of replica actions not allowed.',
    )
  }
  const isEmpty = changed && Object.keys(changed).length === 1
  if (!action || isEmpty) {
    throw validation('There are no actions specified in the Replica Update Action of the request.')
  }
  if (changed ?? alone) throw new NotEmulated('settings of one replica of a global table')
  if (create && Object.keys(create).length > 1) {
    throw new NotEmulated('settings of one replica of a global table')
  }
}

/** @throws AwsError ValidationException */
export function checkAlone(given: readonly string[]): void {
  if (!given.includes('ReplicaUpdates') || given.length === 1) return
  throw invalidValues(
    'Requests that modify replicas or witnesses must not also modify other fields',
  )
}
