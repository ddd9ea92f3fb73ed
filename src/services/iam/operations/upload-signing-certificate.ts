import {
  DeleteSigningCertificate,
  ListSigningCertificates,
  UpdateSigningCertificate,
  UploadSigningCertificate,
} from '../../../generated/iam.ts'
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
import type { IamState, User } from '../state.ts'
import { newUniqueId } from '../unique-id.ts'
import { requireNamedOrCaller } from '../users.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadSigningCertificate.html */
export const uploadSigningCertificate = iamOperation(UploadSigningCertificate, {
  resource: (input, ...asked) => ofUser(input, ...asked),

  run(call) {
    const { input, state, caller, clock, random, place } = call
    const user = requireNamedOrCaller(state, input.UserName, caller)
    const { fingerprint256: fingerprint } = readCertificate(input.CertificateBody)
    const known = state.signingCertificates.index('fingerprint').first({ prefix: [fingerprint] })
    if (known) throw duplicateCertificate(known.id)
    const used = state.signingCertificates.count({ prefix: [user.id] })
    checkRoomFor(call, 'CertificatesPerUser', signingCertificatesPerUser, used)
    const certificate: SigningCertificate = {
      id: newUniqueId('ASCA', place.account, random),
      userId: user.id,
      body: input.CertificateBody,
      fingerprint,
      status: 'Active',
      uploadedAtMs: clock.now(),
    }
    state.signingCertificates.put(certificate)
    return { Certificate: write(user, certificate) }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSigningCertificates.html */
export const listSigningCertificates = iamOperation(ListSigningCertificates, {
  resource: (input, ...asked) => ofUser(input, ...asked),

  run({ input, state, caller }) {
    const user = requireNamedOrCaller(state, input.UserName, caller)
    const all = [...state.signingCertificates.range({ prefix: [user.id] })]
    const { items, ...more } = pageOfAll(all, input, ({ id }) => id)
    return { Certificates: items.map((certificate) => write(user, certificate)), ...more }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateSigningCertificate.html */
export const updateSigningCertificate = iamOperation(UpdateSigningCertificate, {
  resource: (input, ...asked) => ofUser(input, ...asked),

  run({ input, state, caller }) {
    const user = requireNamedOrCaller(state, input.UserName, caller)
    const certificate = requireSigningCertificate(state, user, input.CertificateId)
    const { Status: status } = input
    if (status === 'Expired') throw invalidStatus(status)
    state.signingCertificates.put({ ...certificate, status })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteSigningCertificate.html */
export const deleteSigningCertificate = iamOperation(DeleteSigningCertificate, {
  resource: (input, ...asked) => ofUser(input, ...asked),

  run({ input, state, caller }) {
    const user = requireNamedOrCaller(state, input.UserName, caller)
    const { id } = requireSigningCertificate(state, user, input.CertificateId)
    state.signingCertificates.delete(user.id, id)
    return {}
  },
})

function requireSigningCertificate(state: IamState, user: User, id: string): SigningCertificate {
  const certificate = state.signingCertificates.get(user.id, id)
  if (!certificate) throw noSuchSigningCertificate(id)
  return certificate
}

function write(user: User, { id, body, status, uploadedAtMs }: SigningCertificate) {
  return {
    UserName: user.name,
    CertificateId: id,
    CertificateBody: body,
    Status: status,
    UploadDate: new Date(uploadedAtMs),
  }
}
