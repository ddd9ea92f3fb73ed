import { describe, expect, it } from 'vitest'
import type { EvaluationResult } from '../../../generated/iam.ts'
import { account, allowing, expectRefusal, iamWorld, readOnlyArn } from '../testing/iam-world.ts'

const annArn = `arn:aws:iam::${account}:user/ann`
const queueArn = `arn:aws:sqs:us-east-1:${account}:jobs`

function policy(...statements: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements })
}

const allow = (Action: string, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource: '*',
  ...more,
})
const deny = (Action: string) => ({ Effect: 'Deny', Action, Resource: '*' })

type Answer = { EvaluationResults: EvaluationResult[]; IsTruncated: boolean; Marker?: string }

function simulatingWorld() {
  const cloud = iamWorld()
  const custom = (input: object) => cloud.ask<Answer>('SimulateCustomPolicy', input)
  const results = async (input: object) => (await custom(input)).EvaluationResults
  const decisions = async (input: object) =>
    (await results(input)).map(({ EvalDecision }) => EvalDecision)
  const ofPrincipal = async (input: object) =>
    (await cloud.ask<Answer>('SimulatePrincipalPolicy', input)).EvaluationResults
  return { ...cloud, custom, results, decisions, ofPrincipal }
}

describe('SimulateCustomPolicy', () => {
  it('tells for each action on each resource what decided, and where it stands', async () => {
    const { custom } = simulatingWorld()
    const text = policy(allow('sqs:*'), deny('sqs:DeleteQueue'))
    const answer = await custom({
      PolicyInputList: [text],
      ActionNames: ['sqs:SendMessage', 'sqs:DeleteQueue', 's3:GetObject'],
      ResourceArns: [queueArn],
    })
    const first = text.indexOf('{"Effect":"Allow"')
    const second = text.indexOf('{"Effect":"Deny"')
    const found = (start: number, end: number) => [
      {
        SourcePolicyId: 'PolicyInputList.1',
        SourcePolicyType: 'IAM Policy',
        StartPosition: { Line: 1, Column: start + 1 },
        EndPosition: { Line: 1, Column: end + 1 },
      },
    ]
    const result = (action: string, decision: string, statements: object[]) => ({
      EvalActionName: action,
      EvalResourceName: queueArn,
      EvalDecision: decision,
      MatchedStatements: statements,
      MissingContextValues: [],
      EvalDecisionDetails: {},
      ResourceSpecificResults: [
        {
          EvalResourceName: queueArn,
          EvalResourceDecision: decision,
          MatchedStatements: statements,
          MissingContextValues: [],
          EvalDecisionDetails: {},
        },
      ],
    })
    expect(answer).toEqual({
      EvaluationResults: [
        result('sqs:SendMessage', 'allowed', found(first, second - 1)),
        result('sqs:DeleteQueue', 'explicitDeny', found(second, text.length - 2)),
        result('s3:GetObject', 'implicitDeny', []),
      ],
      IsTruncated: false,
    })
  })

  it('counts lines, and begins a statement behind the bracket before it', async () => {
    const { results } = simulatingWorld()
    const text = [
      '{',
      '  "Version": "2012-10-17",',
      '  "Statement": [',
      '    {',
      '      "Effect": "Allow",',
      '      "Action": "*",',
      '      "Resource": "*"',
      '    }',
      '  ]',
      '}',
    ].join('\n')
    const [result] = await results({ PolicyInputList: [text], ActionNames: ['sqs:SendMessage'] })
    expect(result?.MatchedStatements).toMatchObject([
      { StartPosition: { Line: 3, Column: 17 }, EndPosition: { Line: 8, Column: 6 } },
    ])
  })

  it('names the context keys that are missing, as the policy writes them', async () => {
    const { results } = simulatingWorld()
    const condition = {
      StringEquals: { 'aws:RequestedRegion': 'eu-west-1', 'AWS:UserName': 'ann' },
    }
    const input = {
      PolicyInputList: [policy(allow('sqs:*', { Condition: condition }))],
      ActionNames: ['sqs:SendMessage'],
    }
    const [without] = await results(input)
    expect(without).toMatchObject({
      EvalDecision: 'implicitDeny',
      MissingContextValues: ['aws:RequestedRegion', 'AWS:UserName'],
    })
    const entry = (name: string, value: string) => ({
      ContextKeyName: name,
      ContextKeyValues: [value],
      ContextKeyType: 'string',
    })
    const [whole] = await results({
      ...input,
      ContextEntries: [entry('aws:RequestedRegion', 'eu-west-1'), entry('aws:username', 'ann')],
    })
    expect(whole).toMatchObject({ EvalDecision: 'allowed', MissingContextValues: [] })
  })

  it('bounds by a permissions boundary, and by an organisation’s levels', async () => {
    const { results } = simulatingWorld()
    const input = { PolicyInputList: [allowing('sqs:*')], ActionNames: ['sqs:SendMessage'] }
    const bounded = { PermissionsBoundaryPolicyInputList: [allowing('s3:*')] }
    expect(await results({ ...input, ...bounded })).toMatchObject([
      {
        EvalDecision: 'implicitDeny',
        PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
      },
    ])
    const levels = (...actions: string[]) => ({
      OrderedOrganizationPolicyInputList: actions.map((action) => ({
        ServiceControlPolicyInputList: [allowing(action)],
      })),
    })
    expect(await results({ ...input, ...levels('*', 's3:*') })).toMatchObject([
      {
        EvalDecision: 'implicitDeny',
        OrganizationsDecisionDetail: { AllowedByOrganizations: false },
      },
    ])
    expect(await results({ ...input, ...levels('*', 'sqs:*') })).toMatchObject([
      { EvalDecision: 'allowed', OrganizationsDecisionDetail: { AllowedByOrganizations: true } },
    ])
  })

  it('asks a resource’s policy too, of another account both', async () => {
    const { results, decisions } = simulatingWorld()
    const resourcePolicy = policy({
      Effect: 'Allow',
      Principal: { AWS: annArn },
      Action: 'sqs:*',
      Resource: '*',
    })
    const input = {
      PolicyInputList: [allowing('s3:*')],
      ActionNames: ['sqs:SendMessage'],
      ResourceArns: [queueArn],
      ResourcePolicy: resourcePolicy,
      CallerArn: annArn,
    }
    expect(await decisions(input)).toEqual(['allowed'])
    const foreign = { ...input, ResourceOwner: 'arn:aws:iam::210987654321:root' }
    expect(await results(foreign)).toMatchObject([
      {
        EvalDecision: 'implicitDeny',
        EvalDecisionDetails: { 'IAM Policy': 'implicitDeny', 'Resource Policy': 'allowed' },
      },
    ])
  })

  it('comes in pages', async () => {
    const { custom } = simulatingWorld()
    const input = {
      PolicyInputList: [allowing('sqs:*')],
      ActionNames: ['sqs:SendMessage', 's3:GetObject', 'sqs:ListQueues'],
      MaxItems: 2,
    }
    const first = await custom(input)
    expect(first.EvaluationResults.map((one) => one.EvalActionName)).toEqual([
      'sqs:SendMessage',
      's3:GetObject',
    ])
    const second = await custom({ ...input, Marker: first.Marker })
    expect(second.EvaluationResults.map((one) => one.EvalActionName)).toEqual(['sqs:ListQueues'])
    expect(second.IsTruncated).toBe(false)
  })

  it('comes in short pages where policies are long and resources too', async () => {
    const { ask } = iamWorld()
    const document = JSON.stringify({
      Version: '2012-10-17',
      Statement: Array.from({ length: 100 }, () => ({
        Effect: 'Allow',
        Action: 's3:*',
        Resource: `arn:aws:s3:::*${'a'.repeat(450)}*${'a'.repeat(450)}b`,
      })),
    })
    const page = await ask<Answer>('SimulateCustomPolicy', {
      PolicyInputList: [document],
      ActionNames: ['s3:GetObject', 's3:PutObject', 's3:ListBucket', 's3:DeleteObject'],
      ResourceArns: [`arn:aws:s3:::${'b'.repeat(1_000)}`],
    })
    expect(page.EvaluationResults).toHaveLength(1)
    expect(page).toMatchObject({ IsTruncated: true, Marker: expect.any(String) as string })
  })

  it('takes policies of half a million characters together', async () => {
    const { custom } = simulatingWorld()
    const long = policy(allow('*'), { ...allow('s3:*'), Sid: 'a'.repeat(130_000) })
    const input = { PolicyInputList: Array.from({ length: 5 }, () => long) }
    await expectRefusal(
      custom({ ...input, ActionNames: ['sqs:SendMessage'] }),
      'InvalidInput',
      400,
      'Policies of at most 524288 characters can be simulated.',
    )
  })

  it('names the keys that a resource’s policy lacks', async () => {
    const { results } = simulatingWorld()
    const Condition = { StringEquals: { 'AWS:RequestedRegion': 'eu-west-1' } }
    const [result] = await results({
      PolicyInputList: [policy(allow('s3:*'))],
      ResourcePolicy: policy({ ...allow('sqs:*', { Condition }), Principal: '*' }),
      CallerArn: annArn,
      ActionNames: ['sqs:SendMessage'],
      ResourceArns: [queueArn],
    })
    expect(result).toMatchObject({
      EvalDecision: 'implicitDeny',
      MissingContextValues: ['AWS:RequestedRegion'],
    })
  })

  it('refuses what can’t be simulated', async () => {
    const { custom } = simulatingWorld()
    const input = { PolicyInputList: [allowing('*')], ActionNames: ['sqs:SendMessage'] }
    const refused = (more: object, message: string) =>
      expectRefusal(custom({ ...input, ...more }), 'InvalidInput', 400, message)
    await refused({ PolicyInputList: ['{}'] }, 'Syntax errors in policy.')
    await refused({ ActionNames: ['sqs:*'] }, 'Invalid action: sqs:*')
    await refused({ ResourceOwner: 'me' }, 'Invalid resource owner: me')
    await refused(
      { ResourcePolicy: policy({ ...allow('*'), Principal: '*' }) },
      'CallerArn must be specified with ResourcePolicy.',
    )
    const role = `arn:aws:iam::${account}:role/r`
    await refused({ CallerArn: role }, `CallerArn ${role} is not the ARN of an IAM user.`)
    await refused(
      { PermissionsBoundaryPolicyInputList: [allowing('*'), allowing('*')] },
      'Only one permissions boundary can be simulated.',
    )
  })
})

describe('SimulatePrincipalPolicy', () => {
  it('takes a user’s policies with its groups’, and calls each by its name', async () => {
    const { ask, ofPrincipal } = simulatingWorld()
    await ask('CreateUser', { UserName: 'ann' })
    await ask('CreateGroup', { GroupName: 'team' })
    await ask('AddUserToGroup', { UserName: 'ann', GroupName: 'team' })
    await ask('PutUserPolicy', {
      UserName: 'ann',
      PolicyName: 'own',
      PolicyDocument: policy({ ...allow('sqs:*'), Resource: 'arn:aws:sqs:*:*:${aws:username}-*' }),
    })
    await ask('PutGroupPolicy', {
      GroupName: 'team',
      PolicyName: 'shared',
      PolicyDocument: policy(deny('s3:GetObject')),
    })
    await ask('AttachUserPolicy', { UserName: 'ann', PolicyArn: readOnlyArn })
    const found = async (action: string, resource: string) => {
      const [result] = await ofPrincipal({
        PolicySourceArn: annArn,
        ActionNames: [action],
        ResourceArns: [resource],
      })
      return [result?.EvalDecision, result?.MatchedStatements?.map((one) => one.SourcePolicyId)]
    }
    const annsQueue = `arn:aws:sqs:us-east-1:${account}:ann-jobs`
    expect(await found('sqs:SendMessage', annsQueue)).toEqual(['allowed', ['user_ann_own']])
    expect(await found('sqs:SendMessage', queueArn)).toEqual(['implicitDeny', []])
    expect(await found('s3:GetObject', '*')).toEqual(['explicitDeny', ['group_team_shared']])
    expect(await found('s3:ListBucket', '*')).toEqual(['allowed', ['ReadOnlyAccess']])
  })

  it('leaves out what is excluded, adds what is given, and keeps to the boundary', async () => {
    const { ask, ofPrincipal } = simulatingWorld()
    await ask('CreateUser', { UserName: 'ann', PermissionsBoundary: readOnlyArn })
    await ask('PutUserPolicy', {
      UserName: 'ann',
      PolicyName: 'own',
      PolicyDocument: allowing('s3:*'),
    })
    const decide = async (action: string, more: object = {}) => {
      const input = { PolicySourceArn: annArn, ActionNames: [action], ...more }
      return (await ofPrincipal(input))[0]?.EvalDecision
    }
    expect(await decide('s3:GetObject')).toBe('allowed')
    expect(await decide('s3:PutObject')).toBe('implicitDeny')
    const unbound = {
      PolicyExclusionList: [{ PolicyType: 'permission-boundary', PolicyArn: readOnlyArn }],
    }
    expect(await decide('s3:PutObject', unbound)).toBe('allowed')
    const own = { PolicyName: 'own', AttachmentType: 'user', AttachmentName: 'ann' }
    const bare = { PolicyExclusionList: [{ InlinePolicyIdentifier: own }] }
    expect(await decide('s3:GetObject', bare)).toBe('implicitDeny')
    const given = { ...bare, PolicyInputList: [allowing('s3:GetObject')] }
    expect(await decide('s3:GetObject', given)).toBe('allowed')
  })

  it('refuses principals that aren’t there', async () => {
    const { ofPrincipal } = simulatingWorld()
    await expectRefusal(
      ofPrincipal({ PolicySourceArn: annArn, ActionNames: ['sqs:SendMessage'] }),
      'NoSuchEntity',
      404,
      'The user with name ann cannot be found.',
    )
  })
})
