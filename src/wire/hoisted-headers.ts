/** Headers that a presigned URL carries in its query string. */
import type { Headers } from './message.ts'
import { findQuery } from './percent.ts'

/** What the signature itself needs is no header of the operation. */
const ofSignature = /^x-amz-(algorithm|credential|date|expires|signedheaders|signature)$/

/**
 * S3 takes `x-amz-…` from the query string as if it were a header: SDKs move what they can into the
 * URLs that they presign, such as `x-amz-meta-…` and `x-amz-acl`. A header that is there wins.
 */
export function withHoistedHeaders(headers: Headers, query: string): Headers {
  if (!/(?:^|&)x-amz-/i.test(query)) return headers
  const hoisted: Record<string, string> = {}
  for (const [name, [value]] of findQuery(query) ?? []) {
    const lower = name.toLowerCase()
    if (!lower.startsWith('x-amz-') || ofSignature.test(lower)) continue
    if (value !== undefined) hoisted[lower] = value
  }
  return { ...hoisted, ...headers }
}
