import {
  DeleteResourcePolicy,
  GetResourcePolicy,
  PutResourcePolicy,
} from '../../../generated/dynamodb.ts'
import { resourceIn } from '../arns.ts'
import { dynamodbOperation } from '../operation.ts'
import { mutatingRate, policyRate, readingRate, requestRates } from '../request-rates.ts'
import { readPolicy, showPolicy } from '../resource-policies/document.ts'
import { policyNotFound, revisionDiffers } from '../resource-policies/errors.ts'
import {
  checkLockout,
  checkPace,
  checkTarget,
  requireTarget,
  revisionOf,
  type Target,
} from '../resource-policies/resource-policy.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutResourcePolicy.html */
export const putResourcePolicy = dynamodbOperation(PutResourcePolicy, {
  resource: ({ ResourceArn: arn }, place) => resourceIn(place, arn),
  rates: [requestRates.PutResourcePolicy, policyRate],

  run(call) {
    const { input, clock, place, ports } = call
    const { label } = checkTarget(call, input.ResourceArn)
    const kind = label === undefined ? 'table' : 'stream'
    const text = readPolicy(input.Policy, { kind, place, directory: ports.identityDirectory })
    const target = requireTarget(call, input.ResourceArn)
    checkRevision(target, input.ExpectedRevisionId)
    const present = target.policy
    if (present?.text === text) return { RevisionId: revisionOf(present) }
    if (input.ConfirmRemoveSelfResourceAccess !== true) checkLockout(call, text, target.arn)
    const nowMs = clock.now()
    checkPace(call, target)
    const policy = { text, changedAtMs: nowMs }
    target.keep(policy)
    return { RevisionId: revisionOf(policy) }
  },
})

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetResourcePolicy.html */
export const getResourcePolicy = dynamodbOperation(GetResourcePolicy, {
  resource: ({ ResourceArn: arn }, place) => resourceIn(place, arn),
  rates: [requestRates.GetResourcePolicy, readingRate],

  run(call) {
    const { ResourceArn: arn } = call.input
    const { policy } = requireTarget(call, arn)
    if (policy?.text === undefined) throw policyNotFound(arn)
    const shown = showPolicy(policy.text, call.ports.identityDirectory)
    return { Policy: shown, RevisionId: revisionOf(policy) }
  },
})

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteResourcePolicy.html */
export const deleteResourcePolicy = dynamodbOperation(DeleteResourcePolicy, {
  resource: ({ ResourceArn: arn }, place) => resourceIn(place, arn),
  rates: [requestRates.DeleteResourcePolicy, mutatingRate],

  run(call) {
    const { input, clock } = call
    const target = requireTarget(call, input.ResourceArn)
    checkRevision(target, input.ExpectedRevisionId)
    const present = target.policy
    // AWS: what was deleted before is known by the instant at which it was.
    if (present?.text === undefined) return present ? { RevisionId: revisionOf(present) } : {}
    const nowMs = clock.now()
    checkPace(call, target)
    target.keep({ changedAtMs: nowMs })
    return { RevisionId: revisionOf(present) }
  },
})

function checkRevision(target: Target, expected: string | undefined): void {
  if (expected === undefined) return
  const policy = target.policy
  const current = policy?.text === undefined ? undefined : revisionOf(policy)
  if (expected === (current ?? 'NO_POLICY')) return
  throw revisionDiffers(expected, target.name, current)
}
