/** Writes what came of a call in the protocol it came in, errors included. */
import { AwsError, unmodelledError } from '../kernel/errors.ts'
import type { WireResponse } from '../wire/message.ts'
import { awsJson11 } from '../wire/aws-json.ts'
import type { Exchange } from './exchange.ts'
import { strangers } from './identify-operation.ts'
import type { GatewayParts } from './parts.ts'

export function serialise(exchange: Exchange): void {
  const { protocol, operation, output } = exchange
  if (!protocol || !operation) throw new Error('the call is not ready to be answered')
  exchange.response = protocol.serialise(output ?? {}, operation, aboutAnswer(exchange))
}

/** What isn't an AwsError is a bug of ours: it is reported, and answered as AWS answers its own. */
export function serialiseFailure(exchange: Exchange, { kernel }: GatewayParts): WireResponse {
  if (!(exchange.failure instanceof AwsError)) {
    kernel.parts.reportBug(exchange.failure, `request ${exchange.requestId} ${nameOf(exchange)}`)
    exchange.failure = unmodelledError(
      'InternalFailure',
      500,
      'The request processing has failed because of an unknown error, exception or failure.',
    )
  }
  const { protocol = awsJson11, model = strangers } = exchange
  return protocol.serialiseError(exchange.failure as AwsError, model, aboutAnswer(exchange))
}

function aboutAnswer({ requestId, operationName, head }: Exchange) {
  return { requestId, operation: operationName, method: head.method }
}

function nameOf({ facts, operationName }: Exchange): string {
  return `${facts?.name ?? '?'}:${operationName || '?'}`
}
