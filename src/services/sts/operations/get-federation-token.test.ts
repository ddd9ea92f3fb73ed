import { describe, expect, it } from 'vitest'
import type { Credentials, GetFederationTokenResponse } from '../../../generated/sts.ts'
import type { Caller } from '../../../kernel/caller.ts'
import { account, allowing, stsWorld } from '../testing/sts-world.ts'

function annsWorld(allow = 'sts:*') {
  const cloud = stsWorld()
  const ann = cloud.user('ann', { allow })
  const get = (input: object = {}, caller: Caller = ann) =>
    cloud.call<GetFederationTokenResponse & { Credentials: Credentials }>(
      'GetFederationToken',
      { Name: 'guest', ...input },
      { caller },
    )
  return { ...cloud, ann, get }
}

describe('GetFederationToken', () => {
  it('makes a federated user, whom the asking user and the policies passed bound', async () => {
    const { get, find, ann } = annsWorld()
    const policy = JSON.stringify(allowing('s3:*'))
    const answer = await get({ Policy: policy, Tags: [{ Key: 'Team', Value: 'red' }] })
    const arn = `arn:aws:sts::${account}:federated-user/guest`
    expect(answer.FederatedUser).toEqual({ FederatedUserId: `${account}:guest`, Arn: arn })
    expect(find(answer.Credentials)).toMatchObject({
      kind: 'known',
      caller: {
        kind: 'federated',
        arn,
        userId: `${account}:guest`,
        session: { behindArn: ann.arn, behindId: ann.userId, policy },
        context: { 'aws:PrincipalTag/Team': 'red' },
      },
      unknownTo: ['iam'],
    })
  })

  it('needs the permission, and that of tags', async () => {
    const { get, ann } = annsWorld('sts:GetFederationToken')
    await get()
    const action = 'sts:TagSession'
    const resource = `arn:aws:sts::${account}:federated-user/guest`
    await expect(get({ Tags: [{ Key: 'Team', Value: 'red' }] })).rejects.toMatchObject({
      code: 'AccessDenied',
      status: 403,
      message: `User: ${ann.arn} is not authorized to perform: ${action} on resource: ${resource}`,
    })
  })

  it('is not for callers with session credentials', async () => {
    const { get, callerOf } = annsWorld()
    const { Credentials: credentials } = await get()
    const caller = callerOf(credentials)
    await expect(get({}, { ...caller, kind: 'user' })).rejects.toMatchObject({
      code: 'AccessDenied',
    })
    const session = await annsWorld().get()
    expect(session.Credentials.AccessKeyId).toMatch(/^ASIA/)
  })
})
