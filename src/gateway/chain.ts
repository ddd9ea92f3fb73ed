/** The chain that every request goes through, as lists of steps. */
import { authenticate, requireCredentials } from './authenticate.ts'
import { serialise } from './answer.ts'
import type { Exchange } from './exchange.ts'
import { guardHost, guardOrigin } from './host-guard.ts'
import { findAction, findOperation, openService, requireOperation } from './identify-operation.ts'
import { identifyService } from './identify-service.ts'
import { parseInput, validateInput } from './parse.ts'
import type { GatewayParts } from './parts.ts'
import { readBody, readForm, readPayload } from './read-body.ts'
import { locate, run } from './run.ts'

/** A part of the chain: changes the exchange, at once or when its promise resolves; may throw. */
export type Step = (exchange: Exchange, parts: GatewayParts) => void | Promise<void>

/** Upon a request's head. The host comes first: nothing of a foreign page's request is looked at. */
export const headSteps: readonly Step[] = [
  identifyService,
  openService,
  guardHost,
  guardOrigin,
  findOperation,
]

/** Upon its body: what the operation is, where the head didn't tell. */
export const bodySteps: readonly Step[] = [readForm, findAction, requireOperation]

const callSteps: readonly Step[] = [locate, requireCredentials, validateInput, run, serialise]

/** AWS: a JSON body that can't be read is told before the signature is looked at (DynamoDB). */
const rpcSteps: readonly Step[] = [readBody, parseInput, authenticate, ...callSteps]

/** A stream is read by the operation itself, by when its caller has to be known. */
const restSteps: readonly Step[] = [authenticate, readPayload, parseInput, ...callSteps]

export function stepsOf({ style }: Exchange): readonly Step[] {
  return style === 'rest' ? restSteps : rpcSteps
}

/** Runs steps in turn; a promise only where one of them had to wait. */
export function runSteps(
  steps: readonly Step[],
  exchange: Exchange,
  parts: GatewayParts,
  from = 0,
): void | Promise<void> {
  for (let at = from; at < steps.length; at++) {
    const step = steps[at] as Step
    const pending = step(exchange, parts)
    if (pending) return pending.then(() => runSteps(steps, exchange, parts, at + 1))
  }
}
