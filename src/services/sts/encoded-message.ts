/** Why a call was refused, in a form that only its account can read. */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { seal, unseal } from './sealing.ts'

const purpose = 'authorization message'

/** AWS: DecodeAuthorizationMessage takes 10,240 characters. */
export function encodeMessage(text: string, secret: string, nonce: Uint8Array): string {
  return seal(deflateRawSync(text), { secret, purpose }, nonce).toString('base64url')
}

/** `undefined`: no message of this account. */
export function decodeMessage(encoded: string, secret: string): string | undefined {
  const sealed = Buffer.from(encoded, 'base64url')
  if (sealed.toString('base64url') !== encoded) return undefined
  const packed = unseal(sealed, { secret, purpose })
  return packed && inflateRawSync(packed).toString()
}
