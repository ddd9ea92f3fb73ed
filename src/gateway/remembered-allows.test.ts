import { describe, expect, it } from 'vitest'
import type { AuthorisationRequest } from '../kernel/authorisation.ts'
import type { Caller } from '../kernel/caller.ts'
import { compilePolicy } from '../policy/compiled-policy.ts'
import type { AttachedPolicy } from '../policy/decision.ts'
import { RememberedAllows } from './remembered-allows.ts'

const account = '111122223333'

function attached(more: object = {}): AttachedPolicy {
  const statement = { Effect: 'Allow', Action: 'sqs:*', Resource: '*', ...more }
  const text = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
  return { name: 'p', policy: compilePolicy(text, 'identity') }
}

function asked(kind: Caller['kind'] = 'user', owner = account): AuthorisationRequest {
  const caller: Caller = { kind, account, arn: '', userId: '' }
  const request = {
    action: 'sqs:SendMessage',
    resource: 'arn:aws:sqs:us-east-1:111122223333:q',
    caller,
    owner,
  }
  return request as AuthorisationRequest
}

describe('a call that was let through', () => {
  it('is remembered for the same action and resource, while the policies are the same', () => {
    const allows = new RememberedAllows()
    const policies = { identity: [attached()] }
    const key = allows.keyFor(asked(), policies) ?? ''
    expect(allows.has(policies, key)).toBe(false)
    allows.add(policies, key)
    expect(allows.has(policies, key)).toBe(true)
    expect(allows.has({ identity: [attached()] }, key)).toBe(false)
  })

  it('is not, where anything else has a say', () => {
    const allows = new RememberedAllows()
    const identity = [attached()]
    const none = [undefined, undefined, undefined, undefined]
    const policies = [
      { identity, session: [] },
      { identity, resource: attached() },
      { identity, serviceControl: [] },
      { identity, resourceControl: [] },
    ]
    expect(policies.map((given) => allows.keyFor(asked(), given))).toEqual(none)
    expect(allows.keyFor(asked('user', '444455556666'), { identity })).toBeUndefined()
  })

  it('is not, where a policy or the boundary looks at the request', () => {
    const ifSecure = { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }
    const ofUser = { Resource: 'arn:aws:sqs:us-east-1:111122223333:${aws:username}' }
    for (const more of [ifSecure, ofUser]) {
      const allows = new RememberedAllows()
      expect(allows.keyFor(asked(), { identity: [attached(more)] })).toBeUndefined()
      const bounded = { identity: [attached()], boundary: attached(more) }
      expect(allows.keyFor(asked(), bounded)).toBeUndefined()
    }
  })

  it.each<Caller['kind']>(['root', 'federated', 'service', 'web-identity', 'anonymous'])(
    'is not, for a caller of kind %s, whose policies are not its own alone',
    (kind) => {
      const allows = new RememberedAllows()
      expect(allows.keyFor(asked(kind), { identity: [attached()] })).toBeUndefined()
    },
  )
})
