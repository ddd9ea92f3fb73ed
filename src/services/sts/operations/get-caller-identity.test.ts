import { describe, expect, it } from 'vitest'
import type { Credentials } from '../../../generated/sts.ts'
import { anonymous, rootOf } from '../../../kernel/caller.ts'
import { account, stsWorld, trusting } from '../testing/sts-world.ts'

describe('GetCallerIdentity', () => {
  it('tells users, root users and sessions who they are, asking for no permission', async () => {
    const { call, user, role, callerOf } = stsWorld()
    const ann = user('ann')
    const who = (caller: typeof ann) => call('GetCallerIdentity', {}, { caller })
    expect(await who(ann)).toEqual({ UserId: 'AIDAANN', Account: account, Arn: ann.arn })
    expect(await who(rootOf(account))).toEqual({
      UserId: account,
      Account: account,
      Arn: `arn:aws:iam::${account}:root`,
    })
    const { arn } = role('worker', { trust: trusting(ann.arn) })
    const input = { RoleArn: arn, RoleSessionName: 'shift' }
    const answer = await call<{ Credentials: Credentials }>('AssumeRole', input, { caller: ann })
    expect(await who(callerOf(answer.Credentials))).toEqual({
      UserId: 'AROAWORKER:shift',
      Account: account,
      Arn: `arn:aws:sts::${account}:assumed-role/worker/shift`,
    })
  })

  it('refuses callers who don’t sign', async () => {
    const { call } = stsWorld()
    await expect(
      call('GetCallerIdentity', {}, { caller: anonymous(account) }),
    ).rejects.toMatchObject({
      code: 'MissingAuthenticationToken',
      status: 403,
      message: 'Request is missing Authentication Token',
    })
  })
})
