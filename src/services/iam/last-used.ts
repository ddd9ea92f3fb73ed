/**
 * When keys, roles and services were used last. AWS is minutes late with it; here at most one write a
 * minute and entity keeps it cheap.
 */
import type { Caller } from '../../kernel/caller.ts'
import type { IamChange, IamReading, IamState } from './state.ts'

export interface Use {
  readonly caller: Caller
  /** As IAM's actions begin: `sqs`. */
  readonly namespace: string
  readonly region: string
}

const betweenWritesMs = 60_000

/** Whether a use is worth a write; asked before each, so that nearly all cost three reads. */
export function isUseDue(reading: IamReading, { caller, namespace }: Use): boolean {
  const entityId = entityIdOf(caller)
  if (entityId === undefined) return false
  const { state, clock } = reading
  const dueMs = clock.now() - betweenWritesMs
  const used = state.serviceUses.get(entityId, namespace)
  return used === undefined || used.atMs <= dueMs || isKeyDue(reading, caller, dueMs)
}

export function noteUse({ state, clock }: IamChange, { caller, namespace, region }: Use): void {
  const atMs = clock.now()
  const entityId = entityIdOf(caller)
  if (entityId === undefined) return
  state.serviceUses.put({ entityId, namespace, atMs, region })
  const role = caller.kind === 'role' ? state.roles.get(entityId) : undefined
  if (role) state.roles.put({ ...role, lastUsed: { atMs, region } })
  const key =
    caller.accessKeyId === undefined ? caller.accessKeyId : state.accessKeys.get(caller.accessKeyId)
  if (key) state.accessKeys.put({ ...key, lastUsed: { atMs, region, service: namespace } })
}

/** Of a user or a role that is deleted: its id comes never again. */
export function forgetUses({ serviceUses }: IamState, entityId: string): void {
  const uses = [...serviceUses.range({ prefix: [entityId] })]
  for (const { namespace } of uses) serviceUses.delete(entityId, namespace)
}

/** `undefined`: root users and services have no last use. */
function entityIdOf({ kind, userId, session }: Caller): string | undefined {
  if (kind !== 'user' && kind !== 'role') return undefined
  return session?.behindId ?? userId
}

function isKeyDue({ state }: IamReading, { accessKeyId = '' }: Caller, dueMs: number): boolean {
  const key = state.accessKeys.get(accessKeyId)
  return key !== undefined && (key.lastUsed === undefined || key.lastUsed.atMs <= dueMs)
}
