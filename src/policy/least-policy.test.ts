import { describe, expect, test } from 'vitest'
import { compilePolicy } from './compiled-policy.ts'
import type { Policies, PolicyRequest, PolicyType } from './decision.ts'
import { evaluate } from './evaluate.ts'
import { type Cure, curesOf, leastPolicyOf } from './least-policy.ts'
import {
  eve,
  events,
  here,
  nothingAllowed,
  policies,
  queue,
  root,
  sendAllowed,
  sendBy,
  sendDenied,
  session,
  there,
} from './testing/policies.ts'

function cures(request: PolicyRequest, given: Partial<Policies>): Cure[] {
  return curesOf(request, evaluate(request, policies(given)))
}

/** The policies, with each cure added to those of its type. */
function cured(given: Partial<Policies>, found: readonly Cure[]): Policies {
  const added = (wanted: PolicyType) =>
    found
      .filter(({ type }) => type === wanted)
      .map(({ policy }) => {
        const flavour = wanted === 'resource' ? 'resource' : 'identity'
        return { name: 'cure', policy: compilePolicy(JSON.stringify(policy), flavour) }
      })
  return {
    identity: [...(given.identity ?? []), ...added('identity')],
    boundary: added('boundary')[0] ?? given.boundary,
    session: given.session && [...given.session, ...added('session')],
    resource: added('resource')[0] ?? given.resource,
  }
}

describe('the cure of a refusal', () => {
  test('is the one action on the one resource', () => {
    expect(cures(sendBy(eve), {})).toEqual([
      {
        type: 'identity',
        policy: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queue }],
        },
      },
    ])
  })

  test('names the role, not the session, in a resource policy', () => {
    const request = sendBy(session, { resourceAccount: there })
    expect(cures(request, { identity: [sendAllowed] })).toEqual([
      {
        type: 'resource',
        policy: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: session.roleArn },
              Action: 'sqs:SendMessage',
              Resource: queue,
            },
          ],
        },
      },
    ])
  })

  test('of an explicit deny alone is no allow', () => {
    expect(cures(sendBy(eve), { identity: [sendDenied] })).toEqual([])
  })

  test('of a service lets it in for what it speaks for alone', () => {
    const topic = `arn:aws:sns:us-east-1:${here}:topic`
    const of = (source: string) => sendBy(events, { context: () => ({ 'aws:SourceArn': source }) })
    const given = cured({}, cures(of(topic), {}))
    expect(evaluate(of(topic), given).effect).toBe('allow')
    expect(evaluate(of(`${topic}2`), given).effect).toBe('implicit-deny')
    expect(evaluate(sendBy(events), given).effect).toBe('implicit-deny')
  })

  test('of what is allowed is nothing', () => {
    expect(cures(sendBy(root), {})).toEqual([])
  })

  test.each<[string, PolicyRequest, Partial<Policies>]>([
    ['an identity policy', sendBy(eve), {}],
    ['a boundary', sendBy(eve), { identity: [sendAllowed], boundary: nothingAllowed }],
    ['a role session', sendBy(session), { boundary: nothingAllowed, session: [nothingAllowed] }],
    ['both accounts', sendBy(eve, { resourceAccount: there }), {}],
    ['a service', sendBy(events), {}],
    ['a key', sendBy(eve, { resourcePolicyDecides: true }), { boundary: nothingAllowed }],
    ['a key of a role', sendBy(session, { resourcePolicyDecides: true }), {}],
    [
      'an action without resources',
      sendBy(eve, { action: 's3:ListAllMyBuckets', resource: '*' }),
      {},
    ],
    [
      'a key with a star and a variable in it',
      sendBy(eve, { action: 's3:GetObject', resource: 'arn:aws:s3:::b/*?${aws:username}' }),
      {},
    ],
    [
      'what has no name yet',
      sendBy(eve, {
        action: 'ec2:RunInstances',
        resource: `arn:aws:ec2:us-east-1:${here}:instance/*`,
      }),
      {},
    ],
  ])('for %s works when it is applied', (_, request, given) => {
    const found = cures(request, given)
    expect(evaluate(request, policies(given)).effect).toBe('implicit-deny')
    expect(evaluate(request, cured(given, found)).effect).toBe('allow')
  })

  test('allows no other object whose key the star of this one would match', () => {
    const request = sendBy(eve, { action: 's3:GetObject', resource: 'arn:aws:s3:::b/*' })
    const given = cured({}, cures(request, {}))
    const other = { ...request, resource: 'arn:aws:s3:::b/secret' }
    expect(evaluate(request, given).effect).toBe('allow')
    expect(evaluate(other, given).effect).toBe('implicit-deny')
  })
})

describe('the least policy of many uses', () => {
  test('has a statement for each set of actions', () => {
    const other = `${queue}2`
    const uses = [
      { action: 'sqs:SendMessage', resource: queue },
      { action: 'sqs:ReceiveMessage', resource: queue },
      { action: 'sqs:SendMessage', resource: queue },
      { action: 'sqs:ReceiveMessage', resource: other },
      { action: 'sqs:SendMessage', resource: other },
      { action: 's3:ListAllMyBuckets', resource: '*' },
    ]
    expect(leastPolicyOf(uses)).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' },
        {
          Effect: 'Allow',
          Action: ['sqs:ReceiveMessage', 'sqs:SendMessage'],
          Resource: [queue, other],
        },
      ],
    })
  })

  test('allows each use, and is accepted by IAM', () => {
    const uses = [
      { action: 's3:GetObject', resource: 'arn:aws:s3:::b/a*b' },
      { action: 'iam:PassRole', resource: `arn:aws:iam::${here}:role/r` },
    ]
    const policy = compilePolicy(JSON.stringify(leastPolicyOf(uses)), 'identity')
    const given = policies({ identity: [{ name: 'least', policy }] })
    const effects = uses.map((use) => evaluate(sendBy(eve, use), given).effect)
    expect(effects).toEqual(['allow', 'allow'])
  })
})
