import { describe, expect, test } from 'vitest'
import type { Policies } from './decision.ts'
import type { Principal } from './principal.ts'
import {
  allow,
  anonymous,
  attached,
  deny,
  eve,
  here,
  outcome,
  root,
  sendAllowed,
  sendBy,
  session,
} from './testing/policies.ts'

describe('where the resource decides', () => {
  const key = `arn:aws:kms:us-east-1:${here}:key/k`
  const encrypt = (principal: Principal) =>
    sendBy(principal, { action: 'kms:Encrypt', resource: key, resourcePolicyDecides: true })
  const keyPolicy = (Principal: unknown) => attached('resource', allow('kms:*', '*', { Principal }))
  const identity = [attached('identity', allow('kms:*', '*'))]

  test.each<[string, Principal, Partial<Policies>, string]>([
    ['an identity policy alone is ineffective', eve, { identity }, 'missing resource'],
    [
      'root is refused when it is not named',
      root,
      { resource: keyPolicy({ AWS: eve.arn }) },
      'missing resource',
    ],
    ['root is let in by the default policy', root, { resource: keyPolicy({ AWS: here }) }, 'allow'],
    [
      'the default policy needs an identity policy',
      eve,
      { resource: keyPolicy({ AWS: here }) },
      'missing identity',
    ],
    [
      'the default policy and an identity policy let in',
      eve,
      { identity, resource: keyPolicy({ AWS: here }) },
      'allow',
    ],
    [
      'the user named directly needs no identity policy',
      eve,
      { resource: keyPolicy({ AWS: eve.arn }) },
      'allow',
    ],
    [
      'identity policies still deny',
      eve,
      {
        identity: [attached('identity', deny('kms:*', '*'))],
        resource: keyPolicy({ AWS: eve.arn }),
      },
      'denied by identity',
    ],
  ])('%s', (_, principal, given, expected) => {
    expect(outcome(encrypt(principal), given)).toBe(expected)
  })

  const role = `arn:aws:iam::${here}:role/r`
  const assume = (principal: Principal, action = 'sts:AssumeRole') =>
    sendBy(principal, { action, resource: role, resourcePolicyDecides: true })
  const trust = (Principal: unknown, more = {}) =>
    attached('trust', { Effect: 'Allow', Action: 'sts:AssumeRole', Principal, ...more })

  test('a role that assumes itself must be in its own trust policy', () => {
    const identity = [attached('identity', allow('sts:AssumeRole', role))]
    const itself = { ...session, roleArn: role }
    expect(outcome(assume(itself), { identity, resource: trust({ AWS: eve.arn }) })).toBe(
      'missing resource',
    )
    expect(outcome(assume(itself), { identity, resource: trust({ AWS: role }) })).toBe('allow')
  })

  test('an external id is asked for', () => {
    const resource = trust(
      { AWS: eve.arn },
      { Condition: { StringEquals: { 'sts:ExternalId': 'x' } } },
    )
    const given = (id: string) => ({ ...assume(eve), context: { 'sts:ExternalId': id } })
    expect(outcome(given('x'), { resource })).toBe('allow')
    expect(outcome(given('X'), { resource })).toBe('missing identity,resource')
    expect(outcome(assume(eve), { resource })).toBe('missing identity,resource')
  })

  test('tagging a session is an action of its own', () => {
    expect(outcome(assume(eve, 'sts:TagSession'), { resource: trust({ AWS: eve.arn }) })).toBe(
      'missing identity,resource',
    )
  })

  test('a token is good for its own provider', () => {
    const provider = `arn:aws:iam::${here}:oidc-provider/idp.example`
    const resource = trust({ Federated: provider }, { Action: 'sts:AssumeRoleWithWebIdentity' })
    const by = (provider: string) =>
      assume({ kind: 'web-identity', provider }, 'sts:AssumeRoleWithWebIdentity')
    expect(outcome(by(provider), { resource })).toBe('allow')
    expect(outcome(by('accounts.google.com'), { resource })).toBe('missing resource')
  })

  test('all AWS principals are not the users of other providers', () => {
    const by = assume(
      { kind: 'web-identity', provider: 'accounts.google.com' },
      'sts:AssumeRoleWithWebIdentity',
    )
    const more = { Action: 'sts:AssumeRoleWithWebIdentity' }
    expect(outcome(by, { resource: trust({ AWS: '*' }, more) })).toBe('missing resource')
    expect(outcome(by, { resource: trust('*', more) })).toBe('allow')
  })

  test('a principal made again under its old name is another', () => {
    const resource = trust({ AWS: eve.userId })
    expect(outcome(assume(eve), { resource })).toBe('allow')
    expect(outcome(assume({ ...eve, userId: 'AIDANEW' }), { resource })).toBe(
      'missing identity,resource',
    )
  })
})

describe('NotPrincipal', () => {
  const denyingAllBut = (NotPrincipal: unknown): Partial<Policies> => ({
    identity: [sendAllowed],
    resource: attached('resource', deny('sqs:*', '*', { NotPrincipal })),
  })
  const account = `arn:aws:iam::${here}:root`

  test.each<[string, Principal, unknown, Partial<Policies>, string]>([
    ['spares a user who stands with the account', eve, { AWS: [eve.arn, account] }, {}, 'allow'],
    ['spares a user by his id', eve, { AWS: [eve.userId, account] }, {}, 'allow'],
    [
      'denies a namesake made later',
      { ...eve, userId: 'AIDANEW' },
      { AWS: [eve.userId, account] },
      {},
      'denied by resource',
    ],
    ['denies a user whose account is left out', eve, { AWS: eve.arn }, {}, 'denied by resource'],
    ['denies a user who is left out', eve, { AWS: account }, {}, 'denied by resource'],
    [
      'spares a session that stands with role and account',
      session,
      { AWS: [session.arn, session.roleArn, here] },
      {},
      'allow',
    ],
    [
      'spares a session whose role stands by its id',
      session,
      { AWS: [session.arn, session.userId.split(':')[0], here] },
      {},
      'allow',
    ],
    [
      'denies a session whose role alone stands',
      session,
      { AWS: [session.roleArn, here] },
      {},
      'denied by resource',
    ],
    [
      'denies whoever has a boundary, whatever it lists',
      eve,
      { AWS: [eve.arn, account] },
      { boundary: sendAllowed },
      'denied by resource',
    ],
    ['spares root with its account', root, { AWS: here }, {}, 'allow'],
    ['denies strangers', anonymous, { AWS: here }, {}, 'denied by resource'],
  ])('%s', (_, principal, named, given, expected) => {
    expect(outcome(sendBy(principal), { ...denyingAllBut(named), ...given })).toBe(expected)
  })
})
