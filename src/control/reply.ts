/** Answers of the control API: JSON, and refusals with a code and a sentence. */
import type { WireResponse } from '../wire/message.ts'

/** A request that is refused; it has changed nothing. Written as `{"error": {code, message}}`. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly code: string
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    code: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
    this.status = status
    this.code = code
    this.headers = headers
  }
}

/** What isn't understood. */
export function badRequest(code: string, message: string): Refusal {
  return new Refusal(400, code, message)
}

export function json(value: object, status = 200): WireResponse {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
  return { status, headers, body: `${JSON.stringify(value)}\n` }
}

export function refused({ status, code, message, headers }: Refusal): WireResponse {
  const answer = json({ error: { code, message } }, status)
  return { ...answer, headers: { ...answer.headers, ...headers } }
}
