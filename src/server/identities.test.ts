import { describe, expect, it } from 'vitest'
import { testPlace, world } from '../../test/support/world.ts'
import type { AccessKey, User } from '../generated/iam.ts'
import type { Credentials } from '../generated/sts.ts'
import { rootOf } from '../kernel/caller.ts'
import { type Store } from '../kernel/store/store.ts'
import { memoryStore } from '../kernel/store/memory-store.ts'
import { iam } from '../services/iam/service.ts'
import { sts } from '../services/sts/service.ts'
import { judge } from '../services/sts/testing/judge.ts'
import { configuredKeys } from './configured-keys.ts'
import { cloudIdentities } from './identities.ts'

const { account } = testPlace
const root = { caller: rootOf(account) }

function cloudWorld(store: Store = memoryStore()) {
  const known = cloudIdentities(
    () => cloud.kernel,
    configuredKeys([{ id: 'AKIAIOSFODNN7EXAMPLE', secret: 'configured', account }]),
  )
  const { identityDirectory } = known
  const cloud: ReturnType<typeof world> = world({
    services: [iam, sts],
    store,
    ports: { identityDirectory },
    authoriser: judge({}),
  })
  const { identities } = known

  async function userWithKey(name: string) {
    const { User: user } = await cloud.call<{ User: User }>('CreateUser', { UserName: name }, root)
    const { AccessKey: key } = await cloud.call<{ AccessKey: AccessKey }>(
      'CreateAccessKey',
      { UserName: name },
      root,
    )
    return { user, key }
  }

  function callerOf(id: string, token?: string) {
    const finding = identities.find(id, token)
    if (finding.kind !== 'known') throw new Error(`the key is ${finding.kind}`)
    return finding.caller
  }

  return { ...cloud, ...known, userWithKey, callerOf }
}

describe('the identities of a cloud', () => {
  it('know users by their keys, with the users’ tags', async () => {
    const { userWithKey, identities, call } = cloudWorld()
    const { user, key } = await userWithKey('ann')
    await call('TagUser', { UserName: 'ann', Tags: [{ Key: 'Team', Value: 'red' }] }, root)
    expect(identities.find(key.AccessKeyId)).toEqual({
      kind: 'known',
      secret: key.SecretAccessKey,
      status: 'active',
      caller: {
        kind: 'user',
        account,
        arn: user.Arn,
        userId: user.UserId,
        accessKeyId: key.AccessKeyId,
        context: { 'aws:PrincipalTag/Team': 'red' },
      },
    })
  })

  it('know keys that are inactive, and none that are deleted', async () => {
    const { userWithKey, identities, call } = cloudWorld()
    const { key } = await userWithKey('ann')
    const named = { UserName: 'ann', AccessKeyId: key.AccessKeyId }
    await call('UpdateAccessKey', { ...named, Status: 'Inactive' }, root)
    expect(identities.find(key.AccessKeyId)).toMatchObject({ kind: 'known', status: 'inactive' })
    await call('DeleteAccessKey', named, root)
    expect(identities.find(key.AccessKeyId)).toEqual({ kind: 'revoked' })
  })

  it('know the configured keys, and nothing of ids of other forms', () => {
    const { identities } = cloudWorld()
    expect(identities.find('AKIAIOSFODNN7EXAMPLE')).toMatchObject({ secret: 'configured' })
    expect(identities.find('test')).toEqual({ kind: 'foreign' })
  })

  it('know sessions of roles, whose trust is IAM’s and dies with the trusted user', async () => {
    const { userWithKey, call, callerOf } = cloudWorld()
    const { user, key } = await userWithKey('ann')
    const trust = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: user.Arn }, Action: 'sts:AssumeRole' }],
    }
    await call(
      'CreateRole',
      { RoleName: 'worker', Path: '/x/', AssumeRolePolicyDocument: JSON.stringify(trust) },
      root,
    )
    const arn = `arn:aws:iam::${account}:role/x/worker`
    const input = { RoleArn: arn, RoleSessionName: 'shift' }
    const { Credentials: credentials } = await call<{ Credentials: Credentials }>(
      'AssumeRole',
      input,
      { caller: callerOf(key.AccessKeyId) },
    )
    expect(callerOf(credentials.AccessKeyId, credentials.SessionToken)).toMatchObject({
      kind: 'role',
      arn: `arn:aws:sts::${account}:assumed-role/worker/shift`,
    })

    await call('DeleteAccessKey', { UserName: 'ann', AccessKeyId: key.AccessKeyId }, root)
    await call('DeleteUser', { UserName: 'ann' }, root)
    const { key: nextKey } = await userWithKey('ann')
    await expect(
      call('AssumeRole', input, { caller: callerOf(nextKey.AccessKeyId) }),
    ).rejects.toMatchObject({
      code: 'AccessDenied',
      status: 403,
      message: `User: ${user.Arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
    })
  })

  it('keep when a key, a role and a service were used last, writing once a minute', async () => {
    const { userWithKey, call, callerOf, used, advance, now, kernel } = cloudWorld()
    const { key } = await userWithKey('ann')
    const caller = callerOf(key.AccessKeyId)
    const lastUsed = async () =>
      (await call('GetAccessKeyLastUsed', { AccessKeyId: key.AccessKeyId }, root)).AccessKeyLastUsed
    const firstMs = now()
    used({ caller, namespace: 'sqs', region: 'eu-west-1' })
    const first = {
      LastUsedDate: new Date(firstMs),
      ServiceName: 'sqs',
      Region: 'eu-west-1',
    }
    expect(await lastUsed()).toEqual(first)
    await advance(59_999)
    let commits = 0
    const { store } = kernel
    const commit = store.commit.bind(store)
    store.commit = (writes) => {
      commits++
      return commit(writes)
    }
    used({ caller, namespace: 'sqs', region: 'us-east-1' })
    expect(commits).toBe(0)
    expect(await lastUsed()).toEqual(first)
    await advance(1)
    used({ caller, namespace: 'sqs', region: 'us-east-1' })
    expect(await lastUsed()).toMatchObject({ LastUsedDate: new Date(firstMs + 60_000) })
  })
})
