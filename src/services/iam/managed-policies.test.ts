import { describe, expect, it } from 'vitest'
import {
  account,
  allowing,
  expectRefusal,
  iamWorld,
  readOnlyArn,
  serviceLinkedPolicyArn,
} from './testing/iam-world.ts'

describe('customer managed policies', () => {
  it('are made with a first version that counts', async () => {
    const { ask } = iamWorld()
    const { Policy } = await ask<{ Policy: object }>('CreatePolicy', {
      PolicyName: 'p',
      Path: '/x/',
      PolicyDocument: allowing('s3:*'),
      Description: 'All of S3',
      Tags: [{ Key: 'a', Value: '' }],
    })
    const listed = {
      PolicyName: 'p',
      PolicyId: expect.stringMatching(/^ANPA[A-Z2-7]{17}$/) as string,
      Arn: `arn:aws:iam::${account}:policy/x/p`,
      Path: '/x/',
      DefaultVersionId: 'v1',
      AttachmentCount: 0,
      PermissionsBoundaryUsageCount: 0,
      IsAttachable: true,
      CreateDate: new Date('2026-01-01T00:00:00Z'),
      UpdateDate: new Date('2026-01-01T00:00:00Z'),
    }
    const Tags = [{ Key: 'a', Value: '' }]
    expect(Policy).toEqual({ ...listed, Tags })
    const PolicyArn = listed.Arn
    expect(await ask('GetPolicy', { PolicyArn })).toEqual({
      Policy: { ...listed, Tags, Description: 'All of S3' },
    })
    expect(await ask('ListPolicies', { Scope: 'Local' })).toEqual({
      Policies: [listed],
      IsTruncated: false,
    })
    await expectRefusal(
      ask('CreatePolicy', { PolicyName: 'P', PolicyDocument: allowing('s3:*') }),
      'EntityAlreadyExists',
      409,
      'A policy called P already exists. Duplicate names are not allowed.',
    )
  })

  it('have five versions at most, whose numbers are never used again', async () => {
    const { ask, policy, advance } = iamWorld()
    const { arn: PolicyArn } = await policy('p')
    const create = (more: object = {}) =>
      ask('CreatePolicyVersion', { PolicyArn, PolicyDocument: allowing('sqs:*'), ...more })
    await advance(1_000)
    expect(await create({ SetAsDefault: true })).toEqual({
      PolicyVersion: {
        VersionId: 'v2',
        IsDefaultVersion: true,
        CreateDate: new Date('2026-01-01T00:00:01Z'),
      },
    })
    for (let n = 3; n <= 5; n++) await create()
    await expectRefusal(
      create(),
      'LimitExceeded',
      409,
      'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
    )
    await expectRefusal(
      ask('DeletePolicyVersion', { PolicyArn, VersionId: 'v2' }),
      'DeleteConflict',
      409,
      'Cannot delete the default version of a policy.',
    )
    await ask('DeletePolicyVersion', { PolicyArn, VersionId: 'v5' })
    expect(await create()).toMatchObject({ PolicyVersion: { VersionId: 'v6' } })
    await ask('SetDefaultPolicyVersion', { PolicyArn, VersionId: 'v1' })
    type Answer = { Versions: { VersionId: string; IsDefaultVersion: boolean }[] }
    const { Versions } = await ask<Answer>('ListPolicyVersions', { PolicyArn })
    expect(Versions.map((one) => [one.VersionId, one.IsDefaultVersion])).toEqual([
      ['v6', false],
      ['v4', false],
      ['v3', false],
      ['v2', false],
      ['v1', true],
    ])
    expect(await ask('GetPolicyVersion', { PolicyArn, VersionId: 'v6' })).toMatchObject({
      PolicyVersion: { Document: encodeURIComponent(allowing('sqs:*')).replaceAll('*', '%2A') },
    })
  })

  it('are deleted when nobody has them and one version is left', async () => {
    const { ask, policy, user, role } = iamWorld()
    const { arn: PolicyArn } = await policy('p')
    await user('eve')
    await role('worker', { PermissionsBoundary: PolicyArn })
    await ask('AttachUserPolicy', { UserName: 'eve', PolicyArn })
    await ask('CreatePolicyVersion', { PolicyArn, PolicyDocument: allowing('sqs:*') })
    const refused = (message: string) =>
      expectRefusal(ask('DeletePolicy', { PolicyArn }), 'DeleteConflict', 409, message)
    await refused('Cannot delete a policy attached to entities.')
    await ask('DetachUserPolicy', { UserName: 'eve', PolicyArn })
    await refused('Cannot delete a policy attached to entities.')
    await ask('DeleteRolePermissionsBoundary', { RoleName: 'worker' })
    await refused(
      "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
    )
    await ask('DeletePolicyVersion', { PolicyArn, VersionId: 'v2' })
    await ask('DeletePolicy', { PolicyArn })
    await expectRefusal(
      ask('GetPolicy', { PolicyArn }),
      'NoSuchEntity',
      404,
      `Policy ${PolicyArn} was not found.`,
    )
  })

  it('are of 6,144 characters at most, white space left out', async () => {
    const { ask, policy } = iamWorld()
    const long = (length: number) => allowing(`s3:${'x'.repeat(length - allowing('s3:').length)}`)
    await policy('p', { PolicyDocument: `${long(6_144)}${' '.repeat(1_000)}` })
    await expectRefusal(
      ask('CreatePolicy', { PolicyName: 'q', PolicyDocument: long(6_145) }),
      'LimitExceeded',
      409,
      'Cannot exceed quota for PolicySize: 6144',
    )
  })
})

describe('AWS’s managed policies', () => {
  it('are there for every account, and nobody changes them', async () => {
    const { ask } = iamWorld()
    expect(await ask('GetPolicy', { PolicyArn: readOnlyArn })).toMatchObject({
      Policy: { PolicyName: 'ReadOnlyAccess', Path: '/', IsAttachable: true, Tags: [] },
    })
    await expectRefusal(
      ask('DeletePolicy', { PolicyArn: readOnlyArn }),
      'NoSuchEntity',
      404,
      `Policy ${readOnlyArn} was not found.`,
    )
    type Answer = { Policies: { PolicyName: string }[] }
    const names = async (input: object) =>
      (await ask<Answer>('ListPolicies', input)).Policies.map(({ PolicyName }) => PolicyName)
    expect(await names({ Scope: 'AWS' })).toEqual([
      'AmazonECSServiceRolePolicy',
      'Billing',
      'ReadOnlyAccess',
    ])
    expect(await names({ PathPrefix: '/job-function/' })).toEqual(['Billing'])
  })
})

describe('attached policies', () => {
  it('are counted, listed by entity, and attached once', async () => {
    const { ask, user, group, role } = iamWorld()
    const eve = await user('eve', { Path: '/in/' })
    const team = await group('team')
    const worker = await role('worker', { PermissionsBoundary: readOnlyArn })
    const PolicyArn = readOnlyArn
    await ask('AttachUserPolicy', { UserName: 'eve', PolicyArn })
    await ask('AttachUserPolicy', { UserName: 'eve', PolicyArn })
    await ask('AttachGroupPolicy', { GroupName: 'team', PolicyArn })
    expect(await ask('GetPolicy', { PolicyArn })).toMatchObject({
      Policy: { AttachmentCount: 2, PermissionsBoundaryUsageCount: 1 },
    })
    const users = [{ UserName: 'eve', UserId: eve.id }]
    const groups = [{ GroupName: 'team', GroupId: team.id }]
    const roles = [{ RoleName: 'worker', RoleId: worker.id }]
    const entities = (more: object = {}) => ask('ListEntitiesForPolicy', { PolicyArn, ...more })
    const answer = (PolicyGroups: object[], PolicyUsers: object[], PolicyRoles: object[]) => ({
      PolicyGroups,
      PolicyUsers,
      PolicyRoles,
      IsTruncated: false,
    })
    expect(await entities()).toEqual(answer(groups, users, roles))
    expect(await entities({ EntityFilter: 'User' })).toEqual(answer([], users, []))
    expect(await entities({ PathPrefix: '/in/' })).toEqual(answer([], users, []))
    expect(await entities({ PolicyUsageFilter: 'PermissionsBoundary' })).toEqual(
      answer([], [], roles),
    )
    expect(await ask('ListPolicies', { Scope: 'AWS', OnlyAttached: true })).toMatchObject({
      Policies: [{ PolicyName: 'ReadOnlyAccess' }],
    })
  })

  it('are refused when they do not exist or are for services alone', async () => {
    const { ask, role } = iamWorld()
    await role('r')
    const attach = (PolicyArn: string) => ask('AttachRolePolicy', { RoleName: 'r', PolicyArn })
    const other = `arn:aws:iam::${account}:role/r`
    await expectRefusal(attach(other), 'InvalidInput', 400, `ARN ${other} is not valid.`)
    const missing = `arn:aws:iam::${account}:policy/nothing`
    await expectRefusal(
      attach(missing),
      'NoSuchEntity',
      404,
      `Policy ${missing} does not exist or is not attachable.`,
    )
    await expectRefusal(
      attach(serviceLinkedPolicyArn),
      'PolicyNotAttachable',
      400,
      'Cannot attach a Service Role Policy to a Customer Role.',
    )
    await expectRefusal(
      ask('PutRolePermissionsBoundary', { RoleName: 'r', PermissionsBoundary: missing }),
      'NoSuchEntity',
      404,
      `Scope ARN: ${missing} does not exist or is not attachable.`,
    )
  })

  it('are ten at most on a role', async () => {
    const { ask, role, policy } = iamWorld()
    await role('r')
    for (let n = 0; n <= 10; n++) {
      const { arn: PolicyArn } = await policy(`p${n}`)
      const attached = ask('AttachRolePolicy', { RoleName: 'r', PolicyArn })
      if (n < 10) await attached
      else {
        const message = 'Cannot exceed quota for PoliciesPerRole: 10'
        await expectRefusal(attached, 'LimitExceeded', 409, message)
      }
    }
  })
})
