import { describe, expect, test } from 'vitest'
import { boundPolicy, type PrincipalDirectory, shownPolicy } from './bound-policy.ts'
import { PolicyFault } from './faults.ts'

const role = 'arn:aws:iam::111111111111:role/p/r'
const user = 'arn:aws:iam::111111111111:user/eve'
const roleId = 'AROAAAAAAAAAAAAAAAAAA'
const userId = 'AIDAAAAAAAAAAAAAAAAAA'
const policyOf = (role: string, user: string) => `{
  "Statement": [
    { "Effect": "Allow", "Action": "sqs:*",
      "Principal": { "AWS": [ "${role}", "111111111111" ], "Service": "ec2.amazonaws.com" } },
    { "Effect": "Deny", "Action": "sqs:*", "NotPrincipal": { "AWS": "${user}" },
      "Condition": { "ArnEquals": { "aws:PrincipalArn": "arn:aws:iam::111111111111:user/eve" } } },
    { "Effect": "Deny", "Action": "sqs:*", "Principal": "*" }
  ]
}`

function directoryOf(entries: readonly (readonly [id: string, arn: string])[]): PrincipalDirectory {
  return {
    idOf: (arn) => entries.find(([, one]) => one === arn)?.[0],
    arnOf: (id) => entries.find(([one]) => one === id)?.[1],
  }
}

const all = directoryOf([
  [roleId, role],
  [userId, user],
])

describe('a policy that is kept', () => {
  test('has its users and roles by their ids; all else stays as it was written', () => {
    expect(boundPolicy(policyOf(role, user), 'resource', all)).toBe(policyOf(roleId, userId))
  })

  test('shows the ARNs that they have now, and the ids of those that are gone', () => {
    const moved = 'arn:aws:iam::111111111111:user/team/ada'
    const kept = policyOf(roleId, userId)
    expect(shownPolicy(kept, 'resource', directoryOf([[userId, moved]]))).toBe(
      policyOf(roleId, moved),
    )
  })

  test.each([
    [user, `"AWS":"${user}"`],
    [userId, `"AWS":"${userId}"`],
  ])('names nobody who does not exist: %s', (principal, named) => {
    const refusal = new PolicyFault(`Invalid principal in policy: ${named}`)
    const rolesAlone = directoryOf([[roleId, role]])
    expect(() => boundPolicy(policyOf(role, principal), 'resource', rolesAlone)).toThrow(refusal)
  })

  test('may name users and roles by their ids', () => {
    const written = policyOf(roleId, userId)
    expect(boundPolicy(written, 'resource', all)).toBe(written)
  })
})
