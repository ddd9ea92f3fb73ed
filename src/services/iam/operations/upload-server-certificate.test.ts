import { describe, expect, it } from 'vitest'
import { account, expectRefusal, iamWorld } from '../testing/iam-world.ts'
import { certificate, expiresAtMs, otherCertificate, privateKey } from '../testing/pem.ts'

const input = {
  ServerCertificateName: 'web',
  Path: '/site/',
  CertificateBody: certificate,
  PrivateKey: privateKey,
}

describe('server certificates', () => {
  it('are kept with what stands in them; the key is never shown', async () => {
    const { ask, now } = iamWorld()
    const answer = await ask('UploadServerCertificate', {
      ...input,
      CertificateChain: otherCertificate,
    })
    const metadata = {
      Path: '/site/',
      ServerCertificateName: 'web',
      ServerCertificateId: expect.stringMatching(/^ASCA[A-Z2-7]{17}$/) as string,
      Arn: `arn:aws:iam::${account}:server-certificate/site/web`,
      UploadDate: new Date(now()),
      Expiration: new Date(expiresAtMs),
    }
    expect(answer).toEqual({ ServerCertificateMetadata: metadata })
    expect(await ask('GetServerCertificate', { ServerCertificateName: 'WEB' })).toEqual({
      ServerCertificate: {
        ServerCertificateMetadata: metadata,
        CertificateBody: certificate,
        CertificateChain: otherCertificate,
      },
    })
    expect(await ask('ListServerCertificates', { PathPrefix: '/site/' })).toEqual({
      ServerCertificateMetadataList: [metadata],
      IsTruncated: false,
    })
  })

  it('are there once by name, renamed and moved, and gone when deleted', async () => {
    const { ask } = iamWorld()
    await ask('UploadServerCertificate', input)
    await expectRefusal(
      ask('UploadServerCertificate', { ...input, ServerCertificateName: 'Web' }),
      'EntityAlreadyExists',
      409,
      'The Server Certificate with name Web already exists.',
    )
    await ask('UpdateServerCertificate', {
      ServerCertificateName: 'web',
      NewServerCertificateName: 'shop',
      NewPath: '/',
    })
    await expectRefusal(
      ask('GetServerCertificate', { ServerCertificateName: 'web' }),
      'NoSuchEntity',
      404,
      'The Server Certificate with name web cannot be found.',
    )
    await ask('DeleteServerCertificate', { ServerCertificateName: 'shop' })
    expect(await ask('ListServerCertificates')).toMatchObject({ ServerCertificateMetadataList: [] })
  })

  it('are checked: the certificate, its chain, and that the key is its own', async () => {
    const { ask } = iamWorld()
    const malformed = (message: string, more: object) =>
      expectRefusal(
        ask('UploadServerCertificate', { ...input, ...more }),
        'MalformedCertificate',
        400,
        message,
      )
    const noPem = 'Unable to parse certificate. Please ensure the certificate is in PEM format.'
    await malformed(noPem, { CertificateBody: 'none' })
    await malformed(noPem, { CertificateBody: certificate.replace('MII', 'MIJ') })
    await malformed(noPem, { CertificateChain: 'none' })
    await malformed('Unable to parse key. Please ensure the key is in PEM format.', {
      PrivateKey: 'none',
    })
    await expectRefusal(
      ask('UploadServerCertificate', { ...input, CertificateBody: otherCertificate }),
      'KeyPairMismatch',
      400,
      'Certificate and private key do not match.',
    )
  })

  it('an account has at most twenty', async () => {
    const { ask } = iamWorld()
    for (let n = 0; n < 20; n++) {
      await ask('UploadServerCertificate', { ...input, ServerCertificateName: `c${n}` })
    }
    await expectRefusal(
      ask('UploadServerCertificate', input),
      'LimitExceeded',
      409,
      'Cannot exceed quota for ServerCertificatesPerAccount: 20',
    )
  })

  it('have tags', async () => {
    const { ask } = iamWorld()
    const named = { ServerCertificateName: 'web' }
    await ask('UploadServerCertificate', input)
    await ask('TagServerCertificate', { ...named, Tags: [{ Key: 'a', Value: '1' }] })
    expect(await ask('ListServerCertificateTags', named)).toEqual({
      Tags: [{ Key: 'a', Value: '1' }],
      IsTruncated: false,
    })
    await ask('UntagServerCertificate', { ...named, TagKeys: ['a'] })
    expect(await ask('ListServerCertificateTags', named)).toEqual({ Tags: [], IsTruncated: false })
  })
})
