/** Undoes what `Content-Encoding` says of a buffered body, before a protocol reads it. */
import type { OperationModel } from '../model/model.ts'
import { gunzip, undecodable } from './gzip.ts'
import type { Headers } from './message.ts'

export interface BodyDecoding {
  readonly headers: Headers
  /** `undefined`: not known yet, as in query forms. */
  readonly operation: OperationModel | undefined
  /** The most that the decoded body may hold. */
  readonly bytesMax: number
}

/** Clients compress once: unpacking again and again would keep a processor busy for minutes. */
const encodingsMax = 8

/** Encodings that change nothing of the bytes, or that have been undone where they were read. */
const transparent: ReadonlySet<string> = new Set(['', 'identity', 'aws-chunked'])

/**
 * Decodes gzip, the last encoding first; at once when the body is small. An encoding that isn't known
 * ends it: a protocol will say that it can't read the body. S3's objects keep theirs, since a blob is
 * its bytes.
 * @throws AwsError RequestEntityTooLarge, InvalidContentEncoding.
 */
export function decodeBody(
  body: Uint8Array,
  about: BodyDecoding,
): Uint8Array | Promise<Uint8Array> {
  if (body.length === 0 || about.headers['content-encoding'] === undefined) return body
  if (carriesBlob(about.operation)) return body
  const encodings = encodingsOf(about.headers)
  if (encodings.length > encodingsMax) {
    throw undecodable(`The body has ${encodings.length} encodings, one upon the other.`)
  }
  return undo(body, encodings, about.bytesMax)
}

function undo(
  body: Uint8Array,
  encodings: readonly string[],
  bytesMax: number,
): Uint8Array | Promise<Uint8Array> {
  const last = encodings.at(-1)
  if (last === undefined) return body
  const others = encodings.slice(0, -1)
  if (transparent.has(last)) return undo(body, others, bytesMax)
  if (last !== 'gzip') return body
  const decoded = gunzip(body, bytesMax)
  return decoded instanceof Promise
    ? decoded.then((inner) => undo(inner, others, bytesMax))
    : undo(decoded, others, bytesMax)
}

/** `Content-Encoding` as a list, in the order in which they were applied. */
function encodingsOf(headers: Headers): string[] {
  const header = headers['content-encoding']
  return header === undefined ? [] : header.split(',').map((name) => name.trim().toLowerCase())
}

function carriesBlob(operation: OperationModel | undefined): boolean {
  const payload = operation?.input?.payload?.shape
  return payload?.kind === 'scalar' && payload.type === 'blob'
}
