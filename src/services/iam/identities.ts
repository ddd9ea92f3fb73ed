/** Who is behind a long-lived access key. */
import { accountOfAccessKeyId } from '../../kernel/access-key.ts'
import { type Caller, rootOf } from '../../kernel/caller.ts'
import type { Identities, KeyFinding } from '../../ports/identities.ts'
import { entityArn } from './arns.ts'
import type { ReadingOf } from './directory.ts'
import type { AccessKey, IamReading, User } from './state.ts'

const revoked: KeyFinding = { kind: 'revoked' }

/** A finding, and what it was made of: entities never change, new ones take their places. */
interface Found {
  readonly key: AccessKey
  readonly user: User | undefined
  readonly finding: KeyFinding
}

/** Findings that are remembered. */
const foundMax = 1_000

/** Finds users by their keys; to be asked for `AKIA…` ids of Kasane's own form. */
export function userIdentities(readingOf: ReadingOf): Identities {
  const found = new Map<string, Found>()
  return {
    find(accessKeyId, _token, partition = 'aws') {
      const account = accountOfAccessKeyId(accessKeyId)
      if (account === undefined) return revoked
      const reading = readingOf(account, partition)
      const key = reading.state.accessKeys.get(accessKeyId)
      if (!key) return revoked
      const user = key.userId === account ? undefined : reading.state.users.get(key.userId)
      const known = found.get(accessKeyId)
      if (known?.key === key && known.user === user) return known.finding
      const finding = findingOf(reading, { key, user, account })
      if (found.size >= foundMax) found.clear()
      found.set(accessKeyId, { key, user, finding })
      return finding
    },
  }
}

function findingOf(
  reading: IamReading,
  { key, user, account }: { key: AccessKey; user: User | undefined; account: string },
): KeyFinding {
  const status = key.status === 'Active' ? 'active' : 'inactive'
  if (user) {
    return { kind: 'known', secret: key.secret, caller: userCaller(reading, user, key.id), status }
  }
  if (key.userId !== account) return revoked
  const caller = rootOf(account, reading.place.partition, key.id)
  return { kind: 'known', secret: key.secret, caller, status }
}

function userCaller({ place }: IamReading, user: User, accessKeyId: string): Caller {
  const tags = user.tags.map(({ key, value }) => [`aws:PrincipalTag/${key}`, value] as const)
  return {
    kind: 'user',
    account: place.account,
    arn: entityArn(place, 'user', user),
    userId: user.id,
    accessKeyId,
    ...(tags.length > 0 && { context: Object.fromEntries(tags) }),
  }
}
