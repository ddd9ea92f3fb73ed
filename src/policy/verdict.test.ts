import { describe, expect, test } from 'vitest'
import { evaluate, traceEvaluation } from './evaluate.ts'
import {
  allow,
  attached,
  eve,
  nothingAllowed,
  policies,
  queue,
  sendAllowed,
  sendBy,
  sendDenied,
} from './testing/policies.ts'

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
