import { ListPolicies, type ListPoliciesRequest } from '../../../generated/iam.ts'
import { listAwsPolicies, type ManagedPolicy, ofCustomer } from '../managed-policies.ts'
import { iamOperation } from '../operation.ts'
import { pageOfAll } from '../paging.ts'
import { attachmentCount, boundaryCount, writePolicy } from '../policy-answers.ts'
import { ofList } from '../resources.ts'
import type { IamReading, IamState } from '../state.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html */
export const listPolicies = iamOperation(ListPolicies, {
  resource: ({ PathPrefix }, place) => ofList(place, 'policy', PathPrefix),

  run(call) {
    const { input, state } = call
    const { PathPrefix: prefix = '/' } = input
    const policies = inScope(call, input).filter(
      ({ path, arn }) => path.startsWith(prefix) && isAskedFor(state, arn, input),
    )
    const { items, ...more } = pageOfAll(policies, input, ({ name, arn }) => `${name} ${arn}`)
    return { Policies: items.map((policy) => writePolicy(state, policy)), ...more }
  },
})

function inScope(
  reading: IamReading,
  { Scope: scope = 'All' }: ListPoliciesRequest,
): ManagedPolicy[] {
  const own = scope === 'AWS' ? [] : [...reading.state.policies.range()].map(ofCustomer)
  return scope === 'Local' ? own : [...own, ...listAwsPolicies(reading)]
}

function isAskedFor(
  state: IamState,
  arn: string,
  { OnlyAttached: onlyAttached = false, PolicyUsageFilter: usage }: ListPoliciesRequest,
): boolean {
  if (!onlyAttached && usage === undefined) return true
  const isPermissions = usage !== 'PermissionsBoundary' && attachmentCount(state, arn) > 0
  return isPermissions || (usage !== 'PermissionsPolicy' && boundaryCount(state, arn) > 0)
}
