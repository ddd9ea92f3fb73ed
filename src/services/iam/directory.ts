/** What IAM tells other services, of whatever account. */
import type {
  IdentityDirectory,
  KnownMfaDevice,
  KnownProvider,
  KnownRole,
  KnownUser,
} from '../../ports/identity-directory.ts'
import { entityArn } from './arns.ts'
import { findByName } from './entities.ts'
import { keySetOf } from './oidc-keys.ts'
import type { Entity, IamChange, IamReading, User } from './state.ts'
import { stepOfCode } from './totp.ts'
import { accountOfUniqueId } from './unique-id.ts'

/** IAM's state in an account. */
export type ReadingOf = (account: string, partition: string) => IamReading
export type ChangeOf = (account: string, partition: string) => IamChange

interface Named {
  readonly reading: IamChange
  readonly account: string
  readonly name: string
}

export function iamDirectory(changeOf: ChangeOf): IdentityDirectory {
  /** What an ARN names, in its account. */
  function named(arn: string, type: string): Named | undefined {
    const [prefix, partition = '', service, region, account = '', ...rest] = arn.split(':')
    const resource = rest.join(':')
    if (prefix !== 'arn' || service !== 'iam' || region !== '') return undefined
    if (!/^\d{12}$/.test(account) || !resource.startsWith(`${type}/`)) return undefined
    const name = resource.slice(resource.lastIndexOf('/') + 1)
    return { reading: changeOf(account, partition), account, name }
  }

  return {
    idOf(arn) {
      const [type, find] = arn.includes(':user/')
        ? (['user', findUser] as const)
        : (['role', findRole] as const)
      return find(arn, named(arn, type))?.id
    },
    arnOf: (id) => arnOf(id, changeOf),
    findRole: (arn) => findRole(arn, named(arn, 'role')),
    findUser: (arn) => findUser(arn, named(arn, 'user')),
    findUserById: (arn, id) => findUserById(id, named(arn, 'user')),
    findProvider: (arn) => findProvider(arn, named(arn, 'oidc-provider')),
    findMfaDevice: (serialNumber) => findMfaDevice(serialNumber, named(serialNumber, 'mfa')),
  }
}

/** Which partition an account is in doesn't stand in the ids of its users and roles. */
const partitions = ['aws', 'aws-cn', 'aws-us-gov']

function arnOf(id: string, changeOf: ChangeOf): string | undefined {
  const account = accountOfUniqueId(id)
  if (account === undefined) return undefined
  for (const partition of partitions) {
    const { state, place } = changeOf(account, partition)
    const user = state.users.get(id)
    const entity = user ?? state.roles.get(id)
    if (entity) return entityArn(place, user ? 'user' : 'role', entity)
  }
  return undefined
}

function findRole(arn: string, named: Named | undefined): KnownRole | undefined {
  const role = named && findByName(named.reading.state.roles, named.name)
  if (!role || !isMeant(arn, 'role', named, role)) return undefined
  const { id, name, trustPolicy, sessionSecondsMax, tags, linkedTo } = role
  const { account } = named
  const isServiceLinked = linkedTo !== undefined
  return { arn, account, name, id, trustPolicy, sessionSecondsMax, tags, isServiceLinked }
}

function findUser(arn: string, named: Named | undefined): KnownUser | undefined {
  const user = named && findByName(named.reading.state.users, named.name)
  return user && isMeant(arn, 'user', named, user) ? knownUser(named, user) : undefined
}

function findUserById(id: string, named: Named | undefined): KnownUser | undefined {
  const user = named?.reading.state.users.get(id)
  return named && user && knownUser(named, user)
}

function knownUser({ reading, account }: Named, user: User): KnownUser {
  const { id, name, tags } = user
  return { arn: entityArn(reading.place, 'user', user), account, name, id, tags }
}

/** AWS: here, unlike elsewhere in IAM, the case of names counts, and so does the path. */
function isMeant(arn: string, type: 'role' | 'user', { reading }: Named, entity: Entity): boolean {
  return entityArn(reading.place, type, entity) === arn
}

function findProvider(arn: string, named: Named | undefined): KnownProvider | undefined {
  const url = arn.slice(arn.indexOf('/') + 1)
  const provider = named?.reading.state.oidcProviders.get(url)
  return provider && { arn, url, clientIds: provider.clientIds, keySet: keySetOf(provider.tags) }
}

function findMfaDevice(serialNumber: string, named: Named | undefined): KnownMfaDevice | undefined {
  const { state, place } = named?.reading ?? {}
  const device = state?.mfaDevices.get(serialNumber)
  const user = device?.userId === undefined ? undefined : state?.users.get(device.userId)
  if (!device || !user || !place) return undefined
  return {
    ownerArn: entityArn(place, 'user', user),
    stepOf(code, nowMs) {
      const step = stepOfCode(device.seed, code, nowMs)
      // AWS: a code counts once, and those that enabled a device are used up.
      return step !== undefined && step > (device.lastStep ?? -1) ? step : undefined
    },
    take: (step) => state?.mfaDevices.put({ ...device, lastStep: step }),
  }
}
