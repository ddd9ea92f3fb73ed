import { describe, expect, it } from 'vitest'
import { account, expectRefusal, iamWorld, readOnlyArn } from './testing/iam-world.ts'

describe('groups', () => {
  it('have an id of their own and no tags', async () => {
    const { ask } = iamWorld()
    expect(await ask('CreateGroup', { GroupName: 'team', Path: '/a/b/' })).toEqual({
      Group: {
        Path: '/a/b/',
        GroupName: 'team',
        GroupId: expect.stringMatching(/^AGPA[A-Z2-7]{17}$/) as string,
        Arn: `arn:aws:iam::${account}:group/a/b/team`,
        CreateDate: new Date('2026-01-01T00:00:00Z'),
      },
    })
    await expectRefusal(
      ask('CreateGroup', { GroupName: 'TEAM' }),
      'EntityAlreadyExists',
      409,
      'Group with name TEAM already exists.',
    )
    await expectRefusal(
      ask('GetGroup', { GroupName: 'other' }),
      'NoSuchEntity',
      404,
      'The group with name other cannot be found.',
    )
  })

  it('have members, whom a rename keeps', async () => {
    const { ask, user, group } = iamWorld()
    await group('team')
    for (const UserName of ['eve', 'bob']) {
      await user(UserName)
      await ask('AddUserToGroup', { GroupName: 'team', UserName })
    }
    await ask('AddUserToGroup', { GroupName: 'team', UserName: 'bob' })
    await ask('UpdateGroup', { GroupName: 'team', NewGroupName: 'crew', NewPath: '/x/' })
    await ask('UpdateUser', { UserName: 'eve', NewUserName: 'ada' })
    type Answer = { Users: { UserName: string }[]; Group: { Arn: string } }
    const crew = await ask<Answer>('GetGroup', { GroupName: 'crew' })
    expect(crew.Group.Arn).toBe(`arn:aws:iam::${account}:group/x/crew`)
    expect(crew.Users.map(({ UserName }) => UserName)).toEqual(['ada', 'bob'])
    expect(await ask('ListGroupsForUser', { UserName: 'ada' })).toMatchObject({
      Groups: [{ GroupName: 'crew' }],
      IsTruncated: false,
    })
    await ask('RemoveUserFromGroup', { GroupName: 'crew', UserName: 'ada' })
    expect(await ask('ListGroupsForUser', { UserName: 'ada' })).toEqual({
      Groups: [],
      IsTruncated: false,
    })
  })

  it('a user is in ten of them at most', async () => {
    const { ask, user, group } = iamWorld()
    await user('eve')
    for (let n = 0; n < 11; n++) await group(`g${n}`)
    const add = (GroupName: string) => ask('AddUserToGroup', { GroupName, UserName: 'eve' })
    for (let n = 0; n < 10; n++) await add(`g${n}`)
    await expectRefusal(
      add('g10'),
      'LimitExceeded',
      409,
      'Cannot exceed quota for GroupsPerUser: 10',
    )
  })

  it('are deleted only when they are empty', async () => {
    const { ask, user, group } = iamWorld()
    await group('team')
    await user('eve')
    await ask('AddUserToGroup', { GroupName: 'team', UserName: 'eve' })
    await ask('AttachGroupPolicy', { GroupName: 'team', PolicyArn: readOnlyArn })
    const refused = (message: string) =>
      expectRefusal(ask('DeleteGroup', { GroupName: 'team' }), 'DeleteConflict', 409, message)
    await refused('Cannot delete entity, must detach all policies first.')
    await ask('DetachGroupPolicy', { GroupName: 'team', PolicyArn: readOnlyArn })
    await refused('Cannot delete entity, must remove users from group first.')
    await ask('RemoveUserFromGroup', { GroupName: 'team', UserName: 'eve' })
    await ask('DeleteGroup', { GroupName: 'team' })
    expect(await ask('ListGroups')).toEqual({ Groups: [], IsTruncated: false })
  })
})
