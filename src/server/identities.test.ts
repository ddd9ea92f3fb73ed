import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { testPlace, world } from '../../test/support/world.ts'
import type { AccessKey, User } from '../generated/iam.ts'
import type { Credentials } from '../generated/sts.ts'
import { anonymous, rootOf } from '../kernel/caller.ts'
import { type Store } from '../kernel/store/store.ts'
import { memoryStore } from '../kernel/store/memory-store.ts'
import { iam } from '../services/iam/service.ts'
import { codeOf, stepAt } from '../services/iam/totp.ts'
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

  it('take tokens of a provider whose keys stand in its tags', async () => {
    const { call, callerOf } = cloudWorld()
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const keys = JSON.stringify({ keys: [publicKey.export({ format: 'jwk' })] })
    const pieces =
      Buffer.from(keys)
        .toString('base64url')
        .match(/.{1,100}/g) ?? []
    const { OpenIDConnectProviderArn: provider } = await call<{ OpenIDConnectProviderArn: string }>(
      'CreateOpenIDConnectProvider',
      {
        Url: 'https://idp.example.com',
        ClientIDList: ['app'],
        Tags: pieces.map((Value, n) => ({ Key: `kasane:jwks:${n + 1}`, Value })),
      },
      root,
    )
    const trust = {
      Effect: 'Allow',
      Principal: { Federated: provider },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: { 'idp.example.com:sub': 'build-7' } },
    }
    const document = JSON.stringify({ Version: '2012-10-17', Statement: [trust] })
    await call('CreateRole', { RoleName: 'ci', AssumeRolePolicyDocument: document }, root)

    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const iat = Date.UTC(2026, 0, 1) / 1_000
    const claims = { iss: 'https://idp.example.com', aud: 'app', iat, exp: iat + 60 }
    const tokenOf = (sub: string) => {
      const signed = `${part({ alg: 'ES256' })}.${part({ ...claims, sub })}`
      const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const
      return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`
    }
    const assume = (sub: string) =>
      call<{ Credentials: Credentials }>(
        'AssumeRoleWithWebIdentity',
        {
          RoleArn: `arn:aws:iam::${account}:role/ci`,
          RoleSessionName: 'run',
          WebIdentityToken: tokenOf(sub),
        },
        { caller: anonymous('000000000000'), place: { account: '000000000000' } },
      )
    const { Credentials: credentials } = await assume('build-7')
    expect(callerOf(credentials.AccessKeyId, credentials.SessionToken)).toMatchObject({
      arn: `arn:aws:sts::${account}:assumed-role/ci/run`,
      context: { 'aws:FederatedProvider': provider },
    })
    await expect(assume('build-8')).rejects.toMatchObject({
      code: 'AccessDenied',
      status: 403,
      message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    })
  })

  it('take codes of a user’s MFA device, each once', async () => {
    const { call, callerOf, userWithKey, now, advance } = cloudWorld()
    const { key } = await userWithKey('ann')
    type Made = { VirtualMFADevice: { SerialNumber: string; Base32StringSeed: Uint8Array } }
    const { VirtualMFADevice: device } = await call<Made>(
      'CreateVirtualMFADevice',
      { VirtualMFADeviceName: 'phone' },
      root,
    )
    const seed = Buffer.from(device.Base32StringSeed).toString()
    const codeNow = (later = 0) => codeOf(seed, stepAt(now()) + later)
    const named = { UserName: 'ann', SerialNumber: device.SerialNumber }
    const codes = { AuthenticationCode1: codeNow(), AuthenticationCode2: codeNow(1) }
    await call('EnableMFADevice', { ...named, ...codes }, root)
    const get = () =>
      call<{ Credentials: Credentials }>(
        'GetSessionToken',
        { SerialNumber: device.SerialNumber, TokenCode: codeNow() },
        { caller: callerOf(key.AccessKeyId) },
      )
    const refusal = {
      code: 'AccessDenied',
      status: 403,
      message: 'MultiFactorAuthentication failed with invalid MFA one time pass code.',
    }
    await expect(get()).rejects.toMatchObject(refusal)
    await advance(60_000)
    const { Credentials: credentials } = await get()
    expect(callerOf(credentials.AccessKeyId, credentials.SessionToken).context).toMatchObject({
      'aws:MultiFactorAuthPresent': 'true',
    })
    await expect(get()).rejects.toMatchObject(refusal)
    const abroad = { caller: callerOf(key.AccessKeyId), place: { account: '222233334444' } }
    const proof = { SerialNumber: device.SerialNumber, TokenCode: codeNow() }
    await expect(call('GetSessionToken', proof, abroad)).rejects.toMatchObject(refusal)
    const pair = (first: number) => ({
      AuthenticationCode1: codeNow(first),
      AuthenticationCode2: codeNow(first + 1),
    })
    const resync = (first: number) => call('ResyncMFADevice', { ...named, ...pair(first) }, root)
    for (const first of [-1, 0]) {
      await expect(resync(first)).rejects.toMatchObject({ code: 'InvalidAuthenticationCode' })
    }
    await resync(1)
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
