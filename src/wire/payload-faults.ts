/**
 * What is wrong with a body on its way in, as S3 words it. Sources:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, and S3's answers recorded by
 * versity/versitygw (Apache-2.0) in #1683 and #2085.
 */
import { AwsError } from '../kernel/errors.ts'
import type { ChecksumAlgorithm } from './checksum.ts'

export const payloadFaults = {
  incomplete: () => fault('IncompleteBody', 'The request body terminated unexpectedly'),

  length: (expected: number, provided: number) =>
    fault(
      'IncompleteBody',
      'You did not provide the number of bytes specified by the Content-Length HTTP header',
      { NumberBytesExpected: String(expected), NumberBytesProvided: String(provided) },
    ),

  lengthMissing: () =>
    fault('MissingContentLength', 'You must provide the Content-Length HTTP header.', {}, 411),

  /** @param chunk AWS counts the chunk at which it noticed. */
  chunkSize: (chunk: number, bytes: number) =>
    fault(
      'InvalidChunkSizeError',
      'Only the last chunk is allowed to have a size less than 8192 bytes',
      { Chunk: String(chunk), BadChunkSize: String(bytes) },
      403,
    ),

  trailer: () =>
    fault(
      'MalformedTrailerError',
      'The request contained trailing data that was not well-formed or did not conform to our ' +
        'published schema.',
    ),

  trailerUnsupported: () =>
    fault('InvalidRequest', 'The value specified in the x-amz-trailer header is not supported'),

  contentHash: (value: string) =>
    fault(
      'InvalidArgument',
      'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, ' +
        'STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, ' +
        'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, ' +
        'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
      { ArgumentName: 'x-amz-content-sha256', ArgumentValue: value },
    ),

  contentHashMismatch: (client: string, ours: string) =>
    fault(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
      { ClientComputedContentSHA256: client, S3ComputedContentSHA256: ours },
    ),

  md5Invalid: (value: string) =>
    fault('InvalidDigest', 'The Content-MD5 you specified was invalid.', { 'Content-MD5': value }),

  md5Mismatch: (expected: string, calculated: string) =>
    fault('BadDigest', 'The Content-MD5 you specified did not match what we received.', {
      ExpectedDigest: expected,
      CalculatedDigest: calculated,
    }),

  checksumInvalid: (name: string, place: 'header' | 'trailing header') =>
    fault('InvalidRequest', `Value for ${name} ${place} is invalid.`),

  checksumMismatch: (algorithm: ChecksumAlgorithm) =>
    fault('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`),

  checksumsMany: () =>
    fault(
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    ),

  checksumAbsent: () =>
    fault(
      'InvalidRequest',
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or ' +
        'x-amz-trailer headers were found.',
    ),
} as const

function fault(
  code: string,
  message: string,
  members: Readonly<Record<string, string>> = {},
  status = 400,
): AwsError {
  const why = { kind: 'validation', ...members } as const
  return new AwsError({ code, status, message, members, why })
}
