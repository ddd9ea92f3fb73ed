/** X.509 certificates, read as they come: in PEM. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { keyPairMismatch, malformedCertificate, malformedPrivateKey } from './credential-errors.ts'

/** @throws AwsError MalformedCertificate */
export function readCertificate(pem: string): X509Certificate {
  if (!/^\s*-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----\s*$/.test(pem)) {
    throw malformedCertificate('no PEM')
  }
  try {
    return new X509Certificate(pem)
  } catch {
    throw malformedCertificate('no X.509 certificate')
  }
}

/** @throws AwsError MalformedCertificate, KeyPairMismatch */
export function checkPrivateKey(certificate: X509Certificate, pem: string): void {
  if (!certificate.checkPrivateKey(readPrivateKey(pem))) throw keyPairMismatch()
}

/** @throws AwsError MalformedCertificate */
export function checkChain(pem: string): void {
  const certificates = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g)
  if (!certificates) throw malformedCertificate('the chain holds no certificate')
  for (const certificate of certificates) readCertificate(certificate)
}

function readPrivateKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch {
    throw malformedPrivateKey('no PEM, or protected by a password')
  }
}
