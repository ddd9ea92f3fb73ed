import { describe, expect, test } from 'vitest'
import { compilePolicy } from './compiled-policy.ts'
import { policyLengthMax } from './document.ts'
import { PolicyFault } from './faults.ts'
import type { Flavour } from './flavour.ts'

const statement = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' }
const trusting = {
  Effect: 'Allow',
  Action: 'sts:AssumeRole',
  Principal: { Service: 'ec2.amazonaws.com' },
}

function faultOf(written: unknown, flavour: Flavour = 'identity'): PolicyFault | undefined {
  const text = typeof written === 'string' ? written : JSON.stringify(written)
  try {
    compilePolicy(text, flavour)
    return undefined
  } catch (error) {
    if (error instanceof PolicyFault) return error
    throw error
  }
}

function refused(written: unknown, flavour?: Flavour): string | undefined {
  return faultOf(written, flavour)?.message
}

function statementRefused(changes: Record<string, unknown>, flavour?: Flavour): string | undefined {
  const base = flavour === 'trust' ? trusting : statement
  return refused({ Version: '2012-10-17', Statement: [{ ...base, ...changes }] }, flavour)
}

const syntax = 'Syntax errors in policy.'

describe('an identity policy', () => {
  test.each<[string, unknown]>([
    ['of one statement without a list', { Version: '2012-10-17', Statement: statement }],
    ['without a version', { Statement: [statement] }],
    ['of the old version', { Version: '2008-10-17', Statement: [statement] }],
    [
      'with an empty Sid',
      {
        Statement: [
          { ...statement, Sid: '' },
          { ...statement, Sid: '' },
        ],
      },
    ],
    [
      'with numbers and booleans in conditions',
      {
        Statement: {
          ...statement,
          Condition: {
            NumericLessThan: { 's3:max-keys': 10 },
            Bool: { 'aws:SecureTransport': true },
          },
        },
      },
    ],
    [
      'with what it denies and excludes',
      {
        Statement: {
          Effect: 'Deny',
          NotAction: ['iam:*', '*:Get?'],
          NotResource: ['arn:aws:s3:::b/${aws:username}/*'],
        },
      },
    ],
    [
      'of incomplete ARNs',
      { Statement: { ...statement, Resource: ['arn:aws:sqs', 'arn:aws:sqs:us-east-1'] } },
    ],
    ['of unknown services and actions', { Statement: { ...statement, Action: 'nosuch:Thing' } }],
    [
      'of IAM ARNs',
      {
        Statement: {
          ...statement,
          Resource: [
            'arn:aws:iam::111111111111:role/r',
            'arn:aws:iam::*:*',
            'arn:aws:iam::111111111111:root',
          ],
        },
      },
    ],
  ])('%s is accepted', (_, written) => {
    expect(refused(written)).toBeUndefined()
  })

  test.each<[string, unknown]>([
    ['that is no JSON', 'invalid'],
    ['that is empty', ''],
    ['that is null', null],
    ['that is a list', [statement]],
    ['that has a trailing comma', '{"Statement":[],}'],
    ['without statements', { Version: '2012-10-17' }],
    ['with no statement', { Statement: [] }],
    ['with null for statements', { Statement: null }],
    ['with a statement that is text', { Statement: ['x'] }],
    ['of an unknown version', { Version: '2012-10-18', Statement: [statement] }],
    ['of a version that is a number', { Version: 2012, Statement: [statement] }],
    ['with an Id', { Id: 'x', Statement: [statement] }],
    ['with an unknown member', { Statement: [statement], Comment: 'x' }],
    ['with a member in the wrong case', { statement: [statement] }],
    ['that is too long', JSON.stringify({ Statement: [statement] }).padEnd(policyLengthMax + 1)],
    [
      'with a duplicate member',
      '{"Statement":[{"Effect":"Deny","Effect":"Allow","Action":"*","Resource":"*"}]}',
    ],
    [
      'with a duplicate that is escaped',
      '{"Statement":[{"Effect":"Deny","\\u0045ffect":"Allow","Action":"*","Resource":"*"}]}',
    ],
    [
      'with a duplicate condition key',
      '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"a:b":"true","a:b":"false"}}}]}',
    ],
  ])('%s has syntax errors', (_, written) => {
    expect(refused(written)).toBe(syntax)
  })

  test.each<[Record<string, unknown>, string]>([
    [{ Effect: 'allow' }, syntax],
    [{ Effect: undefined }, syntax],
    [{ Effect: 1 }, syntax],
    [{ Sid: 1 }, syntax],
    [{ Action: 7 }, syntax],
    [{ Action: ['sqs:*', 7] }, syntax],
    [{ Action: { 'sqs:*': true } }, syntax],
    [{ NotAction: 'sqs:*' }, syntax],
    [{ NotResource: '*' }, syntax],
    [{ Resource: true }, syntax],
    [{ Resource: [['*']] }, syntax],
    [{ Effects: 'Allow' }, syntax],
    [{ Condition: [] }, syntax],
    [{ Condition: { StringEquals: 'x' } }, syntax],
    [{ Condition: { StringEquals: { 'aws:username': null } } }, syntax],
    [{ Condition: { StringEquals: { 'aws:username': { a: 1 } } } }, syntax],
    [{ Condition: { StringMatches: { 'aws:username': 'x' } } }, syntax],
    [{ Action: undefined }, 'Policy statement must contain actions.'],
    [{ Action: [] }, 'Policy statement must contain actions.'],
    [{ Resource: undefined }, 'Policy statement must contain resources.'],
    [{ Resource: [] }, 'Policy statement must contain resources.'],
    [{ Principal: '*' }, 'Policy document should not specify a principal.'],
    [{ NotPrincipal: { AWS: '111111111111' } }, 'Policy document should not specify a principal.'],
    [{ Resource: 'queue' }, 'Resource queue must be in ARN format or "*".'],
    [{ Resource: '' }, 'Resource  must be in ARN format or "*".'],
    [{ Resource: 'arn:aws:s3::b' }, 'The policy failed legacy parsing'],
    [{ Resource: 'arn:amazon:s3:::b' }, 'The policy failed legacy parsing'],
    [{ Resource: 'arn::s3:::b' }, 'The policy failed legacy parsing'],
    [{ Resource: 'arn:aws::::b' }, 'The policy failed legacy parsing'],
    [{ Resource: 'arn:aws:s3:::' }, 'The policy failed legacy parsing'],
    [{ Resource: 'arn:aws:sqs:us-east-1:<ACCOUNT>:q' }, 'The policy failed legacy parsing'],
    [
      { Resource: 'arn:aws:sqs:us-east-1:${aws:PrincipalAccount}:q' },
      'The policy failed legacy parsing',
    ],
    [
      { Resource: 'arn:aws' },
      'Resource vendor must be fully qualified and cannot contain regexes.',
    ],
    [
      { Resource: 'arn:aws:*:*:*:q' },
      'Resource vendor must be fully qualified and cannot contain regexes.',
    ],
    [
      { Resource: 'arn:aws:iam:us-east-1:111111111111:role/r' },
      'IAM resource arn:aws:iam:us-east-1:111111111111:role/r cannot contain region information.',
    ],
    [
      { Resource: 'arn:aws:s3:us-east-1::b' },
      'Resource arn:aws:s3:us-east-1::b can not contain region information.',
    ],
    [
      { Resource: 'arn:aws:route53::111111111111:hostedzone/*' },
      'Resource arn:aws:route53::111111111111:hostedzone/* cannot contain an account id.',
    ],
    [
      { Resource: 'arn:aws:iam::111111111111:*/r' },
      'IAM resource path must either be "*", root, or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.',
    ],
    [
      { Action: 'GetObject' },
      'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    ],
    [
      { Condition: { Bool: { SecureTransport: 'true' } } },
      'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    ],
    [{ Action: 's3:a:b' }, 'Actions/Condition can contain only one colon.'],
    [{ Action: 's 3:Get' }, 'Vendor s 3 is not valid'],
    [{ Action: '\u212ams:Decrypt' }, 'Vendor \u212ams is not valid'],
    [{ Action: 's3:' }, syntax],
    [
      { Sid: 'a-b' },
      'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
    ],
  ])('with %j is refused: %s', (changes, message) => {
    expect(statementRefused(changes)).toBe(message)
  })

  test('has no Sid twice', () => {
    const twice = [
      { ...statement, Sid: 'a' },
      { ...statement, Sid: 'a' },
    ]
    expect(refused({ Statement: twice })).toBe(
      'Statement IDs (SID) in a single policy must be unique.',
    )
  })

  test('of thousands of statements is compiled', () => {
    const short = '{"Effect":"Deny","Action":"a:b","Resource":"*"}'
    const text = `{"Statement":[${Array(2_500).fill(short).join()}]}`
    expect(compilePolicy(text, 'identity').statements).toHaveLength(2_500)
  })

  test('of ten thousand statements is beyond what IAM takes', () => {
    const short = '{"Effect":"Deny","Action":"a:b","Resource":"*"}'
    expect(refused(`{"Statement":[${Array(10_000).fill(short).join()}]}`)).toBe(syntax)
  })
})

describe('a trust policy', () => {
  test.each<[Record<string, unknown>]>([
    [{}],
    [{ Principal: '*' }],
    [
      {
        Principal: {
          AWS: [
            '111111111111',
            'arn:aws:iam::111111111111:root',
            'arn:aws:iam::111111111111:role/p/r',
            'AROAX',
          ],
        },
      },
    ],
    [{ Principal: { AWS: 'arn:aws:sts::111111111111:assumed-role/r/s' } }],
    [{ Principal: { Federated: 'accounts.google.com' }, Action: 'sts:AssumeRoleWithWebIdentity' }],
    [{ Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity', 'sts:AssumeRole*'] }],
  ])('with %j is accepted', (changes) => {
    expect(statementRefused(changes, 'trust')).toBeUndefined()
  })

  test.each<[Record<string, unknown>, string]>([
    [{ Resource: '*' }, 'Has prohibited field Resource'],
    [{ NotResource: '*' }, 'Has prohibited field NotResource'],
    [{ Principal: undefined }, 'Missing required field Principal'],
    [
      { Principal: undefined, NotPrincipal: { AWS: '111111111111' }, Effect: 'Deny' },
      'Has prohibited field NotPrincipal',
    ],
    [{ Principal: {} }, syntax],
    [{ Principal: 'arn:aws:iam::111111111111:root' }, syntax],
    [{ Principal: { Aws: '*' } }, syntax],
    [{ Principal: { Service: '*' } }, 'Invalid principal in policy: "Service":"*"'],
    [
      { Principal: { AWS: 'arn:aws:iam::111111111111:role/*' } },
      'Invalid principal in policy: "AWS":"arn:aws:iam::111111111111:role/*"',
    ],
    [
      { Principal: { AWS: 'arn:aws:iam::111111111111:group/g' } },
      'Invalid principal in policy: "AWS":"arn:aws:iam::111111111111:group/g"',
    ],
    [{ Principal: { AWS: 'eve' } }, 'Invalid principal in policy: "AWS":"eve"'],
    [{ Action: 's3:GetObject' }, 'AssumeRole policy may only specify STS AssumeRole actions.'],
    [
      { Action: 'sts:GetCallerIdentity' },
      'AssumeRole policy may only specify STS AssumeRole actions.',
    ],
    [{ Action: '*' }, 'AssumeRole policy may only specify STS AssumeRole actions.'],
  ])('with %j is refused: %s', (changes, message) => {
    expect(statementRefused(changes, 'trust')).toBe(message)
  })

  test('that is no JSON is told so', () => {
    expect(refused('{', 'trust')).toBe('This policy contains invalid Json')
  })
})

describe('a session policy', () => {
  test('that is no JSON is answered by the parser', () => {
    expect(refused('invalid', 'session')).toBe(
      "Unexpected character ('i' (code 105)): expected a valid value (number, String, array, object, " +
        "'true', 'false' or 'null')\n at [Source: (String)\"invalid\"; line: 1, column: 2]",
    )
  })

  test('completes no ARN', () => {
    expect(statementRefused({ Resource: 'arn:aws:sqs' }, 'session')).toBe(
      'The policy failed legacy parsing',
    )
  })
})

describe('a resource policy', () => {
  test.each<[Record<string, unknown>]>([
    [{ Principal: '*' }],
    [{ Principal: '*', Resource: undefined }],
    [{ Principal: '*', Sid: 'any text - at all' }],
    [{ Principal: { CanonicalUser: '79a59df900b949e55d96a1e698fbaced' } }],
    [{ Effect: 'Deny', NotPrincipal: { AWS: '111111111111' } }],
  ])('with %j is accepted', (changes) => {
    expect(statementRefused(changes, 'resource')).toBeUndefined()
  })

  test.each<[Record<string, unknown>, string]>([
    [{}, 'Missing required field Principal'],
    [{ NotPrincipal: { AWS: '111111111111' } }, syntax],
    [
      { Principal: { AWS: 'arn:aws:iam::1:root' } },
      'Invalid principal in policy: "AWS":"arn:aws:iam::1:root"',
    ],
    [{ Principal: '*', Resource: [] }, 'Policy statement must contain resources.'],
  ])('with %j is refused: %s', (changes, message) => {
    expect(statementRefused(changes, 'resource')).toBe(message)
  })
})

describe('a policy of an organisation', () => {
  const sentence =
    'The provided policy document does not meet the requirements of the specified policy type.'
  const denying = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }

  test('is refused in one sentence, and keeps the reason', () => {
    const fault = faultOf({ Statement: [{ ...statement, Principal: '*' }] }, 'scp')
    expect(fault?.message).toBe(sentence)
    expect(fault?.detail).toBe('Policy document should not specify a principal.')
  })

  test('for services may allow', () => {
    expect(refused({ Statement: [statement] }, 'scp')).toBeUndefined()
  })

  test('for resources denies everybody the actions of named services', () => {
    expect(refused({ Statement: [denying] }, 'rcp')).toBeUndefined()
    expect(refused({ Statement: [{ ...denying, Principal: { AWS: '*' } }] }, 'rcp')).toBeUndefined()
    const wrong = [
      { Effect: 'Allow' },
      { Principal: { AWS: '111111111111' } },
      { Action: '*' },
      { Action: undefined, NotAction: 's3:*' },
    ]
    for (const change of wrong) {
      expect(refused({ Statement: [{ ...denying, ...change }] }, 'rcp')).toBe(sentence)
    }
  })
})
