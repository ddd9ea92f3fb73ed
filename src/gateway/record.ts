/** Keeps what happened: each request in the journal, each refusal as an incident with its cause. */
import { AwsError, type Cause } from '../kernel/errors.ts'
import type { ResponseBody } from '../wire/message.ts'
import { defaultAccount } from './authenticate.ts'
import type { Exchange } from './exchange.ts'
import type { GatewayParts } from './parts.ts'

export function record(exchange: Exchange, { kernel, journal }: GatewayParts): void {
  const { head, caller, facts, response, failure, request } = exchange
  const refusal = failure instanceof AwsError ? failure : undefined
  const atMs = kernel.clock.now()
  const service = facts?.name ?? exchange.credential?.scope.service ?? ''
  const account = caller?.account ?? defaultAccount
  const who = caller?.arn || caller?.service || caller?.kind || ''
  const status = response?.status ?? 0
  journal.record({
    requestId: exchange.requestId,
    atMs,
    service,
    operation: exchange.operationName,
    status,
    code: refusal?.code ?? '',
    durationMs: kernel.clock.real.elapsed() - exchange.beganAtMs,
    caller: who,
    account,
    region: exchange.region,
    protocol: exchange.protocol?.name ?? '',
    method: head.method,
    path: head.path,
    requestBytes: request.stream ? undefined : exchange.sent.length,
    responseBytes: sizeOf(response?.body),
  })
  const told = refusal ?? (failure === undefined ? exchange.noted?.[0] : undefined)
  if (!told) return
  kernel.incidents.record({
    requestId: exchange.requestId,
    atMs,
    service,
    operation: exchange.operationName,
    account,
    region: exchange.region,
    caller: who,
    code: told.code,
    status,
    message: shortened(told.message),
    why: shortenedWhy(told.why),
    ...(told !== refusal && { membersRefused: exchange.noted?.length ?? 1 }),
  })
}

/** Refusals repeat what they refuse, of any length, and a thousand of them are kept. */
const textLengthMax = 16_384

function shortened(text: string): string {
  return text.length > textLengthMax ? `${text.slice(0, textLengthMax)}…` : text
}

function shortenedWhy<Why extends Cause | undefined>(why: Why): Why {
  if (!why) return why
  const isLong = (value: unknown) => typeof value === 'string' && value.length > textLengthMax
  if (!Object.values(why).some(isLong)) return why
  const entries = Object.entries(why).map(([name, value]) => [
    name,
    typeof value === 'string' ? shortened(value) : value,
  ])
  return Object.fromEntries(entries) as Why
}

function sizeOf(body: ResponseBody | undefined): number | undefined {
  if (body === undefined) return 0
  if (typeof body === 'string') return Buffer.byteLength(body)
  return body instanceof Uint8Array ? body.length : undefined
}
