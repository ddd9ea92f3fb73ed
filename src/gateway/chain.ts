/** The chain that every request goes through, as lists of steps. */
import { authenticate, requireCredentials } from './authenticate.ts'
import { serialise } from './answer.ts'
import type { Exchange } from './exchange.ts'
import { guardHost, guardOrigin } from './host-guard.ts'
import { findAction, findOperation, openService, requireOperation } from './identify-operation.ts'
import { identifyService } from './identify-service.ts'
import { parseInput, validateInput } from './parse.ts'
import type { GatewayParts } from './parts.ts'
import { readBody } from './read-body.ts'
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

/** Upon its body. */
export const bodySteps: readonly Step[] = [
  findAction,
  requireOperation,
  readBody,
  parseInput,
  authenticate,
  locate,
  requireCredentials,
  validateInput,
  run,
  serialise,
]

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
