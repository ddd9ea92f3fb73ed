import { expect, test } from 'vitest'
import type { CallerSession } from '../kernel/caller.ts'
import { callerPrincipal } from './caller-principal.ts'

const account = '111122223333'

function roleAt(path: string, session: Partial<CallerSession> = {}) {
  return callerPrincipal({
    kind: 'role',
    account,
    arn: `arn:aws:sts::${account}:assumed-role/reader/ann`,
    userId: 'AROAREADER:ann',
    session: {
      behindArn: `arn:aws:iam::${account}:role${path}reader`,
      behindId: 'AROAREADER',
      issuedAtMs: 0,
      expiresAtMs: 1,
      ...session,
    },
  })
}

test('a role is service-linked when AWS made it, whatever its path says', () => {
  expect(roleAt('/aws-service-role/x/')).toMatchObject({ isServiceLinked: false })
  expect(roleAt('/', { isServiceLinked: true })).toMatchObject({ isServiceLinked: true })
})
