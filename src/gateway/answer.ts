/** Writes what came of a call in the protocol it came in, errors included. */
import { AwsError, unmodelledError } from '../kernel/errors.ts'
import { StorageError } from '../kernel/store/storage-error.ts'
import { BrokenBody } from '../ports/listeners.ts'
import type { WireResponse } from '../wire/message.ts'
import { payloadFaults } from '../wire/payload-faults.ts'
import { awsJson11 } from '../wire/aws-json.ts'
import type { Exchange } from './exchange.ts'
import { strangers } from './identify-operation.ts'
import type { GatewayParts } from './parts.ts'

export function serialise(exchange: Exchange): void {
  const { protocol, operation, output } = exchange
  if (!protocol || !operation) throw new Error('the call is not ready to be answered')
  exchange.response = protocol.serialise(output ?? {}, operation, aboutAnswer(exchange))
}

/** Answers a failed call in its protocol, as AWS words it. */
export function serialiseFailure(exchange: Exchange, parts: GatewayParts): WireResponse {
  exchange.failure = errorOf(exchange, parts)
  const { protocol = awsJson11, model = strangers } = exchange
  return protocol.serialiseError(exchange.failure as AwsError, model, aboutAnswer(exchange))
}

/** What nobody expected is a bug of ours: it is reported, and answered as AWS answers its own. */
function errorOf(exchange: Exchange, { kernel }: GatewayParts): AwsError {
  const { failure, requestId } = exchange
  if (failure instanceof AwsError) return failure
  if (failure instanceof BrokenBody) return payloadFaults.incomplete()
  // AWS has no full disks to tell of; its code for what may work later says it best.
  if (failure instanceof StorageError) {
    return unmodelledError('ServiceUnavailable', 503, failure.message)
  }
  kernel.parts.reportBug(failure, `request ${requestId} ${nameOf(exchange)}`)
  const message =
    'The request processing has failed because of an unknown error, exception or failure.'
  return unmodelledError('InternalFailure', 500, message)
}

function aboutAnswer({ requestId, operationName, head }: Exchange) {
  return { requestId, operation: operationName, method: head.method }
}

function nameOf({ facts, operationName }: Exchange): string {
  return `${facts?.name ?? '?'}:${operationName || '?'}`
}
