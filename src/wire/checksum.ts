/** The checksums that clients send with their bodies, by the header or trailer that carries them. */
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { crc32c, crc64nvme, type RunningCrc } from './crc-tables.ts'

export type ChecksumAlgorithm =
  | 'CRC32'
  | 'CRC32C'
  | 'CRC64NVME'
  | 'SHA1'
  | 'SHA256'
  | 'SHA512'
  | 'MD5'

/** In bytes. */
const digestSizes: Readonly<Record<ChecksumAlgorithm, number>> = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  SHA1: 20,
  SHA256: 32,
  SHA512: 64,
  MD5: 16,
}

/** AWS's model knows them, and nothing here computes them. */
const unknownHere: ReadonlySet<string> = new Set(['XXHASH64', 'XXHASH3', 'XXHASH128'])

const prefix = 'x-amz-checksum-'

/** `x-amz-checksum-crc32c` → CRC32C; `undefined` for other headers (such as `…-type`). */
export function findAlgorithm(header: string): ChecksumAlgorithm | undefined {
  if (!header.startsWith(prefix)) return undefined
  const name = header.slice(prefix.length).toUpperCase()
  return Object.hasOwn(digestSizes, name) ? (name as ChecksumAlgorithm) : undefined
}

/** A checksum that AWS has and Kasane lacks: to be said aloud. */
export function isLackingAlgorithm(header: string): boolean {
  return header.startsWith(prefix) && unknownHere.has(header.slice(prefix.length).toUpperCase())
}

/** Base64 of exactly as many bytes as the algorithm gives. */
export function isChecksum(text: string, algorithm: ChecksumAlgorithm): boolean {
  const bytes = Buffer.from(text, 'base64')
  return bytes.length === digestSizes[algorithm] && bytes.toString('base64') === text
}

export class RunningChecksum {
  readonly algorithm: ChecksumAlgorithm
  readonly #running: RunningCrc

  constructor(algorithm: ChecksumAlgorithm) {
    this.algorithm = algorithm
    this.#running = start(algorithm)
  }

  update(bytes: Uint8Array): void {
    this.#running.update(bytes)
  }

  /** Once, at the end. */
  base64(): string {
    return Buffer.from(this.#running.digest()).toString('base64')
  }
}

function start(algorithm: ChecksumAlgorithm): RunningCrc {
  if (algorithm === 'CRC32') return runningCrc32()
  if (algorithm === 'CRC32C') return crc32c()
  if (algorithm === 'CRC64NVME') return crc64nvme()
  return createHash(algorithm.toLowerCase())
}

function runningCrc32(): RunningCrc {
  let crc = 0
  return {
    update: (bytes) => {
      crc = crc32(bytes, crc)
    },
    digest: () => {
      const digest = Buffer.alloc(4)
      digest.writeUInt32BE(crc)
      return digest
    },
  }
}
