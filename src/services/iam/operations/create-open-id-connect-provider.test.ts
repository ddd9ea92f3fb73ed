import { describe, expect, it } from 'vitest'
import { testPlace } from '../../../../test/support/world.ts'
import { rootOf } from '../../../kernel/caller.ts'
import { keySetOf } from '../oidc-keys.ts'
import { iam } from '../service.ts'
import { account, expectRefusal, iamWorld } from '../testing/iam-world.ts'

const arn = `arn:aws:iam::${account}:oidc-provider/idp.example.com/tenant`
const thumbprint = 'A031C46782E6E6C662C2C87C76DA9AA62CCABD8E'

async function providerWorld() {
  const cloud = iamWorld()
  const answer = await cloud.ask('CreateOpenIDConnectProvider', {
    Url: 'https://idp.example.com/tenant',
    ClientIDList: ['sts'],
    ThumbprintList: [thumbprint],
    Tags: [{ Key: 'Team', Value: 'red' }],
  })
  const named = { OpenIDConnectProviderArn: arn }
  const get = () => cloud.ask('GetOpenIDConnectProvider', named)
  return { ...cloud, answer, named, get }
}

describe('OpenID Connect providers', () => {
  it('are named by their issuer, and shown without its scheme', async () => {
    const { answer, get, ask, now } = await providerWorld()
    expect(answer).toEqual({
      OpenIDConnectProviderArn: arn,
      Tags: [{ Key: 'Team', Value: 'red' }],
    })
    expect(await get()).toEqual({
      Url: 'idp.example.com/tenant',
      ClientIDList: ['sts'],
      ThumbprintList: [thumbprint.toLowerCase()],
      CreateDate: new Date(now()),
      Tags: [{ Key: 'Team', Value: 'red' }],
    })
    expect(await ask('ListOpenIDConnectProviders')).toEqual({
      OpenIDConnectProviderList: [{ Arn: arn }],
    })
  })

  it('are there once, and gone when deleted, however often', async () => {
    const { ask, named, get } = await providerWorld()
    await expectRefusal(
      ask('CreateOpenIDConnectProvider', { Url: 'https://idp.example.com/tenant' }),
      'EntityAlreadyExists',
      409,
      'Provider with url https://idp.example.com/tenant already exists.',
    )
    await ask('DeleteOpenIDConnectProvider', named)
    expect(await ask('DeleteOpenIDConnectProvider', named)).toEqual({})
    await expectRefusal(
      get(),
      'NoSuchEntity',
      404,
      `OpenIDConnect Provider not found for arn ${arn}`,
    )
  })

  it('are judged by the ARN that they get, whose issuer ends in no slash', () => {
    const { reading } = iamWorld()
    const operation = iam.operations.find(({ name }) => name === 'CreateOpenIDConnectProvider')
    const input = { Url: 'https://idp.example.com/tenant/' }
    const checks = operation?.resource(input, testPlace, reading() as never, rootOf(account))
    expect(checks).toMatchObject([{ resource: arn }])
  })

  it('have https addresses without query or port', async () => {
    const { ask } = iamWorld()
    for (const Url of ['http://idp.example.com', 'https://a.b?c', 'https://a.b:444', 'idp']) {
      await expectRefusal(
        ask('CreateOpenIDConnectProvider', { Url }),
        'ValidationError',
        400,
        'Invalid Open ID Connect Provider URL',
      )
    }
  })

  it('have at most 100 client ids and five thumbprints, of 40 hexadecimal digits', async () => {
    const { ask, named, get } = await providerWorld()
    const add = (ClientID: string) =>
      ask('AddClientIDToOpenIDConnectProvider', { ...named, ClientID })
    for (let n = 1; n < 100; n++) await add(`client-${n}`)
    await add('sts')
    await expectRefusal(
      add('one-more'),
      'LimitExceeded',
      409,
      'Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100',
    )
    await ask('RemoveClientIDFromOpenIDConnectProvider', { ...named, ClientID: 'client-7' })
    expect((await get()).ClientIDList).toHaveLength(99)
    const update = (ThumbprintList: string[]) =>
      ask('UpdateOpenIDConnectProviderThumbprint', { ...named, ThumbprintList })
    await expectRefusal(
      update(Array.from({ length: 6 }, () => thumbprint)),
      'InvalidInput',
      400,
      'Thumbprint list must contain fewer than 5 entries.',
    )
    await expectRefusal(
      update(['z'.repeat(40)]),
      'InvalidInput',
      400,
      'Invalid thumbprint: it must be 40 hexadecimal characters.',
    )
  })

  it('tell their keys by tags, in pieces', async () => {
    const { ask, named } = await providerWorld()
    const keys = JSON.stringify({ keys: [{ kty: 'RSA', n: 'x'.repeat(342), e: 'AQAB' }] })
    const encoded = Buffer.from(keys).toString('base64url')
    const Tags = [
      { Key: 'kasane:jwks:2', Value: encoded.slice(250, 500) },
      { Key: 'kasane:jwks:1', Value: encoded.slice(0, 250) },
      { Key: 'kasane:jwks:10', Value: encoded.slice(500) },
    ]
    await ask('TagOpenIDConnectProvider', { ...named, Tags })
    type Listed = { Tags: { Key: string; Value: string }[] }
    const listed = await ask<Listed>('ListOpenIDConnectProviderTags', named)
    const tags = listed.Tags.map(({ Key, Value }) => ({ key: Key, value: Value }))
    expect(keySetOf(tags)).toBe(keys)
    await ask('UntagOpenIDConnectProvider', { ...named, TagKeys: Tags.map(({ Key }) => Key) })
    expect(await ask('ListOpenIDConnectProviderTags', named)).toEqual({
      Tags: [{ Key: 'Team', Value: 'red' }],
      IsTruncated: false,
    })
  })
})
