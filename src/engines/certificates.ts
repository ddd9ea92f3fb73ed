/**
 * Certificates for HTTPS: read from files, or made at the start. Node makes keys and signatures but no
 * certificates, and the packages that do bring a megabyte for these few lines of DER.
 */
import { generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Random } from '../kernel/random.ts'
import type { Certificate } from '../ports/listeners.ts'

/** @throws Error naming the file that can't be read. */
export function readCertificate(files: {
  readonly keyFile: string
  readonly certificateFile: string
}): Certificate {
  return {
    key: readFileSync(files.keyFile, 'utf8'),
    certificate: readFileSync(files.certificateFile, 'utf8'),
  }
}

const names = [
  'localhost',
  'localhost.localstack.cloud',
  '*.localhost.localstack.cloud',
  '*.s3.localhost.localstack.cloud',
]
const addresses = [
  Buffer.from([127, 0, 0, 1]),
  Buffer.from('00000000000000000000000000000001', 'hex'),
]

const dayMs = 86_400_000

/** Clients refuse certificates that are good for longer. */
const validDays = 397

/** A key of its own on P-256, signed by itself, for this machine's names. */
export function selfSignedCertificate(nowMs: number, random: Random): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const serial = Buffer.from(random.bytes(16))
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40
  const subject = sequence(set(sequence(commonName, utf8('Kasane'))))
  const body = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(serial),
    ecdsaWithSha256,
    subject,
    sequence(instant(nowMs - dayMs), instant(nowMs + validDays * dayMs)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensions())),
  )
  const signature = sign('sha256', body, privateKey)
  const der = sequence(body, ecdsaWithSha256, bitString(signature))
  const base64 = der.toString('base64').replace(/.{64}/g, '$&\n').trimEnd()
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  }
}

/** Its own authority, so that it can be trusted as a file; for servers; its names. RFC 5280, 4.2. */
function extensions(): Buffer[] {
  const alternatives = sequence(
    ...names.map((name) => tagged(0x82, Buffer.from(name))),
    ...addresses.map((address) => tagged(0x87, address)),
  )
  return [
    extension('2.5.29.19', sequence(tagged(0x01, Buffer.from([0xff])))),
    extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))),
    extension('2.5.29.17', alternatives),
  ]
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(oid(id), tagged(0x04, value))
}

const commonName = oid('2.5.4.3')
const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'))

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return tagged(0x30, ...parts)
}

function set(...parts: readonly Uint8Array[]): Buffer {
  return tagged(0x31, ...parts)
}

function explicit(number: number, ...parts: readonly Uint8Array[]): Buffer {
  return tagged(0xa0 + number, ...parts)
}

function integer(bytes: Uint8Array): Buffer {
  return tagged(0x02, bytes)
}

function utf8(text: string): Buffer {
  return tagged(0x0c, Buffer.from(text))
}

function bitString(bytes: Uint8Array): Buffer {
  return tagged(0x03, Buffer.from([0]), bytes)
}

/** `261124232500Z` */
function instant(ms: number): Buffer {
  const text = new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, '')
  return tagged(0x17, Buffer.from(text.slice(2)))
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function base128(number: number): number[] {
  const digits = [number & 0x7f]
  for (let left = number >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80)
  return digits
}

function tagged(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
