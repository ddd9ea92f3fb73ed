import { describe, expect, it } from 'vitest'
import { accountOfAccessKeyId, isOwnAccessKeyId } from '../../kernel/access-key.ts'
import { account, callerOf, expectRefusal, iamWorld, sessionOf } from './testing/iam-world.ts'

interface Made {
  readonly AccessKey: Readonly<Record<string, string>>
}

interface Listed {
  readonly AccessKeyMetadata: readonly Readonly<Record<string, string>>[]
}

describe('access keys', () => {
  it('show their secret once, and tell the account', async () => {
    const { ask, user } = iamWorld()
    await user('eve')
    const { AccessKey } = await ask<Made>('CreateAccessKey', { UserName: 'eve' })
    const listed = {
      UserName: 'eve',
      AccessKeyId: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/) as string,
      Status: 'Active',
      CreateDate: new Date('2026-01-01T00:00:00Z'),
    }
    const SecretAccessKey = expect.stringMatching(/^[A-Za-z0-9+/]{40}$/) as string
    expect(AccessKey).toEqual({ ...listed, SecretAccessKey })
    expect(isOwnAccessKeyId(AccessKey['AccessKeyId'] ?? '')).toBe(true)
    expect(accountOfAccessKeyId(AccessKey['AccessKeyId'] ?? '')).toBe(account)
    expect(await ask('ListAccessKeys', { UserName: 'eve' })).toEqual({
      AccessKeyMetadata: [listed],
      IsTruncated: false,
    })
  })

  it('are two at most, inactive ones included', async () => {
    const { ask, user } = iamWorld()
    await user('eve')
    const create = () => ask<Made>('CreateAccessKey', { UserName: 'eve' })
    const { AccessKey } = await create()
    const { AccessKeyId } = AccessKey
    await create()
    await ask('UpdateAccessKey', { UserName: 'eve', AccessKeyId, Status: 'Inactive' })
    await expectRefusal(
      create(),
      'LimitExceeded',
      409,
      'Cannot exceed quota for AccessKeysPerUser: 2',
    )
    await ask('DeleteAccessKey', { UserName: 'eve', AccessKeyId })
    await create()
  })

  it('are the caller’s where no user is named', async () => {
    const { ask, user, role } = iamWorld()
    const caller = callerOf(await user('eve'))
    await ask('CreateAccessKey', {}, { caller })
    await ask('CreateAccessKey')
    const names = async (said: object) =>
      (await ask<Listed>('ListAccessKeys', {}, said)).AccessKeyMetadata.map(
        (key) => key['UserName'],
      )
    expect(await names({ caller })).toEqual(['eve'])
    expect(await names({})).toEqual([account])
    await expectRefusal(
      ask('ListAccessKeys', {}, { caller: sessionOf(await role('worker')) }),
      'ValidationError',
      400,
      'Must specify userName when calling with non-User credentials',
    )
  })

  it('are no other user’s', async () => {
    const { ask, user } = iamWorld()
    await user('eve')
    await user('bob')
    const { AccessKey } = await ask<Made>('CreateAccessKey', { UserName: 'eve' })
    const { AccessKeyId = '' } = AccessKey
    await expectRefusal(
      ask('DeleteAccessKey', { UserName: 'bob', AccessKeyId }),
      'NoSuchEntity',
      404,
      `The Access Key with id ${AccessKeyId} cannot be found.`,
    )
    expect(await ask('GetAccessKeyLastUsed', { AccessKeyId })).toEqual({
      UserName: 'eve',
      AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A' },
    })
  })
})
