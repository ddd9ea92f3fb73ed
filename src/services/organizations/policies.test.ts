import { describe, expect, it } from 'vitest'
import {
  denyingSqs,
  denyingStrangers,
  expectRefusal,
  management,
  member,
  organizationsWorld,
} from './testing/organizations-world.ts'

const scp = 'SERVICE_CONTROL_POLICY'
const rcp = 'RESOURCE_CONTROL_POLICY'
const full = 'p-FullAWSAccess'
const rcpFull = 'p-RCPFullAWSAccess'
const malformed =
  'The provided policy document does not meet the requirements of the specified policy type.'

describe('a policy type', () => {
  it('is enabled once, and then everything has full access', async () => {
    const { ask, organization, unit, join } = organizationsWorld()
    const { root } = await organization()
    const before = await unit(root, 'before')
    const enable = () => ask('EnablePolicyType', { RootId: root, PolicyType: scp })
    expect(await enable()).toMatchObject({
      Root: { Id: root, Name: 'Root', PolicyTypes: [{ Type: scp, Status: 'ENABLED' }] },
    })
    await expectRefusal(
      enable(),
      'PolicyTypeAlreadyEnabledException',
      'The specified policy type is already enabled.',
    )
    const after = await unit(before, 'after')
    await join()
    for (const TargetId of [root, before, after, management, member]) {
      expect(await ask('ListPoliciesForTarget', { TargetId, Filter: scp })).toEqual({
        Policies: [
          {
            Id: full,
            Arn: 'arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess',
            Name: 'FullAWSAccess',
            Description: 'Allows access to every operation',
            Type: scp,
            AwsManaged: true,
          },
        ],
      })
    }
    expect(await ask('ListTargetsForPolicy', { PolicyId: full })).toMatchObject({
      Targets: expect.arrayContaining([
        expect.objectContaining({ TargetId: root, Name: 'Root', Type: 'ROOT' }),
        expect.objectContaining({ TargetId: before, Name: 'before', Type: 'ORGANIZATIONAL_UNIT' }),
        expect.objectContaining({ TargetId: member, Type: 'ACCOUNT' }),
      ]),
    })
  })

  it('takes its attachments with it when it is disabled', async () => {
    const { ask, organization, policy } = organizationsWorld()
    const { root } = await organization(scp, rcp)
    const PolicyId = await policy('deny')
    await ask('AttachPolicy', { PolicyId, TargetId: root })
    const disable = () => ask('DisablePolicyType', { RootId: root, PolicyType: scp })
    expect(await disable()).toMatchObject({ Root: { PolicyTypes: [{ Type: rcp }] } })
    const attached = (Filter: string) => ask('ListPoliciesForTarget', { TargetId: root, Filter })
    expect(await attached(scp)).toEqual({ Policies: [] })
    expect(await attached(rcp)).toMatchObject({ Policies: [{ Id: rcpFull }] })
    const notEnabled = 'This operation can be performed only for enabled policy types.'
    await expectRefusal(disable(), 'PolicyTypeNotEnabledException', notEnabled)
    await expectRefusal(
      ask('AttachPolicy', { PolicyId, TargetId: root }),
      'PolicyTypeNotEnabledException',
      notEnabled,
    )
  })

  it('that takes no part in decisions is said to be missing', async () => {
    const { ask, organization } = organizationsWorld()
    const { root } = await organization()
    for (const call of [
      ask('EnablePolicyType', { RootId: root, PolicyType: 'TAG_POLICY' }),
      ask('CreatePolicy', { Name: 'p', Description: '', Content: '{}', Type: 'TAG_POLICY' }),
      ask('DescribeEffectivePolicy', { PolicyType: 'TAG_POLICY' }),
    ]) {
      await expect(call).rejects.toMatchObject({
        code: 'NotEmulated',
        status: 501,
        message: 'Kasane does not emulate policies of type TAG_POLICY in AWS Organizations.',
      })
    }
    await expectRefusal(
      ask('EnablePolicyType', { RootId: 'r-none', PolicyType: scp }),
      'RootNotFoundException',
      "You specified a root that doesn't exist.",
    )
  })
})

describe('a policy', () => {
  it('is made, described, changed and deleted', async () => {
    const { ask, organization, policy } = organizationsWorld()
    const { id } = await organization()
    const PolicyId = await policy('deny')
    expect(PolicyId).toMatch(/^p-[a-z0-9]{8}$/)
    const summary = {
      Id: PolicyId,
      Arn: `arn:aws:organizations::${management}:policy/${id}/service_control_policy/${PolicyId}`,
      Name: 'deny',
      Description: '',
      Type: scp,
      AwsManaged: false,
    }
    const described = { Policy: { PolicySummary: summary, Content: denyingSqs } }
    expect(await ask('DescribePolicy', { PolicyId })).toEqual(described)
    expect(await ask('ListPolicies', { Filter: scp })).toMatchObject({
      Policies: [{ Id: full }, summary],
    })
    const Content = denyingSqs.replace('sqs', 'sns')
    expect(await ask('UpdatePolicy', { PolicyId, Name: 'no sns', Content })).toEqual({
      Policy: { PolicySummary: { ...summary, Name: 'no sns' }, Content },
    })
    await ask('DeletePolicy', { PolicyId })
    await expectRefusal(
      ask('DescribePolicy', { PolicyId }),
      'PolicyNotFoundException',
      "You specified a policy that doesn't exist.",
    )
  })

  it('has a name of its own, and what its type may hold', async () => {
    const { ask, organization, policy } = organizationsWorld()
    await organization()
    await policy('deny')
    await expectRefusal(
      policy('deny'),
      'DuplicatePolicyException',
      'A policy with the same name already exists.',
    )
    await expectRefusal(
      policy('FullAWSAccess'),
      'DuplicatePolicyException',
      'A policy with the same name already exists.',
    )
    await policy('deny', rcp)
    for (const [type, content] of [
      [scp, 'no JSON'],
      [scp, denyingStrangers],
      [rcp, denyingSqs],
      [rcp, denyingStrangers.replace('Deny', 'Allow')],
    ] as const) {
      await expectRefusal(
        policy('bad', type, content),
        'MalformedPolicyDocumentException',
        malformed,
      )
    }
    const PolicyId = await policy('good')
    await expectRefusal(
      ask('UpdatePolicy', { PolicyId, Content: '{}' }),
      'MalformedPolicyDocumentException',
      malformed,
    )
  })

  it('is 10,240 characters long at most, 5,120 of a resource control policy', async () => {
    const { organization, policy } = organizationsWorld()
    await organization()
    const tooLong = 'You have exceeded the maximum size of the policy document.'
    const reason = 'POLICY_CONTENT_LIMIT_EXCEEDED'
    for (const [type, content, max] of [
      [scp, denyingSqs, 10_240],
      [rcp, denyingStrangers, 5_120],
    ] as const) {
      await policy('long', type, content.padEnd(max))
      await expectRefusal(
        policy('longer', type, content.padEnd(max + 1)),
        'ConstraintViolationException',
        tooLong,
        reason,
      )
    }
  })

  it('of AWS stays as it is', async () => {
    const { ask, organization } = organizationsWorld()
    await organization()
    for (const call of [
      ask('UpdatePolicy', { PolicyId: full, Name: 'mine' }),
      ask('DeletePolicy', { PolicyId: rcpFull }),
    ]) {
      await expectRefusal(
        call,
        'InvalidInputException',
        "You specified a policy that is managed by AWS and can't be modified.",
        'IMMUTABLE_POLICY',
      )
    }
  })
})

describe('attaching', () => {
  it('happens once, to what is there, and holds the policy', async () => {
    const { ask, organization, policy } = organizationsWorld()
    const { root } = await organization(scp)
    const PolicyId = await policy('deny')
    const attach = (TargetId: string) => ask('AttachPolicy', { PolicyId, TargetId })
    await expectRefusal(
      attach(member),
      'TargetNotFoundException',
      "You specified a target that doesn't exist.",
    )
    await attach(root)
    await expectRefusal(
      attach(root),
      'DuplicatePolicyAttachmentException',
      'A policy with the specified name and type already exists.',
    )
    await expectRefusal(
      ask('DeletePolicy', { PolicyId }),
      'PolicyInUseException',
      'The policy is attached to one or more entities. You must detach it from all roots, OUs, and accounts before performing this operation.',
    )
    const detach = () => ask('DetachPolicy', { PolicyId, TargetId: root })
    await detach()
    await expectRefusal(
      detach(),
      'PolicyNotAttachedException',
      "The policy isn't attached to the specified target in the specified root.",
    )
    await ask('DeletePolicy', { PolicyId })
  })

  it('leaves at least one service control policy, and full access to resources', async () => {
    const { ask, organization } = organizationsWorld()
    const { root } = await organization(scp, rcp)
    await expectRefusal(
      ask('DetachPolicy', { PolicyId: full, TargetId: root }),
      'ConstraintViolationException',
      'You cannot remove the last policy attached to the specified target. You must have at least one attached at all times.',
      'MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
    )
    await expectRefusal(
      ask('DetachPolicy', { PolicyId: rcpFull, TargetId: root }),
      'InvalidInputException',
      "You can't detach this policy.",
      'NON_DETACHABLE_POLICY',
    )
  })

  it('goes up to ten service control policies, and five of resources', async () => {
    const { ask, organization, policy } = organizationsWorld()
    const { root: TargetId } = await organization(scp, rcp)
    for (const [type, max] of [
      [scp, 10],
      [rcp, 5],
    ] as const) {
      const attach = async (name: string) =>
        ask('AttachPolicy', { PolicyId: await policy(name, type), TargetId })
      for (let n = 1; n < max; n++) await attach(`${n}`)
      await expectRefusal(
        attach('one too many'),
        'ConstraintViolationException',
        'You have attached the maximum number of policies to the specified target.',
        'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
      )
    }
  })
})
