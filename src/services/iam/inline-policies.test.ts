import { describe, expect, it } from 'vitest'
import { allowing, expectRefusal, iamWorld } from './testing/iam-world.ts'

/** A document of so many characters without white space. */
function documentOf(length: number): string {
  const empty = allowing('s3:')
  return `\n  ${allowing(`s3:${'x'.repeat(length - empty.length)}`)}\n`
}

describe('inline policies', () => {
  it('are kept as written and shown URL-encoded', async () => {
    const { ask, user } = iamWorld()
    await user('eve')
    const PolicyDocument =
      '{ "Version": "2012-10-17",\n"Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } }'
    await ask('PutUserPolicy', { UserName: 'eve', PolicyName: 'b', PolicyDocument })
    await ask('PutUserPolicy', { UserName: 'eve', PolicyName: 'a', PolicyDocument })
    expect(await ask('GetUserPolicy', { UserName: 'EVE', PolicyName: 'b' })).toEqual({
      UserName: 'eve',
      PolicyName: 'b',
      PolicyDocument:
        '%7B%20%22Version%22%3A%20%222012-10-17%22%2C%0A%22Statement%22%3A%20%7B%20%22Effect%22%3A%20%22Allow%22%2C%20%22Action%22%3A%20%22s3%3A%2A%22%2C%20%22Resource%22%3A%20%22%2A%22%20%7D%20%7D',
    })
    expect(await ask('ListUserPolicies', { UserName: 'eve' })).toEqual({
      PolicyNames: ['a', 'b'],
      IsTruncated: false,
    })
    const page = await ask<{ Marker: string }>('ListUserPolicies', { UserName: 'eve', MaxItems: 1 })
    expect(page).toMatchObject({ PolicyNames: ['a'], IsTruncated: true })
    expect(
      await ask('ListUserPolicies', { UserName: 'eve', MaxItems: 1, Marker: page.Marker }),
    ).toEqual({ PolicyNames: ['b'], IsTruncated: false })
  })

  it('are missing by the kind of their owner', async () => {
    const { ask, user, group, role } = iamWorld()
    await user('u')
    await group('g')
    await role('r')
    const PolicyName = 'p'
    for (const [operation, kind, input] of [
      ['GetUserPolicy', 'user', { UserName: 'u' }],
      ['DeleteUserPolicy', 'user', { UserName: 'u' }],
      ['GetGroupPolicy', 'group', { GroupName: 'g' }],
      ['DeleteGroupPolicy', 'group', { GroupName: 'g' }],
      ['GetRolePolicy', 'role', { RoleName: 'r' }],
      ['DeleteRolePolicy', 'role', { RoleName: 'r' }],
    ] as const) {
      await expectRefusal(
        ask(operation, { ...input, PolicyName }),
        'NoSuchEntity',
        404,
        `The ${kind} policy with name p cannot be found.`,
      )
    }
  })

  it('are refused when they are malformed, and what was there stays', async () => {
    const { ask, group } = iamWorld()
    await group('g')
    const put = (PolicyDocument: string) =>
      ask('PutGroupPolicy', { GroupName: 'g', PolicyName: 'p', PolicyDocument })
    await put(allowing('s3:*'))
    const refused = (document: string, message: string) =>
      expectRefusal(put(document), 'MalformedPolicyDocument', 400, message)
    await refused('{}', 'Syntax errors in policy.')
    await refused(allowing('*:*:*'), 'Actions/Condition can contain only one colon.')
    await refused(allowing(), 'Policy statement must contain actions.')
    expect(await ask('GetGroupPolicy', { GroupName: 'g', PolicyName: 'p' })).toMatchObject({
      PolicyDocument: encodeURIComponent(allowing('s3:*')).replaceAll('*', '%2A'),
    })
  })

  it('of one owner share 2,048, 5,120 or 10,240 characters, white space left out', async () => {
    const { ask, user, group, role } = iamWorld()
    await user('u')
    await group('g')
    await role('r')
    for (const [operation, owner, max, name] of [
      ['PutUserPolicy', { UserName: 'u' }, 2_048, 'user u'],
      ['PutGroupPolicy', { GroupName: 'g' }, 5_120, 'group g'],
      ['PutRolePolicy', { RoleName: 'r' }, 10_240, 'role r'],
    ] as const) {
      const put = (PolicyName: string, length: number) =>
        ask(operation, { ...owner, PolicyName, PolicyDocument: documentOf(length) })
      await put('a', max - 1_000)
      await put('b', 1_000)
      await put('b', 1_000)
      await expectRefusal(
        put('b', 1_001),
        'LimitExceeded',
        409,
        `Maximum policy size of ${max} bytes exceeded for ${name}`,
      )
    }
  })
})
