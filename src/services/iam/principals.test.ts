import { describe, expect, it } from 'vitest'
import { policiesOf } from './principals.ts'
import { allowing, iamWorld, readOnlyArn } from './testing/iam-world.ts'

describe('the policies of a principal', () => {
  it('are its own and those of its groups, inline and managed, and its boundary', async () => {
    const { ask, user, group, policy, reading } = iamWorld()
    const eve = await user('eve', { PermissionsBoundary: readOnlyArn })
    await group('team')
    const { arn: PolicyArn } = await policy('p')
    const PolicyDocument = allowing('sqs:*')
    await ask('PutUserPolicy', { UserName: 'eve', PolicyName: 'in', PolicyDocument })
    await ask('PutGroupPolicy', { GroupName: 'team', PolicyName: 'ig', PolicyDocument })
    await ask('AttachUserPolicy', { UserName: 'eve', PolicyArn })
    await ask('AttachGroupPolicy', { GroupName: 'team', PolicyArn: readOnlyArn })
    await ask('AddUserToGroup', { GroupName: 'team', UserName: 'eve' })
    const { identity = [], boundary } = policiesOf(reading(), eve.id) ?? {}
    expect(identity.map(({ name, arn, source, owner }) => ({ name, arn, source, owner }))).toEqual([
      { name: 'in', arn: undefined, source: 'user', owner: 'eve' },
      { name: 'p', arn: PolicyArn, source: 'user-managed', owner: undefined },
      { name: 'ig', arn: undefined, source: 'group', owner: 'team' },
      { name: 'ReadOnlyAccess', arn: readOnlyArn, source: 'aws-managed', owner: undefined },
    ])
    expect(boundary).toMatchObject({ name: 'ReadOnlyAccess', arn: readOnlyArn })
    expect(identity[0]?.policy.text).toBe(PolicyDocument)
    expect(identity[2]?.policy).toBe(identity[0]?.policy)
  })

  it('are put together once as long as nothing changes, and anew after every change', async () => {
    const { ask, user, policy, reading } = iamWorld()
    const eve = await user('eve')
    const { arn: PolicyArn } = await policy('p')
    await ask('AttachUserPolicy', { UserName: 'eve', PolicyArn })
    const textNow = () => policiesOf(reading(), eve.id)?.identity[0]?.policy.text
    const before = policiesOf(reading(), eve.id)
    expect(policiesOf(reading(), eve.id)).toBe(before)
    expect(textNow()).toBe(allowing('s3:*'))
    const PolicyDocument = allowing('sqs:*')
    await ask('CreatePolicyVersion', { PolicyArn, PolicyDocument })
    expect(textNow()).toBe(allowing('s3:*'))
    await ask('SetDefaultPolicyVersion', { PolicyArn, VersionId: 'v2' })
    expect(textNow()).toBe(PolicyDocument)
    await ask('DetachUserPolicy', { UserName: 'eve', PolicyArn })
    expect(policiesOf(reading(), eve.id)).toEqual({ identity: [] })
  })

  it('are nobody’s once the principal is gone, though a namesake be there', async () => {
    const { ask, user, role, reading } = iamWorld()
    const eve = await user('eve')
    const worker = await role('worker')
    await ask('DeleteUser', { UserName: 'eve' })
    await ask('DeleteRole', { RoleName: 'worker' })
    await user('eve')
    await role('worker')
    expect(policiesOf(reading(), eve.id)).toBeUndefined()
    expect(policiesOf(reading(), worker.id)).toBeUndefined()
  })

  it('after a reset are looked for in the new state', async () => {
    const { user, kernel, reading } = iamWorld()
    const eve = await user('eve')
    expect(policiesOf(reading(), eve.id)).toEqual({ identity: [] })
    await kernel.replaceState(() => Promise.resolve(kernel.store.clear()))
    expect(policiesOf(reading(), eve.id)).toBeUndefined()
  })
})
