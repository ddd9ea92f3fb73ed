/** Who is behind a long-lived access key. */
import { accountOfAccessKeyId } from '../../kernel/access-key.ts'
import { type Caller, rootOf } from '../../kernel/caller.ts'
import type { Identities, KeyFinding } from '../../ports/identities.ts'
import { entityArn } from './arns.ts'
import type { ReadingOf } from './directory.ts'
import type { AccessKey, IamReading, User } from './state.ts'

const revoked: KeyFinding = { kind: 'revoked' }

/** Finds users by their keys; to be asked for `AKIA…` ids of Kasane's own form. */
export function userIdentities(readingOf: ReadingOf): Identities {
  return {
    find(accessKeyId, _token, partition = 'aws') {
      const account = accountOfAccessKeyId(accessKeyId)
      if (account === undefined) return revoked
      const reading = readingOf(account, partition)
      const key = reading.state.accessKeys.get(accessKeyId)
      const caller = key && callerOf(reading, key, account)
      if (!key || !caller) return revoked
      const status = key.status === 'Active' ? 'active' : 'inactive'
      return { kind: 'known', secret: key.secret, caller, status }
    },
  }
}

function callerOf(reading: IamReading, key: AccessKey, account: string): Caller | undefined {
  if (key.userId === account) return rootOf(account, reading.place.partition, key.id)
  const user = reading.state.users.get(key.userId)
  return user && userCaller(reading, user, key.id)
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
