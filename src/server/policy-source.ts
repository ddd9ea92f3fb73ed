/** Whose policies say what: IAM's and Organizations' answers, as the authoriser asks for them. */
import type { Owner, PolicySource } from '../gateway/policy-authoriser.ts'
import { callerPolicies } from '../services/iam/caller-policies.ts'
import type { ReadingOf } from '../services/iam/directory.ts'
import type { ControlsOver } from '../services/organizations/controls-over.ts'
import { organizationJudging } from '../services/organizations/judging.ts'

export interface PolicyWorld {
  /** IAM in an account. */
  readonly iamIn: ReadingOf
  /** What an account's organisation has over it. */
  readonly controlsOver: ControlsOver
  /** An authorisation message that only its account can read. */
  encode(account: Owner, message: string): string
}

export function policySource({ iamIn, controlsOver, encode }: PolicyWorld): PolicySource {
  return { encode, policiesOf: callerPolicies(iamIn), ...organizationJudging(controlsOver) }
}
