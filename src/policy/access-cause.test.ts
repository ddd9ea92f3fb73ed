import { describe, expect, test } from 'vitest'
import { accessCause } from './access-cause.ts'
import type { Policies, PolicyRequest } from './decision.ts'
import { traceEvaluation } from './evaluate.ts'
import { allow, attached, deny, eve, here, policies, queue, sendBy } from './testing/policies.ts'

function causeOf(request: PolicyRequest, given: Partial<Policies>) {
  const decision = traceEvaluation(request, policies(given))
  return accessCause({ request, decision, policies: policies(given) })
}

describe('the cause of a refusal', () => {
  test('names the place in which an allow is missing, and the least policy for it', () => {
    expect(causeOf(sendBy(eve), {})).toEqual({
      kind: 'access',
      caller: eve.arn,
      principal: eve,
      action: 'sqs:SendMessage',
      resource: queue,
      resourceAccount: here,
      effect: 'implicit-deny',
      deniedBy: [],
      missing: ['identity'],
      nearMisses: [],
      cures: [
        {
          type: 'identity',
          policy: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queue }],
          },
        },
      ],
    })
  })

  test('names the statement that denies, with what the policy says without it', () => {
    const statements = [allow('sqs:*', '*'), deny('sqs:SendMessage', queue, { Sid: 'NoSend' })]
    const policy = attached('identity', statements, {
      name: 'guard',
      source: 'group',
      owner: 'all',
    })
    const { effect, deniedBy, cures } = causeOf(sendBy(eve), { identity: [policy] })
    expect({ effect, deniedBy, cures }).toEqual({
      effect: 'explicit-deny',
      cures: [],
      deniedBy: [
        {
          type: 'identity',
          policy: 'guard',
          source: 'group',
          owner: 'all',
          sid: 'NoSend',
          index: 1,
          text: JSON.stringify(statements[1]),
          rest: JSON.stringify({ Version: '2012-10-17', Statement: [statements[0]] }),
        },
      ],
    })
  })

  test('has nothing left of a policy whose only statement denies', () => {
    const [found] = causeOf(sendBy(eve), {
      identity: [attached('identity', deny('*', '*'))],
    }).deniedBy
    expect(found).not.toHaveProperty('rest')
  })

  test('tells which statement would have allowed, were its conditions met', () => {
    const Condition = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }
    const withMfa = attached('identity', allow('sqs:*', '*', { Condition }), { name: 'mfa' })
    expect(causeOf(sendBy(eve), { identity: [withMfa] }).nearMisses).toEqual([
      {
        type: 'identity',
        policy: 'mfa',
        index: 0,
        effect: 'Allow',
        text: JSON.stringify(allow('sqs:*', '*', { Condition })),
        unmet: [{ operator: 'Bool', key: 'aws:MultiFactorAuthPresent' }],
      },
    ])
  })

  test('keeps the boundary that lacks an allow', () => {
    const boundary = attached('identity', allow('s3:*', '*'), { arn: 'arn:aws:iam::aws:policy/B' })
    const cause = causeOf(sendBy(eve), {
      identity: [attached('identity', allow('sqs:*', '*'))],
      boundary,
    })
    expect(cause.missing).toEqual(['boundary'])
    expect(cause.boundary).toEqual({ arn: boundary.arn, text: boundary.policy.text })
  })
})
