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
  const known = new Map(keys.map((key) => [key.id, key]))
  return {
    find(id, _token, partition) {
      const key = known.get(id)
      if (key) return findingOf(key, partition)
      return isOwnAccessKeyId(id) ? revoked : foreign
    },
  }
}

const revoked: KeyFinding = { kind: 'revoked' }
const foreign: KeyFinding = { kind: 'foreign' }

/** Such a key acts in whatever partition it signs for. */
function findingOf({ id, secret, account }: AccessKey, partition?: string): KeyFinding {
  const owner = account ?? accountOfAccessKeyId(id) ?? '000000000000'
  return { kind: 'known', secret, caller: rootOf(owner, partition, id), status: 'active' }
}
