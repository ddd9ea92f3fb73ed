/** Compressed request bodies, which CloudWatch's clients send above 10 KB. */
import { gunzip as gunzipLater, gunzipSync } from 'node:zlib'

import { unmodelledError } from '../kernel/errors.ts'

/** Smaller bodies are unpacked at once, which takes less than handing them to another thread. */
const bytesAtOnceMax = 64 * 1024

/**
 * @param bytesMax What the body may grow to: a kilobyte can claim a megabyte.
 * @throws AwsError RequestEntityTooLarge (413), or InvalidContentEncoding (400) for what is no gzip.
 *   Both codes are a judgement: AWS documents none.
 */
export function gunzip(body: Uint8Array, bytesMax: number): Uint8Array | Promise<Uint8Array> {
  const options = { maxOutputLength: bytesMax }
  if (body.length > bytesAtOnceMax) {
    return new Promise((resolve, reject) => {
      gunzipLater(body, options, (error, unpacked) => {
        if (error) reject(refusal(error, bytesMax))
        else resolve(unpacked)
      })
    })
  }
  try {
    return gunzipSync(body, options)
  } catch (error) {
    throw refusal(error as Error, bytesMax)
  }
}

function refusal(error: NodeJS.ErrnoException, bytesMax: number): Error {
  if (error.code !== 'ERR_BUFFER_TOO_LARGE') return undecodable(error.message)
  return unmodelledError('RequestEntityTooLarge', 413, 'Request entity too large.', {
    kind: 'quota',
    limit: 'bytes of a decompressed body',
    value: bytesMax,
  })
}

export function undecodable(reason: string): Error {
  const text = 'The request body could not be decompressed.'
  return unmodelledError('InvalidContentEncoding', 400, text, { kind: 'validation', reason })
}
