import { describe, expect, it } from 'vitest'
import {
  account,
  allowing,
  callerOf,
  expectRefusal,
  iamWorld,
  readOnlyArn,
  sessionOf,
} from './testing/iam-world.ts'

describe('users', () => {
  it('are made with an id of 21 characters and an ARN that has the path', async () => {
    const { ask } = iamWorld()
    const { User } = await ask<{ User: object }>('CreateUser', {
      UserName: 'eve',
      Path: '/team/',
      PermissionsBoundary: readOnlyArn,
      Tags: [{ Key: 'Team', Value: 'red' }],
    })
    expect(User).toEqual({
      Path: '/team/',
      UserName: 'eve',
      UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/) as string,
      Arn: `arn:aws:iam::${account}:user/team/eve`,
      CreateDate: new Date('2026-01-01T00:00:00Z'),
      PermissionsBoundary: {
        PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
        PermissionsBoundaryArn: readOnlyArn,
      },
      Tags: [{ Key: 'Team', Value: 'red' }],
    })
  })

  it('have names that are taken whatever their case and path', async () => {
    const { ask, user } = iamWorld()
    await user('Eve')
    await expectRefusal(
      ask('CreateUser', { UserName: 'eVE', Path: '/x/' }),
      'EntityAlreadyExists',
      409,
      'User with name eVE already exists.',
    )
    expect(await ask('GetUser', { UserName: 'eve' })).toMatchObject({ User: { UserName: 'Eve' } })
  })

  it('are missing with AWS’s words', async () => {
    const { ask } = iamWorld()
    for (const operation of ['GetUser', 'DeleteUser', 'UpdateUser', 'ListUserTags']) {
      await expectRefusal(
        ask(operation, { UserName: 'bob' }),
        'NoSuchEntity',
        404,
        'The user with name bob cannot be found.',
      )
    }
  })

  it('a caller who names none is shown himself: a user, or the root user', async () => {
    const { ask, user, role } = iamWorld()
    const eve = await user('eve')
    expect(await ask('GetUser', {}, { caller: callerOf(eve) })).toMatchObject({
      User: { UserName: 'eve', Arn: eve.arn },
    })
    expect(await ask('GetUser')).toMatchObject({
      User: { UserId: account, Arn: `arn:aws:iam::${account}:root` },
    })
    await expectRefusal(
      ask('GetUser', {}, { caller: sessionOf(await role('worker')) }),
      'ValidationError',
      400,
      'Must specify userName when calling with non-User credentials',
    )
  })

  it('keep id and policies when they are renamed and moved', async () => {
    const { ask, user } = iamWorld()
    const eve = await user('eve')
    await user('bob')
    await ask('AttachUserPolicy', { UserName: 'eve', PolicyArn: readOnlyArn })
    await expectRefusal(
      ask('UpdateUser', { UserName: 'eve', NewUserName: 'BOB' }),
      'EntityAlreadyExists',
      409,
      'User with name BOB already exists.',
    )
    await ask('UpdateUser', { UserName: 'eve', NewUserName: 'EVA', NewPath: '/a/' })
    expect(await ask('GetUser', { UserName: 'eva' })).toMatchObject({
      User: { UserId: eve.id, Arn: `arn:aws:iam::${account}:user/a/EVA` },
    })
    expect(await ask('ListAttachedUserPolicies', { UserName: 'eva' })).toEqual({
      AttachedPolicies: [{ PolicyName: 'ReadOnlyAccess', PolicyArn: readOnlyArn }],
      IsTruncated: false,
    })
    await ask('UpdateUser', { UserName: 'EVA', NewUserName: 'eva' })
    await expectRefusal(
      ask('GetUser', { UserName: 'eve' }),
      'NoSuchEntity',
      404,
      'The user with name eve cannot be found.',
    )
  })

  it('are listed below a path, in pages that survive deletions', async () => {
    const { ask, user } = iamWorld()
    for (const name of ['c', 'A', 'b', 'd']) await user(name, { Path: '/in/' })
    await user('out')
    type Answer = { Users: { UserName: string }[]; IsTruncated: boolean; Marker?: string }
    const list = (more: object) => ask<Answer>('ListUsers', { PathPrefix: '/in', ...more })
    const first = await list({ MaxItems: 2 })
    expect(first.Users.map((one) => one.UserName)).toEqual(['A', 'b'])
    expect(first.IsTruncated).toBe(true)
    await ask('DeleteUser', { UserName: 'b' })
    const second = await list({ Marker: first.Marker })
    expect(second.Users.map((one) => one.UserName)).toEqual(['c', 'd'])
    expect(second).not.toHaveProperty('Marker')
    expect(second.IsTruncated).toBe(false)
    await expectRefusal(list({ Marker: 'x' }), 'ValidationError', 400, 'Invalid Marker.')
  })

  it('are deleted only when nothing of theirs is left', async () => {
    const { ask, user, group } = iamWorld()
    await user('eve')
    await group('team')
    const UserName = 'eve'
    const { AccessKey } = await ask<{ AccessKey: { AccessKeyId: string } }>('CreateAccessKey', {
      UserName,
    })
    const { AccessKeyId } = AccessKey
    await ask('AttachUserPolicy', { UserName, PolicyArn: readOnlyArn })
    await ask('PutUserPolicy', { UserName, PolicyName: 'p', PolicyDocument: allowing('s3:*') })
    await ask('AddUserToGroup', { UserName, GroupName: 'team' })
    const refused = (mustFirst: string) =>
      expectRefusal(
        ask('DeleteUser', { UserName }),
        'DeleteConflict',
        409,
        `Cannot delete entity, ${mustFirst}`,
      )
    await refused('must delete access keys first.')
    await ask('DeleteAccessKey', { UserName, AccessKeyId })
    await refused('must detach all policies first.')
    await ask('DetachUserPolicy', { UserName, PolicyArn: readOnlyArn })
    await refused('must delete policies first.')
    await ask('DeleteUserPolicy', { UserName, PolicyName: 'p' })
    await refused('must remove users from group first.')
    await ask('RemoveUserFromGroup', { UserName, GroupName: 'team' })
    await ask('DeleteUser', { UserName })
    expect(await ask('ListUsers')).toEqual({ Users: [], IsTruncated: false })
  })

  it('are as many as the quota lets', async () => {
    const { ask, kernel, reading, user } = iamWorld()
    const change = { service: 'iam', name: 'Users per account', value: 1 }
    kernel.change(() => kernel.quotas.set(reading().place, change))
    await user('one')
    await expectRefusal(
      ask('CreateUser', { UserName: 'two' }),
      'LimitExceeded',
      409,
      'Cannot exceed quota for UsersPerAccount: 1',
    )
  })
})
