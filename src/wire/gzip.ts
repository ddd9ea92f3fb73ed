/** Compressed request bodies, which CloudWatch's clients send above 10 KB. */
import { gunzipSync } from 'node:zlib'

import { unmodelledError } from '../kernel/errors.ts'

/**
 * @param bytesMax What the body may grow to: a kilobyte can claim a megabyte.
 * @throws AwsError RequestEntityTooLarge (413), or SerializationException for what is no gzip. Both
 *   codes are a judgement: AWS documents none.
 */
export function gunzip(body: Uint8Array, bytesMax: number): Uint8Array {
  try {
    return gunzipSync(body, { maxOutputLength: bytesMax })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(bytesMax)
    throw unmodelledError('SerializationException', 400, 'The body is not valid gzip.', {
      kind: 'validation',
      reason: (error as Error).message,
    })
  }
}

function tooLarge(bytesMax: number): Error {
  return unmodelledError('RequestEntityTooLarge', 413, 'Request entity too large.', {
    kind: 'quota',
    limit: 'bytes of a decompressed body',
    value: bytesMax,
  })
}
