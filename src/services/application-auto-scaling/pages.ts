/** Pages of what the Describe operations find. */
import { hash } from 'node:crypto'
import { invalid, invalidToken } from './errors.ts'
import { resultsMax } from './limits.ts'

interface Asked {
  readonly MaxResults?: number
  readonly NextToken?: string
}

/** @throws AwsError InvalidNextTokenException, ValidationException */
export function pageOf<T>(found: readonly T[], input: Asked, max = resultsMax) {
  const { NextToken: token, ...request } = input
  const size = input.MaxResults ?? max
  if (size < 1 || size > max) {
    // The words are a judgement.
    throw invalid(`MaxResults must be between 1 and ${max}`, { given: size, max })
  }
  const digest = hash('sha256', JSON.stringify(request), 'base64url').slice(0, 12)
  const from = token === undefined ? 0 : readToken(token, digest)
  const isMore = found.length > from + size
  return {
    page: found.slice(from, from + size),
    ...(isMore && { next: writeToken(from + size, digest) }),
  }
}

function writeToken(from: number, digest: string): string {
  return Buffer.from(`${digest} ${from}`).toString('base64url')
}

function readToken(token: string, digest: string): number {
  const [request, from] = Buffer.from(token, 'base64url').toString().split(' ')
  if (request !== digest || !/^\d{1,9}$/.test(from ?? '')) throw invalidToken()
  return Number(from)
}
