/** Calls between services: the chain without its HTTP, journalled as calls of clients are. */
import { AwsError } from '../kernel/errors.ts'
import type { CallAws, InternalCall } from '../kernel/internal-calls.ts'
import { runSteps, type Step } from './chain.ts'
import { Exchange, type RequestHead } from './exchange.ts'
import { openInternal } from './identify-operation.ts'
import { validateInput } from './parse.ts'
import type { GatewayParts } from './parts.ts'
import { record } from './record.ts'
import { locate, run } from './run.ts'

const steps: readonly Step[] = [openInternal, locate, validateInput, run]

export function internalCalls(parts: GatewayParts): CallAws {
  return async (call) => {
    const exchange = exchangeFor(call, parts)
    try {
      await runSteps(steps, exchange, parts)
      return exchange.output ?? {}
    } catch (error) {
      exchange.failure = error
      throw error
    } finally {
      exchange.response = { status: statusOf(exchange), headers: {} }
      record(exchange, parts)
    }
  }
}

function exchangeFor(call: InternalCall, parts: GatewayParts): Exchange {
  const { random, clock } = parts.kernel.parts
  const exchange = new Exchange(headOf(call), random.uuid(), clock.real.elapsed())
  exchange.facts = parts.catalogue.find(call.service)
  exchange.operationName = call.operation
  exchange.region = call.place.region
  exchange.caller = call.as
  exchange.input = call.input
  return exchange
}

/** What stands in for a request's head: the endpoint by which the first client came. */
function headOf({ endpoint }: InternalCall): RequestHead {
  const [scheme = 'http:', , host = '127.0.0.1:4566'] = endpoint === '' ? [] : endpoint.split('/')
  return {
    method: 'CALL',
    path: '',
    query: '',
    headers: { host },
    isEncrypted: scheme === 'https:',
    address: '127.0.0.1',
    isLoopback: true,
    hasBody: false,
  }
}

function statusOf({ failure }: Exchange): number {
  if (failure === undefined) return 200
  return failure instanceof AwsError ? failure.status : 500
}
