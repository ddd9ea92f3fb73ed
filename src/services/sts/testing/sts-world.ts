/** A cloud with STS alone, over a directory that tests fill. */
import { testPlace, world } from '../../../../test/support/world.ts'
import type { Credentials } from '../../../generated/sts.ts'
import type { Caller } from '../../../kernel/caller.ts'
import type { Store } from '../../../kernel/store/store.ts'
import type {
  IdentityDirectory,
  KnownMfaDevice,
  KnownProvider,
  KnownRole,
  KnownUser,
} from '../../../ports/identity-directory.ts'
import { sessionIdentities } from '../identities.ts'
import { findSecret } from '../sealing.ts'
import { sts } from '../service.ts'
import type { StsReading } from '../state.ts'
import { judge } from './judge.ts'

export const account = testPlace.account
export const otherAccount = '210987654321'

export function stsWorld({ store }: { store?: Store } = {}) {
  const roles = new Map<string, KnownRole>()
  const users = new Map<string, KnownUser>()
  const providers = new Map<string, KnownProvider>()
  const devices = new Map<string, KnownMfaDevice>()
  const policies: Record<string, object> = {}
  const all = () => [...users.values(), ...roles.values()]
  const directory: IdentityDirectory = {
    idOf: (arn) => all().find((one) => one.arn === arn)?.id,
    arnOf: (id) => all().find((one) => one.id === id)?.arn,
    findRole: (arn) => roles.get(arn),
    findUser: (arn) => users.get(arn),
    findUserById: (_, id) => [...users.values()].find((user) => user.id === id),
    findProvider: (arn) => providers.get(arn),
    findMfaDevice: (serialNumber) => devices.get(serialNumber),
  }
  const cloud = world({
    services: [sts],
    ports: { identityDirectory: directory },
    authoriser: judge(policies),
    ...(store && { store }),
  })
  const identities = sessionIdentities({
    directory,
    clock: cloud.kernel.clock,
    secretOf(owner) {
      const { changing } = cloud.kernel.cells.of(sts, { ...testPlace, account: owner })
      return findSecret(changing as unknown as StsReading)
    },
  })

  /** Who calls with credentials of an answer, or what else is found. */
  function find({ AccessKeyId: id, SessionToken: token }: Credentials) {
    return identities.find(id, token)
  }

  return {
    ...cloud,
    directory,
    identities,
    roles,
    users,
    providers,
    devices,
    policies,

    /** A user and its long-term credentials, with an identity policy that allows some actions. */
    user(
      name: string,
      { allow, owner = account }: { allow?: string; owner?: string } = {},
    ): Caller {
      const arn = `arn:aws:iam::${owner}:user/${name}`
      const id = `AIDA${name.toUpperCase()}`
      users.set(arn, { arn, account: owner, name, id, tags: [] })
      if (allow) policies[arn] = allowing(allow)
      return { kind: 'user', account: owner, arn, userId: id }
    },

    role(name: string, more: Partial<KnownRole> & { readonly trust: object }): KnownRole {
      const { trust, ...given } = more
      const role: KnownRole = {
        arn: `arn:aws:iam::${account}:role/team/${name}`,
        account,
        name,
        id: `AROA${name.toUpperCase()}`,
        trustPolicy: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
        sessionSecondsMax: 3_600,
        tags: [],
        isServiceLinked: false,
        ...given,
      }
      roles.set(role.arn, role)
      return role
    },

    find,

    callerOf(credentials: Credentials): Caller {
      const finding = find(credentials)
      if (finding.kind !== 'known') throw new Error(`the credentials are ${finding.kind}`)
      return finding.caller
    },
  }
}

export function trusting(
  principal: object | string,
  condition?: object,
  action: unknown = 'sts:AssumeRole',
) {
  return {
    Effect: 'Allow',
    Principal: typeof principal === 'string' ? { AWS: principal } : principal,
    Action: action,
    ...(condition && { Condition: condition }),
  }
}

export function allowing(action: string) {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }],
  }
}
