/** Requests as AWS's published suite signs them, and what comes of them. */
import { AwsError } from '../../kernel/errors.ts'
import type { WireRequest } from '../message.ts'
import type { AuthFamily } from '../sigv4-faults.ts'
import { readSignature } from '../sigv4-read.ts'
import { verifySignature, type Verification } from '../sigv4.ts'

export const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
export const suiteMs = Date.parse('2015-08-30T12:36:00Z')
export const noBody = new Uint8Array()

export function request(given: Partial<WireRequest>): WireRequest {
  return { method: 'GET', path: '/', query: '', headers: {}, body: noBody, ...given }
}

/** The error's code, status and message, or `fine`. */
export function outcome(
  given: WireRequest,
  about: Partial<Verification> & { secret?: string } = {},
): unknown {
  const family: AuthFamily = about.family ?? 'json'
  const body = given.body
  try {
    const signature = readSignature(given, family)
    if (!signature) return 'anonymous'
    verifySignature(given, signature, about.secret ?? secret, {
      service: 'service',
      nowMs: suiteMs,
      body,
      ...about,
      family,
    })
    return 'fine'
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return [error.code, error.status, error.message]
  }
}

export function suite(signature: string, signedHeaders = 'host;x-amz-date'): string {
  return (
    'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ' +
    `SignedHeaders=${signedHeaders}, Signature=${signature}`
  )
}

export const suiteHeaders = { host: 'example.amazonaws.com', 'x-amz-date': '20150830T123600Z' }

export function withAuthorization(authorization: string): WireRequest {
  return request({ headers: { ...suiteHeaders, authorization } })
}
