import { describe, expect, it } from 'vitest'
import { allowing, expectRefusal, iamWorld, readOnlyArn } from './testing/iam-world.ts'

describe('the account', () => {
  it('has one alias, and another takes its place', async () => {
    const { ask } = iamWorld()
    const aliases = async () => (await ask('ListAccountAliases'))['AccountAliases']
    await ask('CreateAccountAlias', { AccountAlias: 'first' })
    await ask('CreateAccountAlias', { AccountAlias: 'second' })
    expect(await aliases()).toEqual(['second'])
    await expectRefusal(
      ask('DeleteAccountAlias', { AccountAlias: 'first' }),
      'NoSuchEntity',
      404,
      'The account alias first cannot be found.',
    )
    await ask('DeleteAccountAlias', { AccountAlias: 'second' })
    expect(await aliases()).toEqual([])
  })

  it('is summed up in figures and quotas', async () => {
    const { ask, user, group, role, policy } = iamWorld()
    await user('u')
    await group('g')
    await role('r')
    const { arn: PolicyArn } = await policy('p')
    await ask('CreatePolicyVersion', { PolicyArn, PolicyDocument: allowing('sqs:*') })
    expect(await ask('GetAccountSummary')).toMatchObject({
      SummaryMap: {
        Users: 1,
        UsersQuota: 5_000,
        Groups: 1,
        GroupsQuota: 300,
        Roles: 1,
        RolesQuota: 1_000,
        Policies: 1,
        PoliciesQuota: 1_500,
        PolicyVersionsInUse: 2,
        PolicySizeQuota: 6_144,
        AccessKeysPerUserQuota: 2,
        AccountAccessKeysPresent: 0,
      },
    })
  })

  it('chooses the tokens of the global endpoint', async () => {
    const { ask } = iamWorld()
    const summary = async () => {
      const { SummaryMap } = await ask<{ SummaryMap: object }>('GetAccountSummary')
      return SummaryMap
    }
    expect(await summary()).toMatchObject({ GlobalEndpointTokenVersion: 1 })
    const GlobalEndpointTokenVersion = 'v2Token'
    await ask('SetSecurityTokenServicePreferences', { GlobalEndpointTokenVersion })
    expect(await summary()).toMatchObject({ GlobalEndpointTokenVersion: 2 })
  })

  it('is shown in detail: users, groups, roles and the policies that are in use', async () => {
    const { ask, user, group, role, profile, policy } = iamWorld()
    await user('u', { Tags: [{ Key: 'a', Value: 'b' }] })
    await group('g')
    await role('r', { PermissionsBoundary: readOnlyArn })
    await profile('ip')
    const { arn: PolicyArn } = await policy('p')
    await ask('AddUserToGroup', { GroupName: 'g', UserName: 'u' })
    await ask('AddRoleToInstanceProfile', { InstanceProfileName: 'ip', RoleName: 'r' })
    await ask('AttachGroupPolicy', { GroupName: 'g', PolicyArn })
    const PolicyDocument = allowing('s3:GetObject')
    await ask('PutUserPolicy', { UserName: 'u', PolicyName: 'in', PolicyDocument })
    const answer = await ask('GetAccountAuthorizationDetails')
    expect(answer).toMatchObject({
      UserDetailList: [
        {
          UserName: 'u',
          GroupList: ['g'],
          UserPolicyList: [
            {
              PolicyName: 'in',
              PolicyDocument: encodeURIComponent(PolicyDocument).replaceAll('*', '%2A'),
            },
          ],
          AttachedManagedPolicies: [],
          Tags: [{ Key: 'a', Value: 'b' }],
        },
      ],
      GroupDetailList: [
        {
          GroupName: 'g',
          GroupPolicyList: [],
          AttachedManagedPolicies: [{ PolicyName: 'p', PolicyArn }],
        },
      ],
      RoleDetailList: [
        {
          RoleName: 'r',
          PermissionsBoundary: { PermissionsBoundaryArn: readOnlyArn },
          InstanceProfileList: [{ InstanceProfileName: 'ip', Roles: [{ RoleName: 'r' }] }],
          RolePolicyList: [],
          RoleLastUsed: {},
        },
      ],
      Policies: [
        { PolicyName: 'p', AttachmentCount: 1, PolicyVersionList: [{ VersionId: 'v1' }] },
        { PolicyName: 'ReadOnlyAccess', PermissionsBoundaryUsageCount: 1 },
      ],
      IsTruncated: false,
    })
  })

  it('is shown in detail in pages over all lists, and only what a filter wants', async () => {
    const { ask, user, role } = iamWorld()
    await user('u')
    await role('r')
    const details = (more: object) => ask('GetAccountAuthorizationDetails', more)
    const first = await details({ MaxItems: 1 })
    expect(first).toMatchObject({
      UserDetailList: [{ UserName: 'u' }],
      RoleDetailList: [],
      IsTruncated: true,
    })
    expect(await details({ MaxItems: 1, Marker: first['Marker'] })).toMatchObject({
      UserDetailList: [],
      RoleDetailList: [{ RoleName: 'r' }],
      IsTruncated: false,
    })
    const aws = await details({ Filter: ['AWSManagedPolicy'] })
    expect(aws).toMatchObject({ UserDetailList: [], RoleDetailList: [], GroupDetailList: [] })
    expect(aws['Policies']).toHaveLength(3)
  })
})
