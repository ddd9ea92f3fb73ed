import { describe, expect, test } from 'vitest'
import type { Policies } from './decision.ts'
import type { Principal } from './principal.ts'
import {
  allow,
  anonymous,
  attached,
  deny,
  eve,
  events,
  federated,
  here,
  nothingAllowed,
  outcome,
  queuePolicy,
  root,
  sendAllowed,
  sendBy,
  sendDenied,
  session,
  there,
} from './testing/policies.ts'

const sessionArn = { AWS: session.arn }
const roleArn = { AWS: session.roleArn }
const byPrincipalArn = queuePolicy('*', {
  Condition: { ArnEquals: { 'aws:PrincipalArn': session.roleArn } },
})

describe('within an account', () => {
  const lacking = { boundary: nothingAllowed, session: [nothingAllowed] }

  test.each<[string, Principal, unknown, Partial<Policies>, string]>([
    ['a user named by ARN needs nothing else', eve, { AWS: eve.arn }, lacking, 'allow'],
    ['a user named by unique id likewise', eve, { AWS: eve.userId }, lacking, 'allow'],
    ['everybody is the user too', eve, '*', lacking, 'allow'],
    ['everybody as AWS principals is the same', eve, { AWS: '*' }, lacking, 'allow'],
    [
      'the account by ARN only delegates',
      eve,
      { AWS: `arn:aws:iam::${here}:root` },
      {},
      'missing identity',
    ],
    ['the account by number only delegates', eve, { AWS: here }, {}, 'missing identity'],
    [
      'an account that delegates and an identity policy are enough',
      eve,
      { AWS: here },
      { identity: [sendAllowed] },
      'allow',
    ],
    [
      'an account that delegates spares no boundary',
      eve,
      { AWS: here },
      { identity: [sendAllowed], boundary: nothingAllowed },
      'missing boundary',
    ],
    ['a role named by ARN needs no identity policy', session, roleArn, {}, 'allow'],
    ['a role named by unique id likewise', session, { AWS: 'AROAWORKER' }, {}, 'allow'],
    [
      'a role named by ARN is bound by its boundary',
      session,
      roleArn,
      { boundary: nothingAllowed },
      'missing boundary',
    ],
    [
      'a role named by ARN is bound by session policies',
      session,
      roleArn,
      { session: [nothingAllowed] },
      'missing session',
    ],
    ['a session named by ARN needs nothing else', session, sessionArn, lacking, 'allow'],
    [
      'a federated session named by ARN needs nothing else',
      federated,
      { AWS: 'arn:aws:sts::111111111111:federated-user/fay' },
      lacking,
      'allow',
    ],
    [
      'a federated session whose user is named needs its session policies',
      federated,
      { AWS: eve.arn },
      {},
      'missing session',
    ],
    [
      'a federated session whose user is named is bound by the boundary',
      federated,
      { AWS: eve.arn },
      { boundary: nothingAllowed, session: [sendAllowed] },
      'missing boundary',
    ],
    [
      'a federated session whose user is named needs no identity policy',
      federated,
      { AWS: eve.arn },
      { session: [sendAllowed] },
      'allow',
    ],
    ['root needs nothing', root, { AWS: eve.arn }, {}, 'allow'],
    [
      'a role without its path is another',
      session,
      { AWS: `arn:aws:iam::${here}:role/worker` },
      {},
      'missing identity',
    ],
    [
      'user names have a case in a principal',
      eve,
      { AWS: `arn:aws:iam::${here}:user/Eve` },
      {},
      'missing identity',
    ],
  ])('%s', (_, principal, named, given, expected) => {
    expect(outcome(sendBy(principal), { resource: queuePolicy(named), ...given })).toBe(expected)
  })

  test('everybody, on condition of the role, needs neither boundary nor session policy', () => {
    expect(outcome(sendBy(session), { resource: byPrincipalArn, ...lacking })).toBe('allow')
  })

  test.each<[string, Principal, Partial<Policies>, string]>([
    ['nothing anywhere is missing in identity policies', eve, {}, 'missing identity'],
    ['one identity policy is enough', eve, { identity: [nothingAllowed, sendAllowed] }, 'allow'],
    ['a boundary alone grants nothing', eve, { boundary: sendAllowed }, 'missing identity'],
    [
      'a session policy alone grants nothing',
      session,
      { session: [sendAllowed] },
      'missing identity',
    ],
    [
      'boundaries limit identity policies',
      eve,
      { identity: [sendAllowed], boundary: nothingAllowed },
      'missing boundary',
    ],
    [
      'a role session without session policies has what its role has',
      session,
      { identity: [sendAllowed] },
      'allow',
    ],
    [
      'session policies limit the role',
      session,
      { identity: [sendAllowed], session: [nothingAllowed] },
      'missing session',
    ],
    [
      'one session policy is enough',
      session,
      { identity: [sendAllowed], session: [nothingAllowed, sendAllowed] },
      'allow',
    ],
    [
      'a federated session without session policies has nothing',
      federated,
      { identity: [sendAllowed] },
      'missing session',
    ],
    [
      'all places that lack an allow are told',
      session,
      { boundary: nothingAllowed, session: [nothingAllowed] },
      'missing identity,boundary,session',
    ],
    ['root starts with everything', root, {}, 'allow'],
    [
      'root is denied where a policy names it',
      root,
      { resource: attached('resource', deny('sqs:*', '*', { Principal: { AWS: here } })) },
      'denied by resource',
    ],
  ])('%s', (_, principal, given, expected) => {
    expect(outcome(sendBy(principal), given)).toBe(expected)
  })

  test.each<[string, Partial<Policies>, string]>([
    ['an identity policy', { identity: [sendDenied] }, 'denied by identity'],
    ['a boundary', { boundary: sendDenied }, 'denied by boundary'],
    ['a session policy', { session: [sendDenied] }, 'denied by session'],
    [
      'the resource',
      { resource: attached('resource', deny('sqs:*', '*', { Principal: '*' })) },
      'denied by resource',
    ],
    ['a service control policy', { serviceControl: [[sendDenied]] }, 'denied by service-control'],
    [
      'a resource control policy',
      { resourceControl: [[attached('rcp', deny('sqs:*', '*', { Principal: '*' }))]] },
      'denied by resource-control',
    ],
  ])('a deny by %s wins over every allow', (_, given, expected) => {
    const allowed = { identity: [sendAllowed], resource: queuePolicy({ AWS: session.arn }) }
    const identity = [...allowed.identity, ...(given.identity ?? [])]
    expect(outcome(sendBy(session), { ...allowed, ...given, identity })).toBe(expected)
  })
})

describe('between accounts', () => {
  const stranger = { resourceAccount: there, resource: `arn:aws:sqs:us-east-1:${there}:q` }
  const sendThere = attached('identity', allow('sqs:SendMessage', '*'))
  const letsIn = (Principal: unknown) =>
    attached('resource', allow('sqs:SendMessage', '*', { Principal }))

  test.each<[string, Principal, Partial<Policies>, string]>([
    ['the identity policy alone is not enough', eve, { identity: [sendThere] }, 'missing resource'],
    [
      'the resource policy alone is not enough',
      eve,
      { resource: letsIn({ AWS: eve.arn }) },
      'missing identity',
    ],
    [
      'both are, when the user is named',
      eve,
      { identity: [sendThere], resource: letsIn({ AWS: eve.arn }) },
      'allow',
    ],
    [
      'both are, when the account is named',
      eve,
      { identity: [sendThere], resource: letsIn({ AWS: here }) },
      'allow',
    ],
    ['both are, when everybody is', eve, { identity: [sendThere], resource: letsIn('*') }, 'allow'],
    ['everybody spares no identity policy', eve, { resource: letsIn('*') }, 'missing identity'],
    [
      'a session ARN spares no identity policy',
      session,
      { resource: letsIn({ AWS: session.arn }) },
      'missing identity',
    ],
    [
      'a session ARN spares no boundary',
      session,
      { identity: [sendThere], boundary: nothingAllowed, resource: letsIn({ AWS: session.arn }) },
      'missing boundary',
    ],
    [
      'a federated session needs its session policy',
      federated,
      { identity: [sendThere], resource: letsIn({ AWS: eve.arn }) },
      'missing session',
    ],
    ['both lacking are told, the own side first', eve, {}, 'missing identity,resource'],
    ['root of the other account needs the resource policy', root, {}, 'missing resource'],
    [
      'root of the other account needs no identity policy',
      root,
      { resource: letsIn({ AWS: here }) },
      'allow',
    ],
    [
      'naming the wrong account lets nobody in',
      eve,
      { identity: [sendThere], resource: letsIn({ AWS: there }) },
      'missing resource',
    ],
    [
      'a service is let in by its name',
      events,
      { resource: letsIn({ Service: 'events.amazonaws.com' }) },
      'allow',
    ],
    ['a service is let in by everybody', events, { resource: letsIn('*') }, 'allow'],
    [
      'a service is not let in by another name',
      events,
      { resource: letsIn({ Service: 'sns.amazonaws.com' }) },
      'missing resource',
    ],
    ['strangers are let in by everybody', anonymous, { resource: letsIn({ AWS: '*' }) }, 'allow'],
    [
      'strangers are not let in by an account',
      anonymous,
      { resource: letsIn({ AWS: here }) },
      'missing resource',
    ],
  ])('%s', (_, principal, given, expected) => {
    expect(outcome(sendBy(principal, stranger), given)).toBe(expected)
  })

  test('no policy reaches into another partition', () => {
    const request = sendBy(eve, {
      resourceAccount: there,
      resource: `arn:aws-cn:sqs:cn-north-1:${there}:q`,
    })
    const given = { identity: [sendThere], resource: letsIn('*') }
    expect(outcome(request, given)).toBe('missing resource')
  })

  test('strangers cannot pass for a condition on who they are', () => {
    const resource = attached(
      'resource',
      allow('sqs:SendMessage', '*', {
        Principal: '*',
        Condition: { StringLike: { 'aws:PrincipalArn': '*' } },
      }),
    )
    expect(outcome(sendBy(anonymous, stranger), { resource })).toBe('missing resource')
  })
})

describe('confused deputies', () => {
  const topic = `arn:aws:sns:us-east-1:${here}:topic`
  const guarded = (Condition: unknown) =>
    queuePolicy({ Service: 'sns.amazonaws.com' }, { Condition })
  const sns: Principal = { kind: 'service', service: 'sns.amazonaws.com' }

  test.each([
    ['by the source', { ArnLike: { 'aws:SourceArn': topic } }],
    ['by the source account', { StringEquals: { 'aws:SourceAccount': here } }],
  ])('are kept out %s', (_, condition) => {
    const resource = guarded(condition)
    const from = (account: string) => ({
      'aws:SourceArn': `arn:aws:sns:us-east-1:${account}:topic`,
      'aws:SourceAccount': account,
    })
    expect(outcome(sendBy(sns, { context: from(here) }), { resource })).toBe('allow')
    expect(outcome(sendBy(sns, { context: from(there) }), { resource })).toBe('missing resource')
    expect(outcome(sendBy(sns), { resource })).toBe('missing resource')
  })

  test('a user who passes for a source account by the context is no service', () => {
    const resource = guarded({ StringEquals: { 'aws:SourceAccount': here } })
    const context = { 'aws:SourceAccount': here }
    expect(outcome(sendBy(eve, { context }), { resource })).toBe('missing identity')
  })
})
