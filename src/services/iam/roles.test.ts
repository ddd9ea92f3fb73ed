import { describe, expect, it } from 'vitest'
import {
  account,
  allowing,
  expectRefusal,
  iamWorld,
  readOnlyArn,
  trusting,
} from './testing/iam-world.ts'

interface Answer {
  readonly Role: Readonly<Record<string, unknown>>
}

/** The trust policy of GetRole, decoded. */
async function trustOf(ask: ReturnType<typeof iamWorld>['ask'], RoleName: string) {
  const { Role } = await ask<Answer>('GetRole', { RoleName })
  return decodeURIComponent(String(Role['AssumeRolePolicyDocument']))
}

describe('roles', () => {
  it('CreateRole answers without what only GetRole tells', async () => {
    const { ask } = iamWorld()
    const document = trusting('lambda.amazonaws.com')
    const { Role } = await ask<Answer>('CreateRole', {
      RoleName: 'worker',
      Path: '/svc/',
      AssumeRolePolicyDocument: document,
      Description: 'Works',
      MaxSessionDuration: 7_200,
    })
    const brief = {
      Path: '/svc/',
      RoleName: 'worker',
      RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/) as string,
      Arn: `arn:aws:iam::${account}:role/svc/worker`,
      CreateDate: new Date('2026-01-01T00:00:00Z'),
      AssumeRolePolicyDocument: encodeURIComponent(document),
    }
    expect(Role).toEqual(brief)
    expect(await ask('GetRole', { RoleName: 'worker' })).toEqual({
      Role: { ...brief, Description: 'Works', MaxSessionDuration: 7_200, RoleLastUsed: {} },
    })
    expect(await ask('ListRoles', { PathPrefix: '/svc/' })).toEqual({
      Roles: [{ ...brief, Description: 'Works', MaxSessionDuration: 7_200 }],
      IsTruncated: false,
    })
  })

  it('aren’t made on the path of service-linked roles', async () => {
    const { ask } = iamWorld()
    await expect(
      ask('CreateRole', {
        RoleName: 'worker',
        Path: '/aws-service-role/x/',
        AssumeRolePolicyDocument: trusting('lambda.amazonaws.com'),
      }),
    ).rejects.toMatchObject({
      code: 'InvalidInput',
      message: "Path prefix '/aws-service-role/' can only be used for AWS Service linked Roles",
    })
  })

  it('are changed by UpdateRole and UpdateRoleDescription', async () => {
    const { ask, role } = iamWorld()
    await role('worker')
    await ask('UpdateRole', { RoleName: 'worker', MaxSessionDuration: 43_200 })
    const answer = await ask('UpdateRoleDescription', { RoleName: 'worker', Description: 'New' })
    const changed = { Role: { MaxSessionDuration: 43_200, Description: 'New' } }
    expect(answer).toMatchObject(changed)
    expect(await ask('GetRole', { RoleName: 'worker' })).toMatchObject(changed)
  })

  it('refuse trust policies in AWS’s words', async () => {
    const { ask } = iamWorld()
    const refused = (document: string, message: string) =>
      expectRefusal(
        ask('CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: document }),
        'MalformedPolicyDocument',
        400,
        message,
      )
    await refused('{', 'This policy contains invalid Json')
    await refused(allowing('sts:AssumeRole'), 'Missing required field Principal')
    const withResource = trusting('ec2.amazonaws.com').replace(
      '"Action"',
      '"Resource":"*","Action"',
    )
    await refused(withResource, 'Has prohibited field Resource')
    const gone = `arn:aws:iam::${account}:user/nobody`
    await refused(trusting(gone), `Invalid principal in policy: "AWS":"${gone}"`)
    const endless = `arn:aws:iam::${account}:role/${'é'.repeat(10_000)}`
    await refused(trusting(endless), `Invalid principal in policy: "AWS":"${endless}"`)
    const id = 'AIDAABCDEFGHIJKLMNOPQ'
    await refused(trusting(id), `Invalid principal in policy: "AWS":"${id}"`)
    expect(await ask('ListRoles')).toEqual({ Roles: [], IsTruncated: false })
  })

  it('trust the very user they named, not a namesake made later', async () => {
    const { ask, user, role } = iamWorld()
    const eve = await user('eve', { Path: '/team/' })
    await role('worker', { AssumeRolePolicyDocument: trusting(eve.arn) })
    expect(await trustOf(ask, 'worker')).toBe(trusting(eve.arn))
    await ask('UpdateUser', { UserName: 'eve', NewUserName: 'ada' })
    const moved = `arn:aws:iam::${account}:user/team/ada`
    expect(await trustOf(ask, 'worker')).toBe(trusting(moved))
    await ask('DeleteUser', { UserName: 'ada' })
    await user('ada', { Path: '/team/' })
    expect(await trustOf(ask, 'worker')).toBe(trusting(eve.id))
    await ask('UpdateAssumeRolePolicy', { RoleName: 'worker', PolicyDocument: trusting(moved) })
    expect(await trustOf(ask, 'worker')).toBe(trusting(moved))
  })

  it('bind principals of other accounts to their ids, too', async () => {
    const { ask, role } = iamWorld()
    const place = { account: '222222222222' }
    const create = () =>
      ask<{ User: { UserId: string } }>('CreateUser', { UserName: 'bob' }, { place })
    const bob = 'arn:aws:iam::222222222222:user/bob'
    const { User } = await create()
    await role('worker', { AssumeRolePolicyDocument: trusting(bob) })
    expect(await trustOf(ask, 'worker')).toBe(trusting(bob))
    await ask('DeleteUser', { UserName: 'bob' }, { place })
    await create()
    expect(await trustOf(ask, 'worker')).toBe(trusting(User.UserId))
    const nobody = 'arn:aws:iam::222222222222:user/nobody'
    await expectRefusal(
      ask('CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: trusting(nobody) }),
      'MalformedPolicyDocument',
      400,
      `Invalid principal in policy: "AWS":"${nobody}"`,
    )
  })

  it('principals are told by path and case', async () => {
    const { ask, user } = iamWorld()
    await user('Eve', { Path: '/team/' })
    for (const name of ['user/Eve', 'user/team/eve', 'role/team/Eve']) {
      const arn = `arn:aws:iam::${account}:${name}`
      await expectRefusal(
        ask('CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: trusting(arn) }),
        'MalformedPolicyDocument',
        400,
        `Invalid principal in policy: "AWS":"${arn}"`,
      )
    }
  })

  it('have trust policies of 2,048 characters at most, white space left out', async () => {
    const { ask, role } = iamWorld()
    const accounts = Array.from({ length: 60 }, (_, n) => `arn:aws:iam::1111111111${n + 10}:root`)
    const statement = { Effect: 'Allow', Principal: { AWS: accounts }, Action: 'sts:AssumeRole' }
    const document = { Version: '2012-10-17', Statement: statement }
    await expectRefusal(
      ask('CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: JSON.stringify(document) }),
      'LimitExceeded',
      409,
      'Cannot exceed quota for ACLSizePerRole: 2048',
    )
    const spacious = trusting('ec2.amazonaws.com').replaceAll(',', `,${' '.repeat(1_000)}`)
    await role('r', { AssumeRolePolicyDocument: spacious })
  })

  it('are deleted only when nothing of theirs is left', async () => {
    const { ask, role, profile } = iamWorld()
    const RoleName = 'worker'
    await role(RoleName)
    await profile('p')
    await ask('AddRoleToInstanceProfile', { InstanceProfileName: 'p', RoleName })
    await ask('AttachRolePolicy', { RoleName, PolicyArn: readOnlyArn })
    await ask('PutRolePolicy', { RoleName, PolicyName: 'p', PolicyDocument: allowing('s3:*') })
    const refused = (message: string) =>
      expectRefusal(ask('DeleteRole', { RoleName }), 'DeleteConflict', 409, message)
    await refused('Cannot delete entity, must remove roles from instance profile first.')
    await ask('RemoveRoleFromInstanceProfile', { InstanceProfileName: 'p', RoleName })
    await refused('Cannot delete entity, must detach all policies first.')
    await ask('DetachRolePolicy', { RoleName, PolicyArn: readOnlyArn })
    await refused('Cannot delete entity, must delete policies first.')
    await ask('DeleteRolePolicy', { RoleName, PolicyName: 'p' })
    await ask('DeleteRole', { RoleName })
    await expectRefusal(
      ask('GetRole', { RoleName }),
      'NoSuchEntity',
      404,
      'The role with name worker cannot be found.',
    )
  })
})
