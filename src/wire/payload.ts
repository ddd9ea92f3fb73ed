/**
 * A body on its way in: what its headers say of it (framing, hash, digests, checksums), judged before
 * a byte is read, and held against the bytes as they go by.
 */
import { createHash } from 'node:crypto'
import { NotEmulated } from '../kernel/errors.ts'
import { type Chunked, type ChunkSigning, decodeChunked } from './aws-chunked.ts'
import {
  type ChecksumAlgorithm,
  findAlgorithm,
  isChecksum,
  isLackingAlgorithm,
  RunningChecksum,
} from './checksum.ts'
import type { Headers } from './message.ts'
import { payloadFaults } from './payload-faults.ts'

export interface PayloadPlan {
  readonly chunked: Omit<Chunked, 'signing'> | undefined
  /** Hex SHA-256 that the body must have. */
  readonly contentHash: string | undefined
  /** Base64. */
  readonly md5: string | undefined
  readonly checksum: { readonly algorithm: ChecksumAlgorithm; readonly value: string } | undefined
  /** The trailer that will carry a checksum. */
  readonly trailer: { readonly name: string; readonly algorithm: ChecksumAlgorithm } | undefined
}

/**
 * @param checksummed The operation's model has a checksum of its body; elsewhere such headers are
 *   about something else, as CompleteMultipartUpload's are about the object.
 * @throws AwsError in S3's words for headers that contradict themselves or say nothing.
 */
export function planPayload(headers: Headers, checksummed: boolean): PayloadPlan {
  const claimed = headers['x-amz-content-sha256']
  const chunked = chunkedOf(headers, claimed)
  const trailer = trailerOf(headers, chunked?.trailing ?? false)
  return {
    chunked,
    contentHash: contentHashOf(claimed, chunked !== undefined),
    md5: md5Of(headers['content-md5']),
    checksum: checksummed ? checksumOf(headers, trailer !== undefined) : undefined,
    trailer,
  }
}

/** What the operation sees in place of `aws-chunked`: the encoding of the object itself, if any. */
export function contentEncodingOf(headers: Headers): string | undefined {
  const encodings = (headers['content-encoding'] ?? '').split(',').map((each) => each.trim())
  const own = encodings.filter((each) => each !== '' && each.toLowerCase() !== 'aws-chunked')
  return own.length > 0 ? own.join(',') : undefined
}

/**
 * The body's own bytes, checked as they are read: whoever keeps them must drop them if reading
 * throws. Read once.
 */
export class Payload implements AsyncIterable<Uint8Array> {
  /** Trailing headers, complete when the last byte has been read. */
  readonly trailers: ReadonlyMap<string, string>
  readonly #trailers = new Map<string, string>()
  readonly #stream: AsyncIterable<Uint8Array>
  readonly #plan: PayloadPlan

  /** @param signing Of a request whose signature was verified: its chunks' will be too. */
  constructor(stream: AsyncIterable<Uint8Array>, plan: PayloadPlan, signing?: ChunkSigning) {
    const { chunked } = plan
    this.trailers = this.#trailers
    this.#plan = plan
    this.#stream = chunked ? decodeChunked(stream, { ...chunked, signing }, this.#trailers) : stream
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    const { contentHash, md5, checksum, trailer } = this.#plan
    const sha256 = contentHash === undefined ? undefined : createHash('sha256')
    const digest = md5 === undefined ? undefined : new RunningChecksum('MD5')
    const wanted = checksum?.algorithm ?? trailer?.algorithm
    const running = wanted && new RunningChecksum(wanted)
    for await (const bytes of this.#stream) {
      sha256?.update(bytes)
      digest?.update(bytes)
      running?.update(bytes)
      yield bytes
    }
    if (sha256 && contentHash !== undefined) requireHash(contentHash, sha256.digest('hex'))
    if (digest && md5 !== undefined) requireMd5(md5, digest.base64())
    const given = checksum?.value ?? this.#trailingChecksum()
    if (running && running.base64() !== given) {
      throw payloadFaults.checksumMismatch(running.algorithm)
    }
  }

  #trailingChecksum(): string | undefined {
    const { trailer } = this.#plan
    if (!trailer) return undefined
    const value = this.#trailers.get(trailer.name)
    if (value === undefined || this.#trailers.size > 1) throw payloadFaults.trailer()
    if (!isChecksum(value, trailer.algorithm)) {
      throw payloadFaults.checksumInvalid(trailer.name, 'trailing header')
    }
    return value
  }
}

function requireHash(claimed: string, ours: string): void {
  if (claimed !== ours) throw payloadFaults.contentHashMismatch(claimed, ours)
}

function requireMd5(claimed: string, ours: string): void {
  if (claimed !== ours) throw payloadFaults.md5Mismatch(claimed, ours)
}

const streaming: Readonly<Record<string, { signed: boolean; trailing: boolean }>> = {
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER': { signed: false, trailing: true },
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD': { signed: true, trailing: false },
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER': { signed: true, trailing: true },
}

function chunkedOf(headers: Headers, claimed = ''): PayloadPlan['chunked'] {
  if (claimed.startsWith('STREAMING-AWS4-ECDSA-')) {
    throw new NotEmulated('SigV4A (asymmetric) signatures')
  }
  if (!Object.hasOwn(streaming, claimed)) return undefined
  const kind = streaming[claimed]
  const length = headers['x-amz-decoded-content-length']
  if (!kind || length === undefined || !/^\d{1,15}$/.test(length)) {
    throw payloadFaults.lengthMissing()
  }
  return { ...kind, decodedBytes: Number(length) }
}

function contentHashOf(claimed: string | undefined, chunked: boolean): string | undefined {
  if (claimed === undefined || chunked || claimed === 'UNSIGNED-PAYLOAD') return undefined
  if (!/^[0-9a-fA-F]{64}$/.test(claimed)) throw payloadFaults.contentHash(claimed)
  return claimed.toLowerCase()
}

function md5Of(value: string | undefined): string | undefined {
  if (value === undefined) return undefined
  if (!isChecksum(value, 'MD5')) throw payloadFaults.md5Invalid(value)
  return value
}

function trailerOf(headers: Headers, trailing: boolean): PayloadPlan['trailer'] {
  const name = headers['x-amz-trailer']?.trim().toLowerCase()
  if (name === undefined || name === '') return undefined
  if (isLackingAlgorithm(name)) throw new NotEmulated(`the checksum of ${name}`)
  const algorithm = findAlgorithm(name)
  if (!algorithm) throw payloadFaults.trailerUnsupported()
  if (!trailing) throw payloadFaults.trailer()
  return { name, algorithm }
}

function checksumOf(headers: Headers, trailing: boolean): PayloadPlan['checksum'] {
  const lacking = Object.keys(headers).find(isLackingAlgorithm)
  if (lacking) throw new NotEmulated(`the checksum of ${lacking}`)
  const given = Object.keys(headers).filter((name) => findAlgorithm(name))
  const [name] = given
  if (given.length > 1 || (name && trailing)) throw payloadFaults.checksumsMany()
  if (!name) {
    if (headers['x-amz-sdk-checksum-algorithm'] && !trailing) throw payloadFaults.checksumAbsent()
    return undefined
  }
  const algorithm = findAlgorithm(name)
  const value = headers[name] ?? ''
  if (!algorithm || !isChecksum(value, algorithm)) {
    throw payloadFaults.checksumInvalid(name, 'header')
  }
  return { algorithm, value }
}
