/** The access keys that a cloud is started with: root of their account, signatures verified. */
import { accountOfAccessKeyId, isOwnAccessKeyId } from '../kernel/access-key.ts'
import { rootOf } from '../kernel/caller.ts'
import type { Identities, KeyFinding } from '../ports/identities.ts'

export interface AccessKey {
  readonly id: string
  readonly secret: string
  /** Absent: the one in the id, when it is of AWS's form, else 000000000000. */
  readonly account?: string
}

export function configuredKeys(keys: readonly AccessKey[]): Identities {
  const known = new Map(keys.map((key) => [key.id, findingOf(key)]))
  return {
    find: (id) => known.get(id) ?? (isOwnAccessKeyId(id) ? revoked : foreign),
  }
}

const revoked: KeyFinding = { kind: 'revoked' }
const foreign: KeyFinding = { kind: 'foreign' }

function findingOf({ id, secret, account }: AccessKey): KeyFinding {
  const owner = account ?? accountOfAccessKeyId(id) ?? '000000000000'
  return { kind: 'known', secret, caller: rootOf(owner, 'aws', id), status: 'active' }
}
