/** Permissions boundaries: a managed policy that bounds what a user or a role may. */
import { noSuchBoundary } from './errors.ts'
import { checkPolicyArn, findManagedPolicy, type ManagedPolicyReading } from './managed-policies.ts'

interface Bounded {
  readonly boundaryArn?: string
}

/** @throws AwsError InvalidInput, NoSuchEntity */
export function requireBoundary(reading: ManagedPolicyReading, arn: string): string {
  checkPolicyArn(arn)
  const policy = findManagedPolicy(reading, arn)
  if (!policy || !policy.isAttachable) throw noSuchBoundary(arn)
  return arn
}

/** What a request for a new user or role asks for. */
export function boundaryAsked(reading: ManagedPolicyReading, arn: string | undefined): Bounded {
  return arn === undefined ? {} : { boundaryArn: requireBoundary(reading, arn) }
}

/** An answer's member, which IAM leaves out where there is none. */
export function boundaryMember({ boundaryArn }: Bounded) {
  if (boundaryArn === undefined) return {}
  return {
    PermissionsBoundary: {
      PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
      PermissionsBoundaryArn: boundaryArn,
    },
  } as const
}
