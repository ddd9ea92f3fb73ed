import { describe, expect, it } from 'vitest'
import { account, expectRefusal, iamWorld } from '../testing/iam-world.ts'
import { certificate, otherCertificate, thirdCertificate } from '../testing/pem.ts'

async function annsWorld() {
  const cloud = iamWorld()
  await cloud.ask('CreateUser', { UserName: 'ann' })
  const upload = (CertificateBody: string) =>
    cloud.ask<{ Certificate: { CertificateId: string } }>('UploadSigningCertificate', {
      UserName: 'ann',
      CertificateBody,
    })
  return { ...cloud, upload }
}

describe('signing certificates', () => {
  it('are uploaded, shown, deactivated and deleted', async () => {
    const { ask, upload, now } = await annsWorld()
    const { Certificate: made } = await upload(certificate)
    const named = { UserName: 'ann', CertificateId: made.CertificateId }
    expect(made).toEqual({
      ...named,
      CertificateBody: certificate,
      Status: 'Active',
      UploadDate: new Date(now()),
    })
    // Clients refuse to send ids of fewer than 24 letters.
    expect(made.CertificateId).toMatch(/^[A-Z2-7]{32}$/)
    await ask('UpdateSigningCertificate', { ...named, Status: 'Inactive' })
    expect(await ask('ListSigningCertificates', { UserName: 'ann' })).toEqual({
      Certificates: [{ ...made, Status: 'Inactive' }],
      IsTruncated: false,
    })
    await expectRefusal(
      ask('DeleteUser', { UserName: 'ann' }),
      'DeleteConflict',
      409,
      'Cannot delete entity, must delete certificates first.',
    )
    await ask('DeleteSigningCertificate', named)
    await expectRefusal(
      ask('DeleteSigningCertificate', named),
      'NoSuchEntity',
      404,
      `The Certificate with id ${made.CertificateId} cannot be found.`,
    )
  })

  it('are each there once, and two of a user', async () => {
    const { upload } = await annsWorld()
    const { Certificate: made } = await upload(certificate)
    await expectRefusal(
      upload(certificate),
      'DuplicateCertificate',
      409,
      `The certificate is already associated with certificate id ${made.CertificateId}.`,
    )
    await upload(otherCertificate)
    await expectRefusal(
      upload(thirdCertificate),
      'LimitExceeded',
      409,
      'Cannot exceed quota for CertificatesPerUser: 2',
    )
  })

  it('of the root user are its own, where no user is named', async () => {
    const { ask } = await annsWorld()
    type Made = { Certificate: { CertificateId: string } }
    const upload = { CertificateBody: certificate }
    const { Certificate: made } = await ask<Made>('UploadSigningCertificate', upload)
    expect(made).toMatchObject({ UserName: account, Status: 'Active' })
    expect(await ask('ListSigningCertificates')).toMatchObject({ Certificates: [made] })
    expect(await ask('ListSigningCertificates', { UserName: 'ann' })).toMatchObject({
      Certificates: [],
    })
    const present = async () => {
      type Summary = { SummaryMap: { AccountSigningCertificatesPresent: number } }
      return (await ask<Summary>('GetAccountSummary')).SummaryMap.AccountSigningCertificatesPresent
    }
    expect(await present()).toBe(1)
    await ask('DeleteSigningCertificate', { CertificateId: made.CertificateId })
    expect(await present()).toBe(0)
  })
})
