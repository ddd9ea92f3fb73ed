import { describe, expect, test } from 'vitest'
import { AccessUsed, principalsMax, usesPerPrincipalMax } from './access-used.ts'
import { anonymous, type Caller, rootOf } from './caller.ts'

const roleArn = 'arn:aws:iam::111122223333:role/worker'

function sessionOf(name: string): Caller {
  return {
    kind: 'role',
    account: '111122223333',
    arn: `arn:aws:sts::111122223333:assumed-role/worker/${name}`,
    userId: `AROA0000000000000001:${name}`,
    session: {
      behindArn: roleArn,
      behindId: 'AROA0000000000000001',
      issuedAtMs: 0,
      expiresAtMs: 1,
    },
  }
}

describe('what principals have used', () => {
  test('is kept once each, of all sessions of a role together', () => {
    const used = new AccessUsed()
    used.note(sessionOf('a'), 'sqs:ReceiveMessage', 'arn:aws:sqs:us-east-1:111122223333:jobs')
    used.note(sessionOf('b'), 'sqs:ReceiveMessage', 'arn:aws:sqs:us-east-1:111122223333:jobs')
    used.note(sessionOf('b'), 'sqs:ListQueues', '*')
    expect(used.usesOf(roleArn)).toEqual({
      isWhole: true,
      uses: [
        { action: 'sqs:ReceiveMessage', resource: 'arn:aws:sqs:us-east-1:111122223333:jobs' },
        { action: 'sqs:ListQueues', resource: '*' },
      ],
    })
    expect(used.principals()).toEqual([roleArn])
  })

  test('is nothing for who has done nothing, and for strangers', () => {
    const used = new AccessUsed()
    used.note(anonymous('111122223333'), 'sqs:SendMessage', '*')
    expect(used.principals()).toEqual([])
    expect(used.usesOf(roleArn)).toEqual({ uses: [], isWhole: true })
  })

  test('stops growing, and says so', () => {
    const used = new AccessUsed()
    const [first, ...others] = Array.from({ length: principalsMax + 1 }, (_, at) =>
      rootOf(String(at).padStart(12, '0')),
    ) as [Caller, ...Caller[]]
    for (let at = 0; at <= usesPerPrincipalMax; at++) used.note(first, 'sqs:SendMessage', `${at}`)
    for (const other of others) used.note(other, 'sqs:ListQueues', '*')
    expect(used.usesOf(first.arn).uses.length).toBe(usesPerPrincipalMax)
    expect(used.usesOf(first.arn).isWhole).toBe(false)
    expect(used.principals().length).toBe(principalsMax)
  })
})
