import { describe, expect, it } from 'vitest'
import { account, expectRefusal, iamWorld } from '../testing/iam-world.ts'

const arn = `arn:aws:iam::${account}:saml-provider/corp`

function metadata(attributes = '') {
  return (
    `<EntityDescriptor entityID="https://idp.example.com" ${attributes}><IDPSSODescriptor>` +
    `<KeyDescriptor><X509Certificate>${'A'.repeat(1_000)}</X509Certificate></KeyDescriptor>` +
    '<SingleSignOnService Location="https://idp.example.com/sso"/></IDPSSODescriptor></EntityDescriptor>'
  )
}

describe('SAML providers', () => {
  it('are kept with their metadata, whose end they have', async () => {
    const { ask, now } = iamWorld()
    const document = metadata('validUntil="2027-01-01T00:00:00Z"')
    expect(
      await ask('CreateSAMLProvider', { Name: 'corp', SAMLMetadataDocument: document }),
    ).toEqual({ SAMLProviderArn: arn })
    const dates = { CreateDate: new Date(now()), ValidUntil: new Date('2027-01-01') }
    expect(await ask('ListSAMLProviders')).toEqual({ SAMLProviderList: [{ Arn: arn, ...dates }] })
    expect(await ask('GetSAMLProvider', { SAMLProviderArn: arn })).toMatchObject({
      SAMLMetadataDocument: document,
      ...dates,
    })
    const next = metadata('validUntil="2028-01-01T00:00:00Z"')
    await ask('UpdateSAMLProvider', { SAMLProviderArn: arn, SAMLMetadataDocument: next })
    expect(await ask('GetSAMLProvider', { SAMLProviderArn: arn })).toMatchObject({
      SAMLMetadataDocument: next,
    })
  })

  it('are there once, and gone when deleted', async () => {
    const { ask } = iamWorld()
    const input = { Name: 'corp', SAMLMetadataDocument: metadata() }
    await ask('CreateSAMLProvider', input)
    await expectRefusal(
      ask('CreateSAMLProvider', input),
      'EntityAlreadyExists',
      409,
      'Provider with name corp already exists.',
    )
    await ask('DeleteSAMLProvider', { SAMLProviderArn: arn })
    await expectRefusal(
      ask('DeleteSAMLProvider', { SAMLProviderArn: arn }),
      'NoSuchEntity',
      404,
      `Manifest not found for arn ${arn}`,
    )
  })

  it('refuse metadata of a million beginnings as readily as others', async () => {
    const { ask } = iamWorld()
    for (const part of ['<EntityDescriptor ', '</EntityDescriptor', '<a']) {
      const document = part.repeat(1_000_000 / part.length)
      await expectRefusal(
        ask('CreateSAMLProvider', { Name: 'corp', SAMLMetadataDocument: document }),
        'InvalidInput',
        400,
        'Could not parse metadata',
      )
    }
  })

  it('refuse metadata without an identity provider, and what they can’t do', async () => {
    const { ask } = iamWorld()
    for (const document of [
      'x'.repeat(1_000),
      metadata().replaceAll('IDPSSODescriptor', 'SPSSODescriptor'),
      metadata('validUntil="soon"'),
    ]) {
      await expectRefusal(
        ask('CreateSAMLProvider', { Name: 'corp', SAMLMetadataDocument: document }),
        'InvalidInput',
        400,
        'Could not parse metadata',
      )
    }
    await expectRefusal(
      ask('CreateSAMLProvider', {
        Name: 'corp',
        SAMLMetadataDocument: metadata(),
        AssertionEncryptionMode: 'Required',
      }),
      'NotEmulated',
      501,
      'Kasane does not emulate encrypted SAML assertions.',
    )
  })

  it('have tags', async () => {
    const { ask } = iamWorld()
    const named = { SAMLProviderArn: arn }
    await ask('CreateSAMLProvider', { Name: 'corp', SAMLMetadataDocument: metadata() })
    await ask('TagSAMLProvider', { ...named, Tags: [{ Key: 'a', Value: '1' }] })
    await ask('TagSAMLProvider', { ...named, Tags: [{ Key: 'b', Value: '2' }] })
    await ask('UntagSAMLProvider', { ...named, TagKeys: ['a'] })
    expect(await ask('ListSAMLProviderTags', named)).toEqual({
      Tags: [{ Key: 'b', Value: '2' }],
      IsTruncated: false,
    })
  })
})
