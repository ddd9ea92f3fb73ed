import { describe, expect, it } from 'vitest'
import { account, checksOf, expectRefusal, iamWorld, readOnlyArn } from './testing/iam-world.ts'

describe('instance profiles', () => {
  it('hold one role', async () => {
    const { ask, role, profile } = iamWorld()
    const { id, arn } = await profile('p', { Path: '/x/' })
    expect(id).toMatch(/^AIPA[A-Z2-7]{17}$/)
    expect(arn).toBe(`arn:aws:iam::${account}:instance-profile/x/p`)
    const worker = await role('worker')
    await role('other')
    const InstanceProfileName = 'p'
    const add = (RoleName: string) =>
      ask('AddRoleToInstanceProfile', { InstanceProfileName, RoleName })
    await add('worker')
    await expectRefusal(
      add('other'),
      'LimitExceeded',
      409,
      'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1',
    )
    const shown = {
      InstanceProfileName: 'p',
      Arn: arn,
      Roles: [{ RoleName: 'worker', RoleId: worker.id }],
    }
    expect(await ask('GetInstanceProfile', { InstanceProfileName })).toMatchObject({
      InstanceProfile: shown,
    })
    expect(await ask('ListInstanceProfilesForRole', { RoleName: 'worker' })).toMatchObject({
      InstanceProfiles: [shown],
    })
    await expectRefusal(
      ask('DeleteInstanceProfile', { InstanceProfileName }),
      'DeleteConflict',
      409,
      'Cannot delete entity, must remove roles from instance profile first.',
    )
    await ask('RemoveRoleFromInstanceProfile', { InstanceProfileName, RoleName: 'worker' })
    await ask('DeleteInstanceProfile', { InstanceProfileName })
    await expectRefusal(
      ask('GetInstanceProfile', { InstanceProfileName }),
      'NoSuchEntity',
      404,
      'Instance Profile p cannot be found.',
    )
  })

  it('adding a role takes the right to pass that very role to EC2', async () => {
    const { role, profile, reading } = iamWorld()
    const { arn } = await profile('p')
    const worker = await role('worker', {
      Path: '/svc/',
      Tags: [{ Key: 'Team', Value: 'red' }],
      PermissionsBoundary: readOnlyArn,
    })
    const input = { InstanceProfileName: 'p', RoleName: 'worker' }
    expect(checksOf('AddRoleToInstanceProfile', input, reading())).toEqual([
      { resource: arn, context: {} },
      {
        action: 'iam:PassRole',
        resource: worker.arn,
        context: {
          'aws:ResourceTag/Team': 'red',
          'iam:ResourceTag/Team': 'red',
          'iam:PassedToService': 'ec2.amazonaws.com',
          'iam:AssociatedResourceArn': `arn:aws:ec2:*:${account}:instance/*`,
        },
      },
    ])
  })
})
