import { describe, expect, test } from 'vitest'
import { compilePolicy } from './compiled-policy.ts'
import { evaluate } from './evaluate.ts'
import { allow, deny, eve, policies, queue, sendBy, type Written } from './testing/policies.ts'

function compiled(statements: readonly Written[], version = '2012-10-17') {
  return compilePolicy(JSON.stringify({ Version: version, Statement: statements }), 'identity')
}

function effectOf(statements: readonly Written[], request = {}, version?: string): string {
  const given = policies({ identity: [{ name: 'p', policy: compiled(statements, version) }] })
  return evaluate(sendBy(eve, request), given).effect
}

describe('actions', () => {
  test.each([
    '*',
    'sqs:*',
    'SQS:sendmessage',
    'sqs:Send*',
    'sqs:?endMessage',
    '*:SendMessage',
    'sqs:*Message',
  ])('%s is about sqs:SendMessage', (action) => {
    expect(effectOf([allow(action, '*')])).toBe('allow')
  })

  test.each([
    'sqs:SendMessageBatch',
    'sqs:Send',
    's3:*',
    'sqs:*Batch',
    'sqs:SendMessage?',
    'sqs:sendmess\u0430ge',
  ])('%s is not', (action) => {
    expect(effectOf([allow(action, '*')])).toBe('implicit-deny')
  })

  test('NotAction is about all others, and denies nothing that it lists', () => {
    const others = { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }
    expect(effectOf([others])).toBe('allow')
    expect(effectOf([others], { action: 'IAM:PassRole' })).toBe('implicit-deny')
    expect(effectOf([others, allow('iam:*', '*')], { action: 'iam:PassRole' })).toBe('allow')
  })

  test('a Deny of NotAction spares only what it lists', () => {
    const denying = { Effect: 'Deny', NotAction: ['sqs:*'], Resource: '*' }
    const all = allow('*', '*')
    expect(effectOf([all, denying])).toBe('allow')
    expect(effectOf([all, denying], { action: 'sts:AssumeRole' })).toBe('explicit-deny')
  })

  test('no text of an action is a regular expression', () => {
    expect(effectOf([allow('sqs:.+', '*')])).toBe('implicit-deny')
  })
})

describe('resources', () => {
  test('an action without a resource needs a star', () => {
    const list = { action: 's3:ListAllMyBuckets', resource: '*' }
    expect(effectOf([allow('s3:*', 'arn:aws:s3:::*')], list)).toBe('implicit-deny')
    expect(effectOf([allow('s3:*', '*')], list)).toBe('allow')
  })

  test('NotResource is about all others', () => {
    const others = { Effect: 'Allow', Action: 'sqs:*', NotResource: 'arn:aws:sqs:*:*:secret' }
    expect(effectOf([others])).toBe('allow')
    expect(effectOf([others], { resource: 'arn:aws:sqs:r:1:secret' })).toBe('implicit-deny')
  })

  test('NotResource with a variable that has no value is about nothing', () => {
    const others = {
      Effect: 'Allow',
      Action: 'sqs:*',
      NotResource: 'arn:aws:sqs:*:*:${aws:absent}',
    }
    expect(effectOf([others])).toBe('implicit-deny')
  })

  test('variables are text in policies of 2008', () => {
    const own = [allow('sqs:*', 'arn:aws:sqs:*:*:${aws:username}')]
    const named = (name: string) => ({ resource: `arn:aws:sqs:r:1:${name}` })
    expect(effectOf(own, named('eve'))).toBe('allow')
    expect(effectOf(own, named('eve'), '2008-10-17')).toBe('implicit-deny')
    expect(effectOf(own, named('${aws:username}'), '2008-10-17')).toBe('allow')
  })
})

describe('conditions', () => {
  test('denying without MFA by BoolIfExists denies long-term keys, by Bool it does not', () => {
    const denying = (operator: string) =>
      deny('*', '*', { Condition: { [operator]: { 'aws:MultiFactorAuthPresent': 'false' } } })
    expect(effectOf([allow('*', '*'), denying('BoolIfExists')])).toBe('explicit-deny')
    expect(effectOf([allow('*', '*'), denying('Bool')])).toBe('allow')
  })

  test('ForAllValues over tags that were not sent allows, unless Null asks for them', () => {
    const keys = { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] } }
    expect(effectOf([allow('*', '*', { Condition: keys })])).toBe('allow')
    const both = { ...keys, Null: { 'aws:TagKeys': 'false' } }
    expect(effectOf([allow('*', '*', { Condition: both })])).toBe('implicit-deny')
  })

  test('operators and keys must all hold', () => {
    const condition = {
      StringEquals: { 'aws:username': 'eve', 'aws:PrincipalType': 'User' },
      Bool: { 'aws:SecureTransport': 'true' },
    }
    const allowed = [allow('*', '*', { Condition: condition })]
    const over = (secure: string) => ({ context: { 'aws:SecureTransport': secure } })
    expect(effectOf(allowed, over('true'))).toBe('allow')
    expect(effectOf(allowed, over('false'))).toBe('implicit-deny')
  })
})

test('a policy knows the keys that it looks at', () => {
  const condition = { StringEquals: { 'aws:RequestTag/A': '${aws:PrincipalTag/b}' } }
  const policy = compiled([allow('*', 'arn:aws:s3:::${aws:userid}', { Condition: condition })])
  expect(policy.contextKeys).toEqual(['aws:userid', 'aws:requesttag/a', 'aws:principaltag/b'])
})

test('thousands of statements about the same action are judged in turn', () => {
  const many = Array.from({ length: 500 }, (_, at) => allow('sqs:SendMessage', `${queue}-${at}`))
  expect(effectOf(many, { resource: `${queue}-499` })).toBe('allow')
  expect(effectOf(many)).toBe('implicit-deny')
})
