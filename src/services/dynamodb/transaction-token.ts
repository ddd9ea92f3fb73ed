/** Tokens of transactions: by them, a request that is sent again is carried out once. */
import { createHash } from 'node:crypto'
import { base64Of } from './attribute-value.ts'
import { tokenReused } from './transaction-errors.ts'
import { transactionTokenMs } from './limits.ts'
import type { DynamodbChange, DynamodbReading } from './state.ts'

export interface TokenedRequest {
  readonly token: string
  /** What the request hashes to. */
  readonly digest: string
}

/** `undefined`: it has no token. */
export function tokenedRequest(
  token: string | undefined,
  request: object,
): TokenedRequest | undefined {
  return token === undefined ? undefined : { token, digest: digestOf(request) }
}

/**
 * Whether the same request was carried out before, under the same token.
 * @throws AwsError IdempotentParameterMismatchException when another one was
 */
export function isReplay(
  { state, clock }: DynamodbReading,
  tokened: TokenedRequest | undefined,
): boolean {
  const known = tokened && state.transactions.get(tokened.token)
  if (!known || known.untilMs <= clock.now()) return false
  if (known.request !== tokened.digest) throw tokenReused(known.token)
  return true
}

/** Remembers a request that was carried out, and forgets what nobody may repeat any more. */
export function remember(
  { state, clock }: DynamodbChange,
  tokened: TokenedRequest | undefined,
): void {
  const nowMs = clock.now()
  for (const old of [...state.transactions.index('age').range({ to: [nowMs], limit: 10 })]) {
    state.transactions.delete(old.token)
  }
  if (!tokened) return
  const { token, digest: request } = tokened
  state.transactions.put({ token, request, untilMs: nowMs + transactionTokenMs })
}

function digestOf(request: object): string {
  const text = JSON.stringify(request, (_, value: unknown) =>
    value instanceof Uint8Array ? base64Of(value) : value,
  )
  return createHash('sha256').update(text).digest('base64')
}
