/**
 * The policies of tables and streams; an index is under its table's.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/access-control-resource-based.html
 */
import type { Arn } from '../../../kernel/arn.ts'
import type { Caller } from '../../../kernel/caller.ts'
import { callerPrincipal } from '../../../policy/caller-principal.ts'
import { compilePolicy } from '../../../policy/compiled-policy.ts'
import { evaluate } from '../../../policy/evaluate.ts'
import { invalidValues } from '../errors.ts'
import { inboxPolicy } from '../global-tables/messages.ts'
import { policyChangeMs, policyChange } from '../limits.ts'
import type { DynamodbReading, ResourcePolicy, Table } from '../state.ts'
import { stillInUse, tableBeingDeleted, tableNotFound } from '../table-errors.ts'
import { readPolicy } from './document.ts'
import { isReadable } from '../streams/stream.ts'
import { lockedOut, otherAccount, policyChangedTooSoon, streamNotFound } from './errors.ts'

const prefix = 'table/'

/** The policy of a resource, as it is kept. */
export function policyOf(
  { resource, account }: Arn,
  { state }: DynamodbReading,
): string | undefined {
  if (!resource.startsWith(prefix)) return undefined
  const end = resource.indexOf('/', prefix.length)
  // Nearly all calls are about a table itself.
  if (end < 0) return state.tables.get(resource.slice(prefix.length))?.policy?.text
  const [part, label = ''] = resource.slice(end + 1).split('/')
  if (part === 'replica') return inboxPolicy(account)
  const name = resource.slice(prefix.length, end)
  if (part === 'index') return state.tables.get(name)?.policy?.text
  return part === 'stream' ? state.streams.get(name, label)?.policy?.text : undefined
}

/** Of a table that is about to be made. */
export function readNewPolicy(
  { place, ports, clock }: DynamodbReading,
  given: string | undefined,
): ResourcePolicy | undefined {
  if (given === undefined) return undefined
  const directory = ports.identityDirectory
  return { text: readPolicy(given, { kind: 'table', place, directory }), changedAtMs: clock.now() }
}

/** What has a policy: a table, or a stream, which outlives its table. */
export interface Target {
  readonly arn: string
  /** The table's name. */
  readonly name: string
  readonly policy: ResourcePolicy | undefined
  readonly isBeingDeleted: boolean
  /** Writes it with another policy. */
  keep(policy: ResourcePolicy): void
}

/** @throws AwsError ValidationException */
export function checkTarget({ place }: DynamodbReading, arn: string) {
  if (!arn.startsWith('arn:')) throw invalidValues(`ARNs must start with 'arn:': ${arn}`)
  const match = /^arn:([^:]*):dynamodb:([^:]*):([^:]*):table\/([^/]+)(?:\/(\w+)\/(.*))?$/.exec(arn)
  const [, partition, region, account, name = '', part, label] = match ?? []
  if (!match || !['stream', 'index', undefined].includes(part)) {
    throw invalidValues(`Provided Arn is not a DynamoDB resource arn: ${arn}`)
  }
  if (partition !== place.partition || region !== place.region) {
    throw invalidValues(`Invalid resource Arn: ${arn}`)
  }
  if (account !== place.account) throw otherAccount()
  if (part === 'index') {
    throw invalidValues(
      `Invalid resource arn provided, only table or stream is accepted. Provided resource arn: ${arn}`,
    )
  }
  return { name, ...(part === 'stream' && { label: label ?? '' }) }
}

/** AWS: while a table is being created these calls don't know it. */
export function requireTarget(call: DynamodbReading, arn: string): Target {
  const { state, clock } = call
  const { name, label } = checkTarget(call, arn)
  if (label !== undefined) {
    const stream = state.streams.get(name, label)
    if (!stream || !isReadable(stream, clock.now())) throw streamNotFound(label, name)
    const keep = (policy: ResourcePolicy) => state.streams.put({ ...stream, policy })
    return { arn, name, policy: stream.policy, isBeingDeleted: false, keep }
  }
  const table = state.tables.get(name)
  if (!table || table.status === 'CREATING') throw tableNotFound(name)
  return {
    arn,
    name,
    policy: table.policy,
    isBeingDeleted: table.status === 'DELETING',
    keep: (policy) => state.tables.put({ ...table, policy }),
  }
}

/** AWS: the instant of the change. */
export function revisionOf({ changedAtMs }: ResourcePolicy): string {
  return String(changedAtMs)
}

/**
 * AWS: for a moment a change is pending, and for 15 seconds there is no other.
 * @throws AwsError ResourceInUseException, ThrottlingException
 */
export function checkPace(call: DynamodbReading, { name, policy, isBeingDeleted }: Target): void {
  if (isBeingDeleted) throw tableBeingDeleted(name)
  const changedAtMs = policy?.changedAtMs ?? -Infinity
  if (isPending(call, changedAtMs)) {
    throw stillInUse(`Table is pending previous resource-based policy update: ${name}`, name)
  }
  const untilMs = changedAtMs + policyChangeMs
  if (call.clock.now() < untilMs) throw policyChangedTooSoon(name, untilMs)
}

/**
 * For DeleteTable.
 * @throws AwsError ResourceInUseException
 */
export function checkNoPolicyPending(call: DynamodbReading, { name, policy }: Table): void {
  if (!policy || !isPending(call, policy.changedAtMs)) return
  throw stillInUse(`Table: ${name} has a pending resource-based policy update.`, name)
}

function isPending({ clock, durations }: DynamodbReading, changedAtMs: number): boolean {
  return clock.now() < changedAtMs + durations.msOf(policyChange)
}

/**
 * AWS: the new policy is tried on its author, unless he says that he means it.
 * @throws AwsError AccessDeniedException
 */
export function checkLockout(
  { caller, place }: DynamodbReading & { readonly caller: Caller },
  text: string,
  arn: string,
): void {
  const resource = { name: arn, policy: compilePolicy(text, 'resource') }
  const { effect, deniedBy } = evaluate(
    {
      principal: callerPrincipal(caller),
      action: 'dynamodb:PutResourcePolicy',
      resource: arn,
      resourceAccount: place.account,
      context: { 'aws:RequestedRegion': place.region, ...caller.context },
    },
    { identity: [], resource },
  )
  if (effect === 'explicit-deny') throw lockedOut(deniedBy[0]?.statement.sid)
}
