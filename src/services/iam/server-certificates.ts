/** Certificates for load balancers and their kin. */
import type { ResourceCheck } from '../../kernel/authorisation.ts'
import type { Place } from '../../kernel/place.ts'
import { entityArn, iamArn } from './arns.ts'
import { certificateExists, noSuchServerCertificate } from './credential-errors.ts'
import type { ServerCertificate } from './credential-state.ts'
import { findByName } from './entities.ts'
import { ofTagged } from './resources.ts'
import type { IamReading, IamState } from './state.ts'

export function ofCertificate(
  { ServerCertificateName: name }: { readonly ServerCertificateName: string },
  place: Place,
  { state }: IamReading,
): ResourceCheck[] {
  const certificate = findByName(state.serverCertificates, name)
  const arn = certificate
    ? entityArn(place, 'server-certificate', certificate)
    : iamArn(place, `server-certificate/${name}`)
  return ofTagged(arn, certificate)
}

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
