import { describe, expect, it } from 'vitest'
import { account, allowing, expectRefusal, iamWorld, readOnlyArn } from './testing/iam-world.ts'

const document = JSON.stringify({
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Action: 's3:GetObject',
    Resource: "arn:aws:s3:::b/${aws:username}/${aws:PrincipalTag/team, 'all'}/${*}",
    Condition: {
      StringEquals: { 'aws:RequestedRegion': 'us-east-1', 'aws:sourceVpc': '${aws:UserName}' },
      Bool: { 'AWS:requestedregion': 'true' },
    },
  },
})

describe('context keys', () => {
  it('are those of conditions and variables, each once and as written', async () => {
    const { ask } = iamWorld()
    expect(await ask('GetContextKeysForCustomPolicy', { PolicyInputList: [document] })).toEqual({
      ContextKeyNames: [
        'aws:RequestedRegion',
        'aws:sourceVpc',
        'aws:username',
        'aws:PrincipalTag/team',
      ],
    })
    const old = document.replace('2012-10-17', '2008-10-17')
    expect(await ask('GetContextKeysForCustomPolicy', { PolicyInputList: [old] })).toEqual({
      ContextKeyNames: ['aws:RequestedRegion', 'aws:sourceVpc'],
    })
  })

  it('of a principal are those of its own and its groups’ policies', async () => {
    const { ask, user, group } = iamWorld()
    const eve = await user('eve')
    await group('team')
    await ask('AddUserToGroup', { GroupName: 'team', UserName: 'eve' })
    await ask('PutGroupPolicy', { GroupName: 'team', PolicyName: 'p', PolicyDocument: document })
    const keys = (PolicySourceArn: string) =>
      ask('GetContextKeysForPrincipalPolicy', { PolicySourceArn })
    expect(await keys(eve.arn)).toMatchObject({ ContextKeyNames: { length: 4 } })
    const other = `arn:aws:iam::${account}:policy/p`
    await expectRefusal(keys(other), 'InvalidInput', 400, `ARN ${other} is not valid.`)
    await expectRefusal(
      keys(`arn:aws:iam::${account}:user/x/eve`),
      'NoSuchEntity',
      404,
      'The user with name eve cannot be found.',
    )
  })
})

describe('policies granting service access', () => {
  it('are told by service, inline ones with whose they are', async () => {
    const { ask, user, group, policy } = iamWorld()
    const eve = await user('eve')
    await group('team')
    await policy('admin', { PolicyDocument: allowing('*') })
    const PolicyArn = `arn:aws:iam::${account}:policy/admin`
    await ask('AddUserToGroup', { GroupName: 'team', UserName: 'eve' })
    await ask('PutGroupPolicy', {
      GroupName: 'team',
      PolicyName: 'queues',
      PolicyDocument: allowing('sqs:SendMessage'),
    })
    await ask('AttachUserPolicy', { UserName: 'eve', PolicyArn })
    await ask('AttachUserPolicy', { UserName: 'eve', PolicyArn: readOnlyArn })
    const admin = { PolicyName: 'admin', PolicyType: 'MANAGED', PolicyArn }
    const readOnly = { PolicyName: 'ReadOnlyAccess', PolicyType: 'MANAGED', PolicyArn: readOnlyArn }
    const queues = {
      PolicyName: 'queues',
      PolicyType: 'INLINE',
      EntityType: 'GROUP',
      EntityName: 'team',
    }
    expect(
      await ask('ListPoliciesGrantingServiceAccess', {
        Arn: eve.arn,
        ServiceNamespaces: ['s3', 'sqs', 'ec2'],
      }),
    ).toEqual({
      PoliciesGrantingServiceAccess: [
        { ServiceNamespace: 's3', Policies: [admin, readOnly] },
        { ServiceNamespace: 'sqs', Policies: [admin, queues] },
        { ServiceNamespace: 'ec2', Policies: [admin] },
      ],
      IsTruncated: false,
    })
  })
})
