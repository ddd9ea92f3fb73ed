/** Instance profiles: what hands a role to EC2's instances. */
import type { InstanceProfile as WrittenProfile } from '../../generated/iam.ts'
import { entityArn } from './arns.ts'
import { findByName } from './entities.ts'
import { noSuchInstanceProfile } from './errors.ts'
import { writeInstant } from './instants.ts'
import { writeRoleBriefly } from './roles.ts'
import type { IamReading, IamState, InstanceProfile } from './state.ts'
import { tagsMember } from './tags.ts'

/** @throws AwsError NoSuchEntity */
export function requireInstanceProfile(state: IamState, name: string): InstanceProfile {
  const profile = findByName(state.instanceProfiles, name)
  if (!profile) throw noSuchInstanceProfile(name)
  return profile
}

/** As lists show it: without its tags. */
export function writeInstanceProfile(reading: IamReading, profile: InstanceProfile) {
  const { roleId } = profile
  const role = roleId === undefined ? undefined : reading.state.roles.get(roleId)
  return {
    Path: profile.path,
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.id,
    Arn: entityArn(reading.place, 'instance-profile', profile),
    CreateDate: writeInstant(profile.createdAtMs),
    Roles: role ? [writeRoleBriefly(reading, role)] : [],
  } satisfies WrittenProfile
}

export function writeInstanceProfileWhole(reading: IamReading, profile: InstanceProfile) {
  return { ...writeInstanceProfile(reading, profile), ...tagsMember(profile.tags) }
}

export function profilesOf({ instanceProfiles }: IamState, roleId: string): InstanceProfile[] {
  return [...instanceProfiles.index('role').range({ prefix: [roleId] })]
}
