/** Users. */
import type { User as WrittenUser } from '../../generated/iam.ts'
import type { Caller } from '../../kernel/caller.ts'
import type { Place } from '../../kernel/place.ts'
import { entityArn, iamArn } from './arns.ts'
import { boundaryMember } from './boundary.ts'
import { findByName } from './entities.ts'
import { nameTaken, noSuchNamed, noUserName } from './errors.ts'
import { writeInstant } from './instants.ts'
import type { IamReading, IamState, User } from './state.ts'
import { tagsMember } from './tags.ts'

export function findUser(state: IamState, name: string): User | undefined {
  return findByName(state.users, name)
}

/** @throws AwsError NoSuchEntity */
export function requireUser(state: IamState, name: string): User {
  const user = findUser(state, name)
  if (!user) throw noSuchNamed('User', name)
  return user
}

/** The user of a name, or the caller where a request names none. `undefined`: he is no user. */
export function findNamedOrCaller(
  state: IamState,
  name: string | undefined,
  caller: Caller,
): User | undefined {
  if (name !== undefined) return findUser(state, name)
  return caller.kind === 'user' ? state.users.get(caller.userId) : undefined
}

/** @throws AwsError NoSuchEntity; ValidationError where the caller is no user */
export function requireNamedOrCaller(
  state: IamState,
  name: string | undefined,
  caller: Caller,
): User {
  const user = findNamedOrCaller(state, name, caller)
  if (user) return user
  if (name === undefined) throw noUserName(caller.arn)
  throw noSuchNamed('User', name)
}

/** @throws AwsError EntityAlreadyExists */
export function checkUserNameFree(state: IamState, name: string): void {
  const known = findUser(state, name)
  if (known) throw nameTaken('User', name)
}

export function userArn(place: Place, user: Pick<User, 'path' | 'name'>): string {
  return entityArn(place, 'user', user)
}

/** As lists show a user. */
export function writeUser({ place }: Pick<IamReading, 'place'>, user: User) {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: userArn(place, user),
    CreateDate: writeInstant(user.createdAtMs),
    ...(user.passwordUsedAtMs !== undefined && {
      PasswordLastUsed: writeInstant(user.passwordUsedAtMs),
    }),
  } satisfies WrittenUser
}

/** As the answers about one user show it: with its boundary and tags, which lists leave out. */
export function writeUserWhole(call: Pick<IamReading, 'place'>, user: User) {
  return { ...writeUser(call, user), ...boundaryMember(user), ...tagsMember(user.tags) }
}

/**
 * The account's root user, who is no user of IAM. AWS shows the account's name, here its alias
 * where it has one.
 */
export function writeRoot({ place, state }: Pick<IamReading, 'place' | 'state'>) {
  return {
    Path: '/',
    UserName: state.aliases.first()?.name ?? place.account,
    UserId: place.account,
    Arn: iamArn(place, 'root'),
    // An account is as old as Kasane wants it to be: nothing tells.
    CreateDate: new Date(0),
  } satisfies WrittenUser
}
