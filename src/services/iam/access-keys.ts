/** Access keys of users, and of the account's root user. */
import { newAccessKeyId } from '../../kernel/access-key.ts'
import type { Caller } from '../../kernel/caller.ts'
import { noSuchAccessKey } from './errors.ts'
import { writeInstant } from './instants.ts'
import type { AccessKey, IamChange, IamReading, IamState } from './state.ts'
import { requireNamedOrCaller, writeRoot } from './users.ts'

/** Whose keys or signing certificates a request is about. */
export interface CredentialOwner {
  readonly id: string
  readonly name: string
}

/**
 * The user of a name, or who calls: a user, or the root user.
 * @throws AwsError NoSuchEntity; ValidationError where the caller is neither
 */
export function credentialOwner(
  reading: Pick<IamReading, 'state' | 'place'> & { readonly caller: Caller },
  name: string | undefined,
): CredentialOwner {
  const { state, caller } = reading
  if (name === undefined && caller.kind === 'root') {
    const root = writeRoot(reading)
    return { id: root.UserId, name: root.UserName }
  }
  return requireNamedOrCaller(state, name, caller)
}

export function keysOf({ accessKeys }: IamState, { id }: Pick<CredentialOwner, 'id'>): AccessKey[] {
  return [...accessKeys.index('user').range({ prefix: [id] })]
}

/** @throws AwsError NoSuchEntity */
export function requireKeyOf(
  { accessKeys }: IamState,
  owner: CredentialOwner,
  id: string,
): AccessKey {
  const key = accessKeys.get(id)
  if (key?.userId !== owner.id) throw noSuchAccessKey(id)
  return key
}

export function newAccessKey(
  { place, random, clock }: Pick<IamChange, 'place' | 'random' | 'clock'>,
  owner: CredentialOwner,
): AccessKey {
  return {
    id: newAccessKeyId('AKIA', place.account, random),
    // 40 characters.
    secret: Buffer.from(random.bytes(30)).toString('base64'),
    userId: owner.id,
    status: 'Active',
    createdAtMs: clock.now(),
  }
}

/** As lists show it: its secret is shown once, when it is made. */
export function writeKey({ id, status, createdAtMs }: AccessKey, owner: CredentialOwner) {
  return {
    UserName: owner.name,
    AccessKeyId: id,
    Status: status,
    CreateDate: writeInstant(createdAtMs),
  }
}
