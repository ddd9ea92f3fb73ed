import { describe, expect, test } from 'vitest'
import { compilePolicy } from './compiled-policy.ts'
import type { AttachedPolicy, Policies, PolicyRequest } from './decision.ts'
import { evaluate, traceEvaluation } from './evaluate.ts'
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
  policies,
  queue,
  queuePolicy,
  root,
  sendAllowed,
  sendBy,
  sendDenied,
  session,
  there,
} from './testing/policies.ts'

function outcome(request: PolicyRequest, given: Partial<Policies>): string {
  const { effect, missing, deniedBy } = evaluate(request, policies(given))
  if (effect === 'allow') return 'allow'
  return effect === 'explicit-deny' ? `denied by ${deniedBy[0]?.type}` : `missing ${missing.join()}`
}

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

describe('organisations', () => {
  const full = attached('scp', allow('*', '*'))
  const everything = attached('resource', allow('*', '*', { Principal: '*' }))
  const none: AttachedPolicy[] = []

  test.each<[string, PolicyRequest, Partial<Policies>, string]>([
    [
      'an allow at every level lets through',
      sendBy(eve),
      { serviceControl: [[full], [full]] },
      'allow',
    ],
    [
      'a level without an allow refuses',
      sendBy(eve),
      { serviceControl: [[full], none] },
      'missing service-control',
    ],
    [
      'the first level counts too',
      sendBy(eve),
      { serviceControl: [none, [full]] },
      'missing service-control',
    ],
    [
      'root is bound',
      sendBy(root),
      { serviceControl: [[sendDenied, full]] },
      'denied by service-control',
    ],
    [
      'service-linked roles are not',
      sendBy({ ...session, isServiceLinked: true }),
      { serviceControl: [[sendDenied]], resourceControl: [none] },
      'allow',
    ],
    [
      'services are not bound by service control',
      sendBy(events),
      { serviceControl: [[sendDenied]], resource: queuePolicy('*') },
      'allow',
    ],
    [
      'resource control binds services',
      sendBy(events),
      { resourceControl: [none], resource: queuePolicy('*') },
      'missing resource-control',
    ],
    [
      'resource control binds strangers',
      sendBy(anonymous),
      {
        resourceControl: [[attached('rcp', deny('sqs:*', '*', { Principal: '*' }))]],
        resource: queuePolicy('*'),
      },
      'denied by resource-control',
    ],
    [
      'resource control lets through what it does not deny',
      sendBy(eve),
      { resourceControl: [[everything]] },
      'allow',
    ],
    [
      'resource control does not know SNS',
      sendBy(eve, { action: 'sns:Publish' }),
      { identity: [attached('identity', allow('sns:*', '*'))], resourceControl: [none] },
      'allow',
    ],
    [
      'resource control does not bind kms:RetireGrant',
      sendBy(eve, { action: 'kms:RetireGrant' }),
      { identity: [attached('identity', allow('kms:*', '*'))], resourceControl: [none] },
      'allow',
    ],
    [
      'service control grants nothing',
      sendBy(eve),
      { identity: [], serviceControl: [[full]] },
      'missing identity',
    ],
  ])('%s', (_, request, given, expected) => {
    expect(outcome(request, { identity: [sendAllowed], ...given })).toBe(expected)
  })
})

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

  test('a principal made again under its old name is another', () => {
    const text = JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: eve.arn } },
    })
    const boundIds = new Map([[eve.arn, eve.userId]])
    const resource = { name: 'trust', policy: compilePolicy(text, 'trust', { boundIds }) }
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

describe('a traced decision', () => {
  test('names every statement that matched, in the order of the policy', () => {
    const identity = attached(
      'identity',
      [
        allow('sqs:*', '*', { Sid: 'Wide' }),
        allow('s3:*', '*', { Sid: 'Other' }),
        allow('sqs:SendMessage', queue, { Sid: 'Narrow' }),
      ],
      { name: 'inline', source: 'user' },
    )
    const { matches, verdicts } = traceEvaluation(sendBy(eve), policies({ identity: [identity] }))
    const told = matches.map(({ type, attached, statement }) => [
      type,
      attached.name,
      statement.sid,
      statement.index,
    ])
    expect(told).toEqual([
      ['identity', 'inline', 'Wide', 0],
      ['identity', 'inline', 'Narrow', 2],
    ])
    expect(verdicts).toEqual({ identity: 'allow' })
  })

  test('tells which conditions kept a statement from matching, and which keys were missing', () => {
    const identity = attached(
      'identity',
      allow('sqs:SendMessage', '*', {
        Sid: 'WithMfa',
        Condition: {
          Bool: { 'aws:MultiFactorAuthPresent': 'true' },
          StringEquals: { 'aws:PrincipalTag/team': '${aws:RequestTag/team}' },
          StringLike: { 'aws:username': 'e*' },
        },
      }),
    )
    const traced = traceEvaluation(sendBy(eve), policies({ identity: [identity] }))
    expect(traced.effect).toBe('implicit-deny')
    expect(traced.nearMisses.map(({ statement }) => statement.sid)).toEqual(['WithMfa'])
    expect(traced.nearMisses[0]?.unmet.map(({ operator, key }) => [operator, key])).toEqual([
      ['Bool', 'aws:MultiFactorAuthPresent'],
      ['StringEquals', 'aws:PrincipalTag/team'],
    ])
    expect(traced.missingContextKeys).toEqual([
      'aws:multifactorauthpresent',
      'aws:principaltag/team',
      'aws:requesttag/team',
    ])
  })

  test('holds all denies, and what each kind of policy says', () => {
    const given = {
      identity: [sendDenied],
      boundary: sendDenied,
      serviceControl: [[nothingAllowed]],
    }
    const traced = traceEvaluation(sendBy(eve), policies(given))
    expect(traced.deniedBy.map(({ type }) => type)).toEqual(['identity', 'boundary'])
    expect(traced.verdicts).toEqual({
      'service-control': 'implicit-deny',
      identity: 'explicit-deny',
      boundary: 'explicit-deny',
    })
  })

  test('an allow names the statement that gave it', () => {
    const decision = evaluate(sendBy(eve), policies({ identity: [nothingAllowed, sendAllowed] }))
    expect(decision.allowedBy.map(({ type, attached }) => [type, attached])).toEqual([
      ['identity', sendAllowed],
    ])
  })
})
