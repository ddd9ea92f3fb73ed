/**
 * Who calls, asked of all who know keys: those that the cloud was started with, IAM's users, STS's
 * sessions. Also what IAM tells STS, and how it hears that a key was used.
 */
import type { Kernel } from '../kernel/kernel.ts'
import { type Place, partitionOf } from '../kernel/place.ts'
import { defineService } from '../kernel/service.ts'
import type { IdentityDirectory } from '../ports/identity-directory.ts'
import type { Identities } from '../ports/identities.ts'
import { iamDirectory } from '../services/iam/directory.ts'
import { userIdentities } from '../services/iam/identities.ts'
import { isUseDue, noteUse, type Use } from '../services/iam/last-used.ts'
import { type IamChange, state as iamState } from '../services/iam/state.ts'
import { encodeMessage } from '../services/sts/encoded-message.ts'
import { sessionIdentities } from '../services/sts/identities.ts'
import { findSecret, nonceBytes, requireSecret } from '../services/sts/sealing.ts'
import { state as stsState, type StsChange } from '../services/sts/state.ts'

/**
 * The services' states alone: requests are authenticated without loading the services, and before
 * any call was made to them.
 */
const iam = defineService({ name: 'iam', scope: 'global', state: iamState, operations: [] })
const sts = defineService({ name: 'sts', scope: 'global', state: stsState, operations: [] })

export interface CloudIdentities {
  readonly identities: Identities
  /** The port of the same name. */
  readonly identityDirectory: IdentityDirectory
  /** To be told of each call that was authenticated. */
  used(use: Use): void
  /** IAM in an account. */
  iamIn(account: string, partition: string): IamChange
  /** A message that DecodeAuthorizationMessage reads in the same account. */
  encode(place: Pick<Place, 'account' | 'partition'>, message: string): string
}

/** Ids that are remembered. */
const ownMax = 10_000

/** `kernel` is asked when it is first needed, since it is handed the directory itself. */
export function cloudIdentities(
  kernel: () => Pick<Kernel, 'cells' | 'clock' | 'change'>,
  configured: Identities,
): CloudIdentities {
  const iamIn = (account: string, partition = 'aws') =>
    kernel().cells.of(iam, placeOf(account, partition)).changing as unknown as IamChange
  const stsIn = (account: string, partition: string) =>
    kernel().cells.of(sts, placeOf(account, partition)).changing as unknown as StsChange
  const identityDirectory = iamDirectory(iamIn)
  const users = userIdentities(iamIn)
  const sessions = sessionIdentities({
    directory: identityDirectory,
    clock: { now: () => kernel().clock.now() },
    secretOf: (account, partition) => findSecret(stsIn(account, partition)),
  })

  /** Ids of Kasane's form that aren't configured: what an id is never changes, and costs a hash. */
  const own = new Set<string>()

  return {
    identityDirectory,
    identities: {
      find(accessKeyId, sessionToken, partition) {
        if (!own.has(accessKeyId)) {
          const finding = configured.find(accessKeyId, sessionToken, partition)
          if (finding.kind !== 'revoked') return finding
          if (own.size < ownMax) own.add(accessKeyId)
        }
        const known = accessKeyId.startsWith('ASIA') ? sessions : users
        return known.find(accessKeyId, sessionToken, partition)
      },
    },
    used(use) {
      const change = iamIn(use.caller.account, partitionOf(use.region))
      if (isUseDue(change, use)) kernel().change(() => noteUse(change, use))
    },
    iamIn,
    encode({ account, partition }, message) {
      const change = stsIn(account, partition)
      const secret = findSecret(change) ?? kernel().change(() => requireSecret(change))
      return encodeMessage(message, secret, change.random.bytes(nonceBytes))
    },
  }
}

let latest: Place = { partition: 'aws', account: '', region: 'us-east-1' }

/** The same one for the same account as before: each call asks three times, and cells know it again. */
function placeOf(account: string, partition: string): Place {
  if (latest.account === account && latest.partition === partition) return latest
  latest = { partition, account, region: 'us-east-1' }
  return latest
}
