/** Policies that are passed with a session, and the room that they and its tags take in the token. */
import { deflateRawSync } from 'node:zlib'
import type { Place } from '../../kernel/place.ts'
import { compilePolicy } from '../../policy/compiled-policy.ts'
import { PolicyFault } from '../../policy/faults.ts'
import type { Tagged } from '../../ports/identity-directory.ts'
import {
  malformedPolicy,
  notAPolicyArn,
  policyTooLarge,
  tagsTooLarge,
  tooManyPolicyArns,
} from './errors.ts'
import { packedBytesMax, sessionPolicyArnsMax, sessionPolicyCharactersMax } from './limits.ts'

export interface GivenPolicies {
  readonly Policy?: string | undefined
  readonly PolicyArns?: readonly { readonly arn?: string }[] | undefined
}

export interface SessionPolicies {
  readonly policy?: string
  readonly policyArns?: readonly string[]
}

/**
 * AWS: the managed policies are the account's own, or AWS's.
 * @throws AwsError MalformedPolicyDocument, ValidationError
 */
export function sessionPolicies(
  { Policy: policy, PolicyArns: given }: GivenPolicies,
  place: Place,
): SessionPolicies {
  const policyArns = given?.map(({ arn = '' }) => arn)
  if (policyArns && policyArns.length > sessionPolicyArnsMax) {
    throw tooManyPolicyArns(policyArns.length, sessionPolicyArnsMax)
  }
  const stray = policyArns?.find((arn) => !isPolicyArn(arn, place))
  if (stray !== undefined) throw notAPolicyArn(stray)
  if (policy !== undefined) checkPolicy(policy)
  return { ...(policy !== undefined && { policy }), ...(policyArns && { policyArns }) }
}

/**
 * PackedPolicySize, left out where nothing was passed.
 * @throws AwsError PackedPolicyTooLarge
 */
export function packedSize(
  policies: SessionPolicies,
  tags: readonly Tagged[] = [],
): { readonly PackedPolicySize?: number } {
  const { policy = '', policyArns = [] } = policies
  if (policy === '' && policyArns.length === 0 && tags.length === 0) return {}
  const plain = policy.length + policyArns.join('').length
  const packed = deflateRawSync(JSON.stringify([policy, policyArns, tags])).length
  const percent = Math.max(
    percentOf(plain, sessionPolicyCharactersMax),
    percentOf(packed, packedBytesMax),
  )
  if (percent > 100) throw plain > 0 ? policyTooLarge(percent) : tagsTooLarge(percent)
  return { PackedPolicySize: percent }
}

function checkPolicy(policy: string): void {
  try {
    compilePolicy(policy, 'session')
  } catch (error) {
    throw error instanceof PolicyFault ? malformedPolicy(error.message) : error
  }
}

function isPolicyArn(arn: string, { partition, account }: Place): boolean {
  return [account, 'aws'].some((owner) => {
    const start = `arn:${partition}:iam::${owner}:policy/`
    return arn.startsWith(start) && arn.length > start.length
  })
}

function percentOf(used: number, max: number): number {
  return Math.ceil((100 * used) / max)
}
