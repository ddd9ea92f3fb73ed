import { describe, expect, it } from 'vitest'
import { account, expectRefusal, iamWorld } from './testing/iam-world.ts'

describe('users', () => {
  it('CreateUser answers with an id of 21 characters and an ARN that has the path', async () => {
    const { ask } = iamWorld()
    const { User } = await ask<{ User: object }>('CreateUser', {
      UserName: 'eve',
      Path: '/team/',
      Tags: [{ Key: 'Team', Value: 'red' }],
    })
    expect(User).toEqual({
      Path: '/team/',
      UserName: 'eve',
      UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/) as string,
      Arn: `arn:aws:iam::${account}:user/team/eve`,
      CreateDate: new Date('2026-01-01T00:00:00Z'),
      Tags: [{ Key: 'Team', Value: 'red' }],
    })
  })

  it('a name is taken whatever its case and path', async () => {
    const { ask } = iamWorld()
    await ask('CreateUser', { UserName: 'Eve' })
    await expectRefusal(
      ask('CreateUser', { UserName: 'eVE', Path: '/x/' }),
      'EntityAlreadyExists',
      409,
      'User with name eVE already exists.',
    )
  })
})
