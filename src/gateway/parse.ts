/** Reads the operation's input from the wire, then checks it against the model's constraints. */
import { AwsError } from '../kernel/errors.ts'
import { validate } from '../model/validate.ts'
import type { Exchange } from './exchange.ts'

export function parseInput(exchange: Exchange): void {
  const { protocol, operation, request, labels } = exchange
  if (protocol && operation) exchange.input = protocol.parse(request, operation, labels)
}

/** @throws AwsError with all that is wrong, in the service's words. */
export function validateInput({ operation, model, input }: Exchange): void {
  const failure = operation && validate(operation, input)
  if (!failure) return
  const { code, status, message } = failure
  const isModelled = model?.findError(code) !== undefined
  throw new AwsError({
    code,
    status,
    message,
    ...(isModelled && { shape: code }),
    why: { kind: 'validation', reason: message },
  })
}
