/**
 * The service-linked role by which tables are scaled.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-service-linked-roles.html
 */
import type { Caller } from '../../kernel/caller.ts'
import type { Place } from '../../kernel/place.ts'
import { resourceAccessFailed } from './errors.ts'
import type { ScalingReading } from './state.ts'

export const roleService = 'dynamodb.application-autoscaling.amazonaws.com'

const roleName = 'AWSServiceRoleForApplicationAutoScaling_DynamoDBTable'
const sessionMs = 3_600_000

export function roleArn({ partition, account }: Place): string {
  return `arn:${partition}:iam::${account}:role/aws-service-role/${roleService}/${roleName}`
}

export function hasRole({ ports, place }: ScalingReading): boolean {
  return ports.identityDirectory.findRole(roleArn(place)) !== undefined
}

/**
 * The role, as who calls.
 * @throws AwsError FailedResourceAccessException when somebody has deleted it
 */
export function asRole({ ports, place, clock }: ScalingReading, purpose: string): Caller {
  const arn = roleArn(place)
  const role = ports.identityDirectory.findRole(arn)
  if (!role) throw resourceAccessFailed(`The role ${arn} does not exist.`)
  const name = `AutoScaling-${purpose}`
  const now = clock.now()
  return {
    kind: 'role',
    account: place.account,
    arn: `arn:${place.partition}:sts::${place.account}:assumed-role/${role.name}/${name}`,
    userId: `${role.id}:${name}`,
    session: {
      behindArn: arn,
      behindId: role.id,
      isServiceLinked: true,
      issuedAtMs: now,
      expiresAtMs: now + sessionMs,
    },
  }
}
