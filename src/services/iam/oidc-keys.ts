/**
 * The keys of an OpenID Connect provider. AWS fetches them from the issuer over HTTPS; here they are
 * given with the provider, as tags: its JSON Web Key Set in base64url, cut into pieces of at most 256
 * characters, under `kasane:jwks:1`, `kasane:jwks:2` and so on.
 */
import type { Tag } from './state.ts'

const key = /^kasane:jwks:(\d{1,2})$/

/** The key set as JSON; `undefined`: the tags hold none. */
export function keySetOf(tags: readonly Tag[]): string | undefined {
  const pieces = tags
    .map(({ key: name, value }) => ({ number: Number(key.exec(name)?.[1]), value }))
    .filter(({ number }) => !Number.isNaN(number))
    .toSorted((a, b) => a.number - b.number)
  if (pieces.length === 0) return undefined
  return Buffer.from(pieces.map(({ value }) => value).join(''), 'base64url').toString()
}
