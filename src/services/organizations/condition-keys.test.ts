/**
 * Which condition keys calls are judged with.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html
 */
import { expect, it } from 'vitest'
import { testPlace } from '../../../test/support/world.ts'
import { rootOf } from '../../kernel/caller.ts'
import { organizations } from './service.ts'
import { management, organizationsWorld } from './testing/organizations-world.ts'

const scp = 'SERVICE_CONTROL_POLICY'

async function judged() {
  const { organization, policy, stateIn } = organizationsWorld()
  const { root: RootId } = await organization(scp)
  const PolicyId = await policy('deny')
  const input = { PolicyId, RootId, TargetId: RootId, Type: scp, Filter: scp, PolicyType: scp }
  /** What each check of an operation tells of the policy's type. */
  return (name: string) => {
    const operation = organizations.operations.find((one) => one.name === name)
    const own = stateIn(management) as never
    const checks = operation?.resource(input, testPlace, own, rootOf(management)) ?? []
    return (typeof checks === 'string' ? [] : checks).map(
      ({ context }) =>
        (context as Record<string, unknown> | undefined)?.['organizations:PolicyType'],
    )
  }
}

it.each([
  ['AttachPolicy', 2],
  ['DetachPolicy', 2],
  ['CreatePolicy', 1],
  ['DeletePolicy', 1],
  ['DescribePolicy', 1],
  ['DisablePolicyType', 1],
  ['EnablePolicyType', 1],
  ['ListPolicies', 1],
  ['ListPoliciesForTarget', 1],
  ['ListTargetsForPolicy', 1],
  ['UpdatePolicy', 1],
])('%s is judged with the type of policy, of each thing that it is about', async (name, count) => {
  const typesOf = await judged()
  expect(typesOf(name)).toEqual(Array.from({ length: count }, () => scp))
})

it('what is about no policy is judged without a type', async () => {
  const typesOf = await judged()
  for (const name of ['ListRoots', 'ListAccounts', 'CreateAccount', 'ListChildren']) {
    for (const type of typesOf(name)) expect(type).toBeUndefined()
  }
})
