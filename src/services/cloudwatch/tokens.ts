/** Tokens of pages: each belongs to the request that it was given for. */
import { hash } from 'node:crypto'

/** @param place Where the next page begins. */
export function writeToken(request: unknown, place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify([digest(request), ...place])).toString('base64url')
}

/** `undefined` for what is no token of this request. */
export function readToken(token: string, request: unknown): readonly unknown[] | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(token, 'base64url').toString())
    if (!Array.isArray(parts) || parts[0] !== digest(request)) return undefined
    return parts.slice(1)
  } catch {
    return undefined
  }
}

function digest(request: unknown): string {
  return hash('sha256', JSON.stringify(request), 'base64url').slice(0, 12)
}
