import { describe, expect, it } from 'vitest'
import { expectRefusal, iamWorld } from './testing/iam-world.ts'

const tag = (Key: string, Value = 'x') => ({ Key, Value })

describe('tags', () => {
  it('of users, roles, policies and instance profiles are set, listed in pages and removed', async () => {
    const { ask, user, role, policy, profile } = iamWorld()
    await user('u')
    await role('r')
    await profile('p')
    const { arn: PolicyArn } = await policy('p')
    for (const [kind, which] of [
      ['User', { UserName: 'u' }],
      ['Role', { RoleName: 'r' }],
      ['InstanceProfile', { InstanceProfileName: 'p' }],
      ['Policy', { PolicyArn }],
    ] as const) {
      const list = (more: object = {}) => ask(`List${kind}Tags`, { ...which, ...more })
      await ask(`Tag${kind}`, { ...which, Tags: [tag('b'), tag('a')] })
      const page = await list({ MaxItems: 1 })
      expect(page).toMatchObject({ Tags: [tag('a')], IsTruncated: true })
      expect(await list({ Marker: page['Marker'] })).toEqual({
        Tags: [tag('b')],
        IsTruncated: false,
      })
      await ask(`Untag${kind}`, { ...which, TagKeys: ['a', 'c'] })
      expect(await list()).toEqual({ Tags: [tag('b')], IsTruncated: false })
    }
  })

  it('have keys whose case is kept and counts, but for users and roles', async () => {
    const { ask, profile } = iamWorld()
    await profile('p', { Tags: [tag('Team', 'red'), tag('TEAM', 'green')] })
    const which = { InstanceProfileName: 'p' }
    await ask('TagInstanceProfile', { ...which, Tags: [tag('team', 'blue')] })
    await ask('UntagInstanceProfile', { ...which, TagKeys: ['TEAM', 'tEAM'] })
    expect(await ask('ListInstanceProfileTags', which)).toMatchObject({
      Tags: [tag('Team', 'red'), tag('team', 'blue')],
    })
    await expectRefusal(
      ask('TagInstanceProfile', { ...which, Tags: [tag('a'), tag('a')] }),
      'InvalidInput',
      400,
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    )
  })

  it('of users have keys whose case is kept and does not count', async () => {
    const { ask, user } = iamWorld()
    await user('u', { Tags: [tag('Team', 'red')] })
    await ask('TagUser', { UserName: 'u', Tags: [tag('team', 'blue')] })
    expect(await ask('ListUserTags', { UserName: 'u' })).toMatchObject({
      Tags: [tag('Team', 'blue')],
    })
    await expectRefusal(
      ask('TagUser', { UserName: 'u', Tags: [tag('a'), tag('A')] }),
      'InvalidInput',
      400,
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    )
    await expectRefusal(
      ask('TagUser', { UserName: 'u', Tags: [tag('AWS:x')] }),
      'InvalidInput',
      400,
      'Tag keys that begin with aws: are reserved for system use.',
    )
  })

  it('are 50 at most', async () => {
    const { ask, user } = iamWorld()
    await user('u', { Tags: Array.from({ length: 50 }, (_, n) => tag(`k${n}`)) })
    await ask('TagUser', { UserName: 'u', Tags: [tag('k0', 'y')] })
    await expectRefusal(
      ask('TagUser', { UserName: 'u', Tags: [tag('k50')] }),
      'LimitExceeded',
      409,
      'Cannot exceed quota for TagsPerUser: 50',
    )
  })
})
