/** Undoes what `Content-Encoding` says of a buffered body, before a protocol reads it. */
import type { OperationModel } from '../model/model.ts'
import { gunzip } from './gzip.ts'
import type { Headers } from './message.ts'

export interface BodyDecoding {
  readonly headers: Headers
  /** `undefined`: not known yet, as in query forms. */
  readonly operation: OperationModel | undefined
  /** The most that the decoded body may hold. */
  readonly bytesMax: number
}

/** Encodings that change nothing of the bytes, or that have been undone where they were read. */
const transparent: ReadonlySet<string> = new Set(['', 'identity', 'aws-chunked'])

/**
 * Decodes gzip, the last encoding first. An encoding that isn't known ends it: a protocol will say
 * that it can't read the body. S3's objects keep theirs, since a blob is its bytes.
 * @throws AwsError RequestEntityTooLarge, SerializationException.
 */
export function decodeBody(body: Uint8Array, about: BodyDecoding): Uint8Array {
  const encodings = encodingsOf(about.headers)
  if (encodings.length === 0 || body.length === 0 || carriesBlob(about.operation)) return body
  let decoded = body
  for (const encoding of encodings.reverse()) {
    if (encoding === 'gzip') decoded = gunzip(decoded, about.bytesMax)
    else if (!transparent.has(encoding)) break
  }
  return decoded
}

/** `Content-Encoding` as a list, in the order in which they were applied. */
export function encodingsOf(headers: Headers): string[] {
  const header = headers['content-encoding']
  return header === undefined ? [] : header.split(',').map((name) => name.trim().toLowerCase())
}

function carriesBlob(operation: OperationModel | undefined): boolean {
  const payload = operation?.input?.payload?.shape
  return payload?.kind === 'scalar' && payload.type === 'blob'
}
