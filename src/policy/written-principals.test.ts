import { describe, expect, test } from 'vitest'
import { namedPrincipals, withPrincipals } from './written-principals.ts'

const role = 'arn:aws:iam::111111111111:role/p/r'
const user = 'arn:aws:iam::111111111111:user/eve'
const trust = `{
  "Statement": [
    { "Effect": "Allow", "Action": "sts:AssumeRole",
      "Principal": { "AWS": [ "${role}", "111111111111" ], "Service": "ec2.amazonaws.com" } },
    { "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "AWS": "${user}" },
      "Condition": { "ArnEquals": { "aws:PrincipalArn": "${user}" } } },
    { "Effect": "Deny", "Action": "sts:AssumeRole", "Principal": "*" }
  ]
}`

describe('principals in a policy', () => {
  test('are the users and roles that must exist', () => {
    expect(namedPrincipals(trust, 'trust')).toEqual([role, user])
  })

  test('are shown otherwise, while the text stays as it was written', () => {
    const shown = withPrincipals(trust, 'trust', (value) => (value === user ? 'AIDAGONE' : value))
    expect(shown).toBe(trust.replace(`{ "AWS": "${user}" }`, '{ "AWS": "AIDAGONE" }'))
  })
})
