/**
 * SSH public keys, for CodeCommit: RSA of 2,048 to 16,384 bits, in OpenSSH's form or in PEM.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadSSHPublicKey.html
 */
import { createHash, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { invalidPublicKey } from './credential-errors.ts'

export interface ReadKey {
  /** In OpenSSH's form, without its comment. */
  readonly body: string
  /** MD5 of the key, in pairs: `9f:57:…`. */
  readonly fingerprint: string
}

const bitsMin = 2_048
const bitsMax = 16_384

/** @throws AwsError InvalidPublicKey */
export function readSshKey(text: string): ReadKey {
  const blob = text.trim().startsWith('ssh-rsa') ? blobOfSsh(text) : blobOfPem(text)
  checkBits(blob)
  const digest = createHash('md5').update(blob).digest('hex')
  return {
    body: `ssh-rsa ${blob.toString('base64')}`,
    fingerprint: digest.replace(/..(?=.)/g, '$&:'),
  }
}

export function pemOfSsh(body: string): string {
  const [exponent, modulus] = numbersOf(blobOfSsh(body))
  return publicKeyOf(exponent, modulus).export({ type: 'spki', format: 'pem' }).toString()
}

function blobOfSsh(text: string): Buffer {
  const [, encoded = ''] = text.trim().split(/\s+/)
  return Buffer.from(encoded, 'base64')
}

/** Length-prefixed: the kind, the exponent, the modulus. RFC 4253, 6.6. */
function blobOfPem(text: string): Buffer {
  let jwk: JsonWebKey
  try {
    jwk = createPublicKey(text).export({ format: 'jwk' })
  } catch {
    throw invalidPublicKey('neither ssh-rsa nor PEM')
  }
  if (jwk.kty !== 'RSA') throw invalidPublicKey('no RSA key')
  const parts = [Buffer.from('ssh-rsa'), positive(jwk.e ?? ''), positive(jwk.n ?? '')]
  return Buffer.concat(parts.flatMap((part) => [sizeOf(part), part]))
}

/** @throws AwsError InvalidPublicKey */
function checkBits(blob: Buffer): void {
  const [exponent, modulus] = numbersOf(blob)
  const bits = modulus.length * 8
  if (bits < bitsMin || bits > bitsMax) throw invalidPublicKey(`${bits} bits`)
  try {
    publicKeyOf(exponent, modulus)
  } catch {
    throw invalidPublicKey('no RSA key')
  }
}

function numbersOf(blob: Buffer): readonly [Buffer, Buffer] {
  const [kind, exponent, modulus, ...more] = partsOf(blob)
  if (kind?.toString() !== 'ssh-rsa' || !exponent || !modulus || more.length > 0) {
    throw invalidPublicKey('no ssh-rsa key')
  }
  return [unsigned(exponent), unsigned(modulus)]
}

function partsOf(blob: Buffer): Buffer[] {
  const parts: Buffer[] = []
  for (let at = 0; at + 4 <= blob.length;) {
    const size = blob.readUInt32BE(at)
    parts.push(blob.subarray(at + 4, at + 4 + size))
    at += 4 + size
  }
  return parts
}

function publicKeyOf(exponent: Buffer, modulus: Buffer): KeyObject {
  const key = { kty: 'RSA', e: exponent.toString('base64url'), n: modulus.toString('base64url') }
  return createPublicKey({ key, format: 'jwk' })
}

function sizeOf(part: Buffer): Buffer {
  const size = Buffer.alloc(4)
  size.writeUInt32BE(part.length)
  return size
}

/** A number whose first bit is set would be negative: a zero byte goes before it. */
function positive(number: string): Buffer {
  const bytes = Buffer.from(number, 'base64url')
  return (bytes[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.of(0), bytes]) : bytes
}

function unsigned(number: Buffer): Buffer {
  return number[0] === 0 ? number.subarray(1) : number
}
