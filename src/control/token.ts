/** What other machines have to show before they may steer the cloud. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { WireRequest } from '../wire/message.ts'

export interface Shown {
  readonly headers: WireRequest['headers']
  /** The client is on this machine, which needs none. */
  readonly isLoopback: boolean
}

/** @param token absent: everybody is let in */
export function isLetIn(token: string | undefined, { headers, isLoopback }: Shown): boolean {
  if (isLoopback || token === undefined) return true
  return isSame(headers['authorization'] ?? '', `Bearer ${token}`)
}

export const tokenWanted =
  'From other machines: Authorization: Bearer with the token printed at start.'

/** Takes as long wherever they differ, so that nobody finds the token out letter by letter. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
