import {
  DeleteServerCertificate,
  GetServerCertificate,
  ListServerCertificates,
  UpdateServerCertificate,
  UploadServerCertificate,
} from '../../../generated/iam.ts'
import { entityArn } from '../arns.ts'
import { checkChain, checkPrivateKey, readCertificate } from '../certificates.ts'
import { serverCertificatesPerAccount } from '../credential-limits.ts'
import type { ServerCertificate } from '../credential-state.ts'
import { findByName, isSameName, listByName, newEntity } from '../entities.ts'
import { iamOperation } from '../operation.ts'
import { pageOf, readMarker } from '../paging.ts'
import { checkRoomFor } from '../quotas.ts'
import { andTagged, ofList, ofNew, ofTagged } from '../resources.ts'
import {
  checkCertificateNameFree,
  ofCertificate,
  requireServerCertificate,
  writeMetadata,
} from '../server-certificates.ts'
import { tagsMember, withTags } from '../tags.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadServerCertificate.html */
export const uploadServerCertificate = iamOperation(UploadServerCertificate, {
  resource: ({ ServerCertificateName: name, Path: path, Tags: tags }, place) =>
    andTagged(ofNew(place, 'server-certificate', { name, path }), 'iam:TagServerCertificate', tags),

  run(call) {
    const { input, state } = call
    const { ServerCertificateName: name, Path: path, CertificateBody: body } = input
    const { CertificateChain: chain, PrivateKey: privateKey } = input
    checkCertificateNameFree(state, name)
    const used = state.serverCertificates.count()
    checkRoomFor(call, 'ServerCertificatesPerAccount', serverCertificatesPerAccount, used)
    const x509 = readCertificate(body)
    checkPrivateKey(x509, privateKey)
    if (chain !== undefined) checkChain(chain)
    const certificate: ServerCertificate = {
      ...newEntity(call, 'ASCA', { name, path }),
      body,
      privateKey,
      ...(chain !== undefined && { chain }),
      expiresAtMs: Date.parse(x509.validTo),
      tags: withTags('ServerCertificate', [], input.Tags),
    }
    state.serverCertificates.put(certificate)
    return {
      ServerCertificateMetadata: writeMetadata(call, certificate),
      ...tagsMember(certificate.tags),
    }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServerCertificate.html */
export const getServerCertificate = iamOperation(GetServerCertificate, {
  resource: ofCertificate,

  run(call) {
    const certificate = requireServerCertificate(call.state, call.input.ServerCertificateName)
    const { body, chain, tags } = certificate
    return {
      ServerCertificate: {
        ServerCertificateMetadata: writeMetadata(call, certificate),
        CertificateBody: body,
        ...(chain !== undefined && { CertificateChain: chain }),
        ...tagsMember(tags),
      },
    }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServerCertificates.html */
export const listServerCertificates = iamOperation(ListServerCertificates, {
  resource: ({ PathPrefix }, place) => ofList(place, 'server-certificate', PathPrefix),

  run(call) {
    const { input, state } = call
    const all = listByName(state.serverCertificates, input.PathPrefix, readMarker(input))
    const { items, ...more } = pageOf(all, input, ({ name }) => name)
    const metadata = items.map((certificate) => writeMetadata(call, certificate))
    return { ServerCertificateMetadataList: metadata, ...more }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateServerCertificate.html */
export const updateServerCertificate = iamOperation(UpdateServerCertificate, {
  resource(input, place, own) {
    const { NewServerCertificateName: name, NewPath: path } = input
    const present = findByName(own.state.serverCertificates, input.ServerCertificateName)
    // AWS: the right to rename is asked for both names.
    const moved = { name: name ?? input.ServerCertificateName, path: path ?? present?.path ?? '/' }
    const resource = entityArn(place, 'server-certificate', moved)
    return [...ofCertificate(input, place, own), ...ofTagged(resource, present)]
  },

  run({ input, state }) {
    const { NewServerCertificateName: newName, NewPath: newPath } = input
    const certificate = requireServerCertificate(state, input.ServerCertificateName)
    if (newName !== undefined && !isSameName(newName, certificate.name)) {
      checkCertificateNameFree(state, newName)
    }
    state.serverCertificates.put({
      ...certificate,
      name: newName ?? certificate.name,
      path: newPath ?? certificate.path,
    })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteServerCertificate.html */
export const deleteServerCertificate = iamOperation(DeleteServerCertificate, {
  resource: ofCertificate,

  run({ input, state }) {
    const { id } = requireServerCertificate(state, input.ServerCertificateName)
    state.serverCertificates.delete(id)
    return {}
  },
})
