/** What a table does when one of its replicas tells it something. */
import type { UpdateTableInput } from '../../../generated/dynamodb.ts'
import type { DeliveryCall, JobDefinition, Reception } from '../../../kernel/service.ts'
import { readAttributeJson } from '../attribute-json.ts'
import type { Attributes } from '../attribute-value.ts'
import { readEncryption } from '../encryption.ts'
import { deleteItem, findItem, type NewItem, putItem } from '../items.ts'
import { sizeOfItem } from '../item-size.ts'
import { placeOfKey } from '../keys.ts'
import { tableDeletion } from '../limits.ts'
import { meterWrite } from '../metering.ts'
import { updatedTable } from '../operations/update-table.ts'
import type { state, Table } from '../state.ts'
import { startStream, stopStream } from '../streams/stream.ts'
import { requireChangeable } from '../table.ts'
import { tableProtected } from '../table-errors.ts'
import { charge } from '../throughput/admission.ts'
import { takenName } from './errors.ts'
import { replicaCreation } from './limits.ts'
import { type Change, type Member, type Message, tellOthers } from './messages.ts'
import type { Replica } from './replica-state.ts'
import { withdraw } from './replica-updates.ts'
import { isNewer, keepVersion, versionOf } from './noting.ts'

type Taking = DeliveryCall<typeof state>

export const reception: Reception<typeof state> = {
  action: 'dynamodb:UpdateItem',

  take(call) {
    const name = call.arn.resource.split('/')[1] ?? ''
    const message = JSON.parse(call.body) as Message
    if (message.kind === 'join') return join(call, name, message)
    const table = call.state.tables.get(name)
    // A table that is gone, or that took the name of one, has no replicas to listen to.
    if (!table?.replicas || table.status === 'DELETING') return
    switch (message.kind) {
      case 'changes':
        for (const change of message.changes) takeChange(call, table, change)
        return
      case 'member':
        return takeMember(call, table, message.member)
      case 'timeToLive':
        return takeTimeToLive(call, table, message.attribute)
      case 'update':
        return takeUpdate(call, table, message.input)
      case 'ready':
        return openSoon(call, table)
      case 'leave':
        return leave(call, table)
    }
  },
}

/** A replica has all of its items, and is there for everybody. */
export const openReplica: JobDefinition<typeof state> = {
  run(call) {
    const table = call.state.tables.get(String(call.data))
    if (table?.id !== call.key || table.status !== 'CREATING') return
    call.at(call.clock.now(), 'settle', table.id, table.name)
    tellOthers(call, table, 'ACTIVE')
  },
}

type Joining = Extract<Message, { readonly kind: 'join' }>

function join(call: Taking, name: string, { table: given, members }: Joining): void {
  const { state, clock, place, newId } = call
  if (state.tables.get(name)) throw takenName(name)
  const { hasKey, indexes, ...shared } = given
  const nowMs = clock.now()
  const keyArn = hasKey ? readEncryption(place, { Enabled: true }) : undefined
  const plain: Table = {
    ...shared,
    name,
    id: newId(),
    createdAtMs: nowMs,
    status: 'CREATING',
    onDemandSinceMs: nowMs,
    indexes: indexes.map((index) => ({ ...index, id: newId(), status: 'CREATING' as const })),
    isProtected: false,
    ...(keyArn !== undefined && { encryption: { keyArn, changesMs: [] } }),
    tags: {},
    replicas: members.flatMap(({ region, status }) =>
      status === 'GONE' ? [] : [{ region, status }],
    ),
    counted: { atMs: nowMs, items: 0, bytes: 0, indexes: {} },
  }
  state.tables.put({ ...plain, stream: startStream(call, plain, 'NEW_AND_OLD_IMAGES') })
  if (plain.timeToLive?.attribute !== undefined) {
    call.at(nowMs, 'noteExpiries', plain.id, { name })
  }
}

function takeChange(call: Taking, table: Table, { key, item, version }: Change): void {
  const place = placeOfKey(table, readAttributeJson(key))
  const known = versionOf(call, table, place)
  if (known && !isNewer(version, known)) return
  const old = findItem(call.state, table, place)
  const writing = { call, table, place, old, version }
  const next = item === undefined ? undefined : newItem(readAttributeJson(item))
  // AWS: a replicated write takes the units of each replica.
  if (next ?? old) charge(call, 'replication', meterWrite(writing, next))
  if (next) putItem(writing, next)
  else if (old) deleteItem(writing)
  else keepVersion(writing, version, true)
}

function newItem(attributes: Attributes): NewItem {
  return { attributes, size: sizeOfItem(attributes) }
}

function takeMember(call: Taking, table: Table, { region, status }: Member): void {
  if (status === 'GONE') return withdraw(call, table, region)
  const { replicas = [] } = table
  const known = replicas.find((one) => one.region === region)
  const next: Replica = { ...known, region, status }
  call.state.tables.put({
    ...table,
    replicas: known ? replicas.map((one) => (one === known ? next : one)) : [...replicas, next],
  })
}

function takeTimeToLive(call: Taking, table: Table, attribute: string | undefined): void {
  const changedAtMs = call.clock.now()
  const timeToLive = { ...(attribute !== undefined && { attribute }), changedAtMs }
  call.state.tables.put({ ...table, timeToLive })
  if (attribute === undefined) call.at(changedAtMs, 'forgetExpiries', table.id, table.name)
  else call.at(changedAtMs, 'noteExpiries', table.id, { name: table.name })
}

/** Tried again as long as the table is busy with another. */
function takeUpdate(call: Taking, table: Table, input: UpdateTableInput): void {
  requireChangeable(table)
  call.state.tables.put(updatedTable({ ...call, input }, table))
}

function openSoon(call: Taking, { id, name }: Table): void {
  call.at(call.clock.now() + call.durations.msOf(replicaCreation), 'openReplica', id, name)
}

function leave(call: Taking, table: Table): void {
  if (table.isProtected) throw tableProtected(table.name)
  stopStream(call, table)
  call.state.tables.put({ ...table, status: 'DELETING' })
  call.at(call.clock.now() + call.durations.msOf(tableDeletion), 'remove', table.id, table.name)
  tellOthers(call, table, 'DELETING')
}
