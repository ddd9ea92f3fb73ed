import {
  CreatePolicy,
  DeletePolicy,
  DescribePolicy,
  ListPolicies,
  UpdatePolicy,
} from '../../../generated/organizations.ts'
import { targetsOf } from '../attachments.ts'
import { duplicatePolicy, policyInUse } from '../errors.ts'
import { newPolicyId } from '../ids.ts'
import { tooManyPolicies } from '../limit-errors.ts'
import { organizationsOperation } from '../operation.ts'
import { checkAvailable, requireManaged } from '../organization.ts'
import { pageOf } from '../paging.ts'
import {
  checkContent,
  isControlType,
  listPoliciesOf,
  requireControlType,
  requireOwnPolicy,
  requirePolicy,
  typeFacts,
  writeSummary,
} from '../policies.ts'
import { ofThings, ofType } from '../resources.ts'
import type { ControlType, OrganizationsReading, OrganizationsState, Policy } from '../state.ts'
import { withTags } from '../tags.ts'

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreatePolicy.html */
export const createPolicy = organizationsOperation(CreatePolicy, {
  resource: ({ Type }) => ofType(Type, [{ resource: '*' }]),

  run(call) {
    const { input, state, place, random } = call
    const { Name: name, Description: description, Content: content } = input
    const organization = requireManaged(call)
    const type = requireControlType(input.Type)
    checkAvailable(organization, type)
    checkContent(call, type, content)
    checkName(state, { type, name })
    checkRoom(call, type)
    const tags = withTags([], input.Tags)
    const policy: Policy = { id: newPolicyId(random), type, name, description, content, tags }
    state.policies.put(policy)
    const summary = writeSummary(place, organization, policy)
    return { Policy: { PolicySummary: summary, Content: content } }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_UpdatePolicy.html */
export const updatePolicy = organizationsOperation(UpdatePolicy, {
  resource: ({ PolicyId }, place, own) => ofThings(place, own, PolicyId),

  run(call) {
    const { input, state, place } = call
    const organization = requireManaged(call)
    const old = requireOwnPolicy(state, input.PolicyId)
    const policy: Policy = {
      ...old,
      name: input.Name ?? old.name,
      description: input.Description ?? old.description,
      content: input.Content ?? old.content,
    }
    checkContent(call, policy.type, policy.content)
    checkName(state, policy)
    state.policies.put(policy)
    const summary = writeSummary(place, organization, policy)
    return { Policy: { PolicySummary: summary, Content: policy.content } }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DeletePolicy.html */
export const deletePolicy = organizationsOperation(DeletePolicy, {
  resource: ({ PolicyId }, place, own) => ofThings(place, own, PolicyId),

  run(call) {
    const { input, state } = call
    requireManaged(call)
    const { id } = requireOwnPolicy(state, input.PolicyId)
    const targets = targetsOf(state, id)
    if (targets.length > 0) throw policyInUse(id, targets)
    state.policies.delete(id)
    return {}
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribePolicy.html */
export const describePolicy = organizationsOperation(DescribePolicy, {
  resource: ({ PolicyId }, place, own) => ofThings(place, own, PolicyId),

  run(call) {
    const organization = requireManaged(call)
    const policy = requirePolicy(call.state, call.input.PolicyId)
    const summary = writeSummary(call.place, organization, policy)
    return { Policy: { PolicySummary: summary, Content: policy.content } }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListPolicies.html */
export const listPolicies = organizationsOperation(ListPolicies, {
  resource: ({ Filter }) => ofType(Filter, [{ resource: '*' }]),

  run(call) {
    const { input, state, place } = call
    const organization = requireManaged(call)
    const all = isControlType(input.Filter) ? listPoliciesOf(state, input.Filter) : []
    const sorted = all.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    const { items, ...more } = pageOf(sorted, input, ({ id }) => id)
    return { Policies: items.map((one) => writeSummary(place, organization, one)), ...more }
  },
})

/** AWS: names are unique within a type. */
function checkName(
  state: OrganizationsState,
  { id, type, name }: { readonly id?: string; readonly type: ControlType; readonly name: string },
): void {
  const namesake = listPoliciesOf(state, type).find((policy) => policy.name === name)
  if (namesake && namesake.id !== id) throw duplicatePolicy(name)
}

function checkRoom({ state, limits }: OrganizationsReading, type: ControlType): void {
  const { countMax: quota } = typeFacts[type]
  const max = limits.valueOf(quota)
  const used = state.policies.index('type').count({ prefix: [type] })
  if (used >= max) throw tooManyPolicies({ quota, max, used })
}
