/** Certificates for load balancers and their kin. */
import { entityArn } from './arns.ts'
import { certificateExists, noSuchServerCertificate } from './credential-errors.ts'
import type { ServerCertificate } from './credential-state.ts'
import { findByName } from './entities.ts'
import type { IamReading, IamState } from './state.ts'

/** @throws AwsError NoSuchEntity */
export function requireServerCertificate(state: IamState, name: string): ServerCertificate {
  const certificate = findByName(state.serverCertificates, name)
  if (!certificate) throw noSuchServerCertificate(name)
  return certificate
}

/** @throws AwsError EntityAlreadyExists */
export function checkCertificateNameFree(state: IamState, name: string): void {
  if (findByName(state.serverCertificates, name)) throw certificateExists(name)
}

export function writeMetadata(
  { place }: Pick<IamReading, 'place'>,
  certificate: ServerCertificate,
) {
  return {
    Path: certificate.path,
    ServerCertificateName: certificate.name,
    ServerCertificateId: certificate.id,
    Arn: entityArn(place, 'server-certificate', certificate),
    UploadDate: new Date(certificate.createdAtMs),
    Expiration: new Date(certificate.expiresAtMs),
  }
}
