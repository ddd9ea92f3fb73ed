/**
 * `Content-Encoding: aws-chunked`: chunks with their sizes and, when signed, their signatures, then
 * trailers. Sources: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and
 * sigv4-streaming-trailers.html.
 */
import { createHash } from 'node:crypto'
import { ByteReader } from './byte-reader.ts'
import { payloadFaults } from './payload-faults.ts'
import { scopeText, sha256Hex } from './sigv4-canonical.ts'
import { sameSignature, signatureOf } from './sigv4-key.ts'
import type { Signature } from './sigv4-read.ts'
import { signatureRefusal } from './sigv4-refusals.ts'

/** What the request's own signature hands on to those of its chunks. */
export interface ChunkSigning {
  /** Of the request: the first link of the chain. */
  readonly signature: Signature
  readonly secret: string
  /** Of the request, for the error that a wrong chunk gets. */
  readonly canonicalRequest: string
}

export interface Chunked {
  /** Chunks carry signatures; without `signing` they are read, and not checked. */
  readonly signed: boolean
  readonly trailing: boolean
  /** `x-amz-decoded-content-length` */
  readonly decodedBytes: number
  readonly signing?: ChunkSigning | undefined
}

/** Sizes of 16 hex digits and a signature fit well; whatever is longer is no chunk's header. */
const headerBytesMax = 1024
const trailerLinesMax = 32
const trailerBytesMax = 4096
const smallestBytes = 8192

/**
 * The bytes without their framing, each piece handed on when it is read: whoever stores them must
 * drop them again if this throws at the end.
 * @param trailers Filled when the last byte has gone by; names in lower case.
 * @throws AwsError IncompleteBody, InvalidChunkSizeError, MalformedTrailerError, SignatureDoesNotMatch.
 */
export async function* decodeChunked(
  stream: AsyncIterable<Uint8Array>,
  about: Chunked,
  trailers: Map<string, string>,
): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(stream)
  try {
    const chain = new SignatureChain(about.signed ? about.signing : undefined)
    yield* chunks(reader, about, chain)
    const lines = await trailerLines(reader)
    for (const [name, value] of parseTrailers(lines, about, chain)) trailers.set(name, value)
    if (!(await reader.ended())) throw payloadFaults.incomplete()
  } finally {
    await reader.close()
  }
}

async function* chunks(
  reader: ByteReader,
  { signed, decodedBytes }: Chunked,
  chain: SignatureChain,
): AsyncGenerator<Uint8Array> {
  let total = 0
  let before: number | undefined
  for (let number = 1; ; number++) {
    const { size, signature } = await chunkHeader(reader, signed)
    if (size > 0 && before !== undefined && before < smallestBytes) {
      throw payloadFaults.chunkSize(number, before)
    }
    total += size
    if (total > decodedBytes) throw payloadFaults.length(decodedBytes, total)
    if (size > 0) yield* chunkData(reader, size, signature, chain)
    else chain.checkChunk(sha256Hex(''), signature)
    if (size === 0) break
    before = size
  }
  if (total !== decodedBytes) throw payloadFaults.length(decodedBytes, total)
}

async function chunkHeader(
  reader: ByteReader,
  signed: boolean,
): Promise<{ size: number; signature: string | undefined }> {
  const line = await reader.line(headerBytesMax)
  const found = /^([0-9a-fA-F]{1,13})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line ?? '')
  const [, size = '', signature] = found ?? []
  if (!found || signed !== (signature !== undefined)) throw payloadFaults.incomplete()
  return { size: Number.parseInt(size, 16), signature }
}

async function* chunkData(
  reader: ByteReader,
  size: number,
  signature: string | undefined,
  chain: SignatureChain,
): AsyncGenerator<Uint8Array> {
  const hash = chain.checks ? createHash('sha256') : undefined
  let left = size
  for await (const piece of reader.take(size)) {
    hash?.update(piece)
    left -= piece.length
    yield piece
  }
  if (left > 0 || (await reader.line(0)) !== '') throw payloadFaults.incomplete()
  if (hash) chain.checkChunk(hash.digest('hex'), signature)
}

async function trailerLines(reader: ByteReader): Promise<readonly string[]> {
  const lines: string[] = []
  for (;;) {
    // The blank line after the last trailer may be missing where the body simply ends.
    if (lines.length > 0 && (await reader.ended())) return lines
    const line = await reader.line(trailerBytesMax)
    if (line === undefined) throw payloadFaults.incomplete()
    if (line === '') return lines
    if (lines.push(line) > trailerLinesMax) throw payloadFaults.trailer()
  }
}

function parseTrailers(
  lines: readonly string[],
  { signed, trailing }: Chunked,
  chain: SignatureChain,
): ReadonlyMap<string, string> {
  const trailers = new Map<string, string>()
  for (const line of lines) {
    const at = line.indexOf(':')
    const name = line.slice(0, at).trim().toLowerCase()
    if (at <= 0 || trailers.has(name)) throw payloadFaults.trailer()
    trailers.set(name, line.slice(at + 1).trim())
  }
  const signature = trailers.get(signatureTrailer)
  trailers.delete(signatureTrailer)
  if (trailers.size > 0 && !trailing) throw payloadFaults.trailer()
  if (signed && trailing) {
    if (signature === undefined) throw payloadFaults.trailer()
    chain.checkTrailers(trailers, signature)
  }
  return trailers
}

const signatureTrailer = 'x-amz-trailer-signature'

/** Each chunk's signature covers the one before it, back to the request's. */
class SignatureChain {
  readonly #signing: ChunkSigning | undefined
  #previous: string

  constructor(signing: ChunkSigning | undefined) {
    this.#signing = signing
    this.#previous = signing?.signature.signature ?? ''
  }

  get checks(): boolean {
    return this.#signing !== undefined
  }

  checkChunk(hash: string, signature: string | undefined): void {
    this.#check('AWS4-HMAC-SHA256-PAYLOAD', `${sha256Hex('')}\n${hash}`, signature)
  }

  checkTrailers(trailers: ReadonlyMap<string, string>, signature: string): void {
    const text = [...trailers].map(([name, value]) => `${name}:${value}\n`).join('')
    this.#check('AWS4-HMAC-SHA256-TRAILER', sha256Hex(text), signature)
  }

  #check(algorithm: string, hashes: string, signature: string | undefined): void {
    if (!this.#signing) return
    const { secret, canonicalRequest, signature: request } = this.#signing
    const { scope, amzDate, accessKeyId } = request
    const text = `${algorithm}\n${amzDate}\n${scopeText(scope)}\n${this.#previous}\n${hashes}`
    const provided = signature ?? ''
    if (!sameSignature(signatureOf(text, secret, scope), provided)) {
      throw signatureRefusal(
        {
          kind: 'mismatch',
          accessKeyId,
          signature: provided,
          stringToSign: text,
          canonicalRequest,
        },
        's3',
      )
    }
    this.#previous = provided
  }
}
