import {
  DeleteSigningCertificate,
  ListSigningCertificates,
  UpdateSigningCertificate,
  UploadSigningCertificate,
} from '../../../generated/iam.ts'
import { base32Of } from '../../../kernel/access-key.ts'
import type { Random } from '../../../kernel/random.ts'
import { credentialOwner, type CredentialOwner } from '../access-keys.ts'
import { readCertificate } from '../certificates.ts'
import {
  duplicateCertificate,
  invalidStatus,
  noSuchSigningCertificate,
} from '../credential-errors.ts'
import { signingCertificatesPerUser } from '../credential-limits.ts'
import type { SigningCertificate } from '../credential-state.ts'
import { iamOperation } from '../operation.ts'
import { pageOfAll } from '../paging.ts'
import { checkRoomFor } from '../quotas.ts'
import { ofUser } from '../resources.ts'
import type { IamState } from '../state.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadSigningCertificate.html */
export const uploadSigningCertificate = iamOperation(UploadSigningCertificate, {
  resource: ofUser,

  run(call) {
    const { input, state, clock, random } = call
    const owner = credentialOwner(call, input.UserName)
    const { fingerprint256: fingerprint } = readCertificate(input.CertificateBody)
    const known = state.signingCertificates.index('fingerprint').first({ prefix: [fingerprint] })
    if (known) throw duplicateCertificate(known.id)
    const used = state.signingCertificates.count({ prefix: [owner.id] })
    checkRoomFor(call, 'CertificatesPerUser', signingCertificatesPerUser, used)
    const certificate: SigningCertificate = {
      id: newCertificateId(random),
      userId: owner.id,
      body: input.CertificateBody,
      fingerprint,
      status: 'Active',
      uploadedAtMs: clock.now(),
    }
    state.signingCertificates.put(certificate)
    return { Certificate: write(owner, certificate) }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSigningCertificates.html */
export const listSigningCertificates = iamOperation(ListSigningCertificates, {
  resource: ofUser,

  run(call) {
    const { input, state } = call
    const owner = credentialOwner(call, input.UserName)
    const all = [...state.signingCertificates.range({ prefix: [owner.id] })]
    const { items, ...more } = pageOfAll(all, input, ({ id }) => id)
    return { Certificates: items.map((certificate) => write(owner, certificate)), ...more }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateSigningCertificate.html */
export const updateSigningCertificate = iamOperation(UpdateSigningCertificate, {
  resource: ofUser,

  run(call) {
    const { input, state } = call
    const owner = credentialOwner(call, input.UserName)
    const certificate = requireSigningCertificate(state, owner, input.CertificateId)
    const { Status: status } = input
    if (status === 'Expired') throw invalidStatus(status)
    state.signingCertificates.put({ ...certificate, status })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteSigningCertificate.html */
export const deleteSigningCertificate = iamOperation(DeleteSigningCertificate, {
  resource: ofUser,

  run(call) {
    const { input, state } = call
    const owner = credentialOwner(call, input.UserName)
    const { id } = requireSigningCertificate(state, owner, input.CertificateId)
    state.signingCertificates.delete(owner.id, id)
    return {}
  },
})

/** AWS: no unique id, and at least 24 letters (certificateIdType); 32 as the ids that people quote. */
function newCertificateId(random: Random): string {
  return base32Of(BigInt(`0x${Buffer.from(random.bytes(20)).toString('hex')}`), 32)
}

function requireSigningCertificate(
  state: IamState,
  owner: CredentialOwner,
  id: string,
): SigningCertificate {
  const certificate = state.signingCertificates.get(owner.id, id)
  if (!certificate) throw noSuchSigningCertificate(id)
  return certificate
}

function write(owner: CredentialOwner, { id, body, status, uploadedAtMs }: SigningCertificate) {
  return {
    UserName: owner.name,
    CertificateId: id,
    CertificateBody: body,
    Status: status,
    UploadDate: new Date(uploadedAtMs),
  }
}
