import { describe, expect, test } from 'vitest'
import type { Policies, PolicyRequest, PolicyType } from './decision.ts'
import { type Denial, denialOf, type Refusal, withEncoded } from './denial-text.ts'
import { evaluate } from './evaluate.ts'
import {
  anonymous,
  attached,
  deny,
  eve,
  here,
  nothingAllowed,
  policies,
  queue,
  queuePolicy,
  sendAllowed,
  sendBy,
  sendDenied,
  session,
  there,
} from './testing/policies.ts'

function denied(
  service: string,
  request: PolicyRequest,
  given: Partial<Policies> = {},
  more: Partial<Refusal> = {},
): Denial {
  const decision = evaluate(request, policies(given))
  return denialOf({ service, request, decision, ...more })
}

const who = 'User: arn:aws:iam::111111111111:user/eve is not authorized to perform:'
const sending = `${who} sqs:sendmessage on resource: ${queue}`
const role = `arn:aws:iam::${here}:role/p/R`

function by(action: string, resource: string, more: Partial<PolicyRequest> = {}): PolicyRequest {
  return sendBy(eve, { action, resource, ...more })
}

describe('the end of the sentence', () => {
  const control = attached('rcp', deny('sqs:*', '*', { Principal: '*' }))
  const resource = attached('resource', deny('sqs:*', '*', { Principal: '*' }))
  const own = { identity: [sendAllowed] }

  test.each<[PolicyType, Partial<Policies>, string]>([
    ['identity', {}, 'because no identity-based policy allows the sqs:sendmessage action'],
    ['identity', { identity: [sendDenied] }, 'with an explicit deny in an identity-based policy'],
    [
      'boundary',
      { ...own, boundary: nothingAllowed },
      'because no permissions boundary allows the sqs:sendmessage action',
    ],
    [
      'boundary',
      { ...own, boundary: sendDenied },
      'with an explicit deny in a permissions boundary',
    ],
    [
      'session',
      { ...own, session: [nothingAllowed] },
      'because no session policy allows the sqs:sendmessage action',
    ],
    ['session', { ...own, session: [sendDenied] }, 'with an explicit deny in a session policy'],
    ['resource', { ...own, resource }, 'with an explicit deny in a resource-based policy'],
    [
      'service-control',
      { ...own, serviceControl: [[]] },
      'because no service control policy allows the sqs:sendmessage action',
    ],
    [
      'service-control',
      { ...own, serviceControl: [[sendDenied]] },
      'with an explicit deny in a service control policy',
    ],
    [
      'resource-control',
      { ...own, resourceControl: [[]] },
      'because no resource control policy allows the sqs:sendmessage action',
    ],
    [
      'resource-control',
      { ...own, resourceControl: [[control]] },
      'with an explicit deny in a resource control policy',
    ],
  ])('for %s: %j', (_, given, end) => {
    expect(denied('sqs', sendBy(eve), given)).toEqual({
      code: 'AccessDenied',
      status: 403,
      message: `${sending} ${end}`,
    })
  })

  test('for a resource of another account', () => {
    const request = sendBy(eve, { resourceAccount: there })
    expect(denied('sqs', request, own).message).toBe(
      `${sending} because no resource-based policy allows the sqs:sendmessage action`,
    )
  })

  test('tells an explicit deny before anything that is missing', () => {
    const given = { boundary: sendDenied, serviceControl: [[]] }
    expect(denied('sqs', sendBy(eve), given).message).toBe(
      `${sending} with an explicit deny in a permissions boundary`,
    )
  })

  test('tells the first of several denies', () => {
    const given = {
      identity: [sendDenied],
      resource,
      boundary: sendDenied,
      serviceControl: [[sendDenied]],
    }
    expect(denied('sqs', sendBy(eve), given).message).toBe(
      `${sending} with an explicit deny in a service control policy`,
    )
    expect(denied('sqs', sendBy(eve), { ...given, serviceControl: undefined }).message).toBe(
      `${sending} with an explicit deny in a resource-based policy`,
    )
  })

  test('names the policy that denies, when it has an ARN', () => {
    const arn = `arn:aws:iam::${here}:policy/P`
    const identity = [{ ...sendDenied, arn }]
    const end = 'with an explicit deny in an identity-based policy'
    expect(denied('sqs', sendBy(eve), { identity }).message).toBe(`${sending} ${end}: ${arn}`)
    const strange = sendBy(eve, { resourceAccount: there })
    expect(denied('sqs', strange, { identity }).message).toBe(`${sending} ${end}`)
    expect(denied('sqs', strange, { identity }, { isSameOrganisation: true }).message).toBe(
      `${sending} ${end}: ${arn}`,
    )
  })

  test('names the policy of an organisation', () => {
    const arn = 'arn:aws:organizations::333333333333:policy/o-1/service_control_policy/p-1'
    expect(denied('sqs', sendBy(eve), { serviceControl: [[{ ...sendDenied, arn }]] }).message).toBe(
      `${sending} with an explicit deny in a service control policy: ${arn}`,
    )
  })

  test('never names a resource policy', () => {
    const arn = 'arn:aws:x:::y'
    expect(denied('sqs', sendBy(eve), { resource: { ...resource, arn } }).message).toBe(
      `${sending} with an explicit deny in a resource-based policy`,
    )
  })
})

describe('services', () => {
  const topic = `arn:aws:sns:us-east-1:${here}:t`
  const table = `arn:aws:dynamodb:us-east-1:${here}:table/T`
  const index = `${table}/index/I`
  const key = `arn:aws:kms:us-east-1:${here}:key/k`
  const passing = `${who} iam:PassRole on resource: ${role} because no identity-based policy allows the iam:PassRole action`

  test.each<[string, string, string, Denial]>([
    [
      'sns',
      'sns:Publish',
      topic,
      {
        code: 'AuthorizationError',
        status: 403,
        message: `${who} SNS:Publish on resource: ${topic} because no identity-based policy allows the SNS:Publish action`,
      },
    ],
    [
      's3',
      's3:PutObject',
      'arn:aws:s3:::b/k',
      {
        code: 'AccessDenied',
        status: 403,
        message: `${who} s3:PutObject on resource: "arn:aws:s3:::b/k" because no identity-based policy allows the s3:PutObject action`,
      },
    ],
    [
      's3',
      'kms:GenerateDataKey',
      key,
      {
        code: 'AccessDenied',
        status: 403,
        message: `${who} kms:GenerateDataKey on this resource because no identity-based policy allows the kms:GenerateDataKey action`,
      },
    ],
    [
      'dynamodb',
      'dynamodb:Query',
      index,
      {
        code: 'AccessDeniedException',
        status: 400,
        message: `${who} dynamodb:Query on resource: ${index} because no identity-based policy allows the dynamodb:Query action`,
        messageMember: 'Message',
      },
    ],
    [
      'kms',
      'kms:Decrypt',
      key,
      {
        code: 'AccessDeniedException',
        status: 400,
        message: `${who} kms:Decrypt on resource: ${key} because no identity-based policy allows the kms:Decrypt action`,
        messageMember: 'Message',
      },
    ],
    [
      'lambda',
      'iam:PassRole',
      role,
      { code: 'AccessDeniedException', status: 403, message: passing, messageMember: 'Message' },
    ],
    ['ecs', 'iam:PassRole', role, { code: 'AccessDeniedException', status: 400, message: passing }],
    [
      'secrets-manager',
      'secretsmanager:GetSecretValue',
      '*',
      {
        code: 'AccessDeniedException',
        status: 400,
        message: `${who} secretsmanager:GetSecretValue on resource: * because no identity-based policy allows the secretsmanager:GetSecretValue action`,
      },
    ],
    [
      'cloudformation',
      'cloudformation:CreateStack',
      '*',
      {
        code: 'AccessDenied',
        status: 403,
        message: `${who} cloudformation:CreateStack on resource: * because no identity-based policy allows the cloudformation:CreateStack action`,
      },
    ],
    [
      'sts',
      'sts:AssumeRole',
      role,
      { code: 'AccessDenied', status: 403, message: `${who} sts:AssumeRole on resource: ${role}` },
    ],
    [
      'sts',
      'sts:TagSession',
      role,
      { code: 'AccessDenied', status: 403, message: `${who} sts:TagSession on resource: ${role}` },
    ],
    [
      'sts',
      'sts:SetSourceIdentity',
      role,
      {
        code: 'AccessDenied',
        status: 403,
        message: `${who} sts:SetSourceIdentity on resource: ${role}`,
      },
    ],
    [
      'sts',
      'sts:AssumeRoleWithWebIdentity',
      role,
      {
        code: 'AccessDenied',
        status: 403,
        message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
      },
    ],
  ])('%s words the refusal of %s', (service, action, resource, expected) => {
    expect(denied(service, by(action, resource))).toEqual(expected)
  })

  test.each([
    ['iam:GetRole', role, 'role R'],
    ['iam:ListAttachedRolePolicies', role, 'role R'],
    ['iam:GetUser', `arn:aws:iam::${here}:user/p/bob`, 'user bob'],
    ['iam:CreateAccessKey', `arn:aws:iam::${here}:user/bob`, 'user bob'],
    ['iam:GetPolicy', 'arn:aws:iam::aws:policy/P', 'policy arn:aws:iam::aws:policy/P'],
    ['iam:GetInstanceProfile', `arn:aws:iam::${here}:instance-profile/N`, 'instance profile N'],
    ['iam:ListRoles', `arn:aws:iam::${here}:role/`, `arn:aws:iam::${here}:role/`],
    ['iam:ListPolicies', `arn:aws:iam::${here}:policy/team/`, 'policy path /team/'],
    ['iam:CreatePolicy', `arn:aws:iam::${here}:policy/team/P`, 'policy P'],
    [
      'iam:CreateInstanceProfile',
      `arn:aws:iam::${here}:instance-profile/N`,
      `arn:aws:iam::${here}:instance-profile/N`,
    ],
    ['iam:CreateRole', role, role],
  ])('IAM prints the resource of %s', (action, resource, printed) => {
    expect(denied('iam', by(action, resource))).toEqual({
      code: 'AccessDenied',
      status: 403,
      message: `${who} ${action} on resource: ${printed} because no identity-based policy allows the ${action} action`,
    })
  })

  test('a role session is printed by its session', () => {
    expect(denied('sqs', sendBy(session)).message).toBe(
      `User: arn:aws:sts::111111111111:assumed-role/worker/s is not authorized to perform: sqs:sendmessage on resource: ${queue} because no identity-based policy allows the sqs:sendmessage action`,
    )
  })

  test('a service is printed by its name', () => {
    const function_ = `arn:aws:lambda:us-east-1:${here}:function:f`
    const request = sendBy(
      { kind: 'service', service: 'sns.amazonaws.com' },
      { action: 'lambda:InvokeFunction', resource: function_ },
    )
    expect(denied('lambda', request).message).toBe(
      `User: sns.amazonaws.com is not authorized to perform: lambda:InvokeFunction on resource: ${function_} because no resource-based policy allows the lambda:InvokeFunction action`,
    )
  })

  test('S3 tells strangers nothing, and accounts of its organisation everything', () => {
    const request = by('s3:GetObject', 'arn:aws:s3:::b/k', { resourceAccount: there })
    expect(denied('s3', request).message).toBe('Access Denied')
    expect(denied('s3', { ...request, principal: anonymous }).message).toBe('Access Denied')
    expect(denied('s3', request, {}, { isSameOrganisation: true }).message).toBe(
      `${who} s3:GetObject on resource: "arn:aws:s3:::b/k" because no identity-based policy allows the s3:GetObject action`,
    )
  })

  test('a batch of SQS is refused by its action', () => {
    expect(denied('sqs', sendBy(eve), { resource: queuePolicy({ AWS: there }) }).message).toBe(
      `${sending} because no identity-based policy allows the sqs:sendmessage action`,
    )
  })
})

describe('EC2', () => {
  const instances = `arn:aws:ec2:us-east-1:${here}:instance/*`
  const request = by('ec2:RunInstances', instances, {
    context: { 'ec2:InstanceType': 't3.micro', 'aws:TagKeys': ['a', 'b'] },
  })
  const statement = deny('ec2:*', '*', {
    Sid: 'NoServers',
    Condition: { StringEquals: { 'ec2:InstanceType': ['t3.micro'] } },
  })
  const control = { ...attached('scp', statement), name: 'guard' }

  test('encodes why, for who may decode it', () => {
    const denial = denied('ec2', request, { serviceControl: [[control]] })
    const message = `You are not authorized to perform this operation. ${who} ec2:RunInstances on resource: ${instances} with an explicit deny in a service control policy`
    expect(denial).toEqual({
      code: 'UnauthorizedOperation',
      status: 403,
      message,
      authorizationMessage: {
        allowed: false,
        explicitDeny: true,
        matchedStatements: {
          items: [
            {
              statementId: 'NoServers',
              effect: 'DENY',
              principals: { items: [] },
              principalGroups: { items: [] },
              actions: { items: [{ value: 'ec2:*' }] },
              resources: { items: [{ value: '*' }] },
              conditions: {
                items: [{ key: 'ec2:InstanceType', values: { items: [{ value: 't3.micro' }] } }],
              },
            },
          ],
        },
        failures: { items: [] },
        context: {
          principal: { id: 'AIDAEVE', arn: eve.arn },
          action: 'ec2:RunInstances',
          resource: instances,
          conditions: {
            items: [
              { key: 'ec2:InstanceType', values: { items: [{ value: 't3.micro' }] } },
              { key: 'aws:TagKeys', values: { items: [{ value: 'a' }, { value: 'b' }] } },
            ],
          },
        },
      },
    })
    expect(withEncoded(denial, 'abc').message).toBe(
      `${message}. Encoded authorization failure message: abc`,
    )
  })

  test('encodes nothing for what only describes', () => {
    expect(denied('ec2', by('ec2:DescribeInstances', '*'))).toEqual({
      code: 'UnauthorizedOperation',
      status: 403,
      message: `You are not authorized to perform this operation. ${who} ec2:DescribeInstances on resource: * because no identity-based policy allows the ec2:DescribeInstances action`,
    })
  })
})
