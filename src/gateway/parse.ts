/** Reads the operation's input from the wire, then checks it against the model's constraints. */
import { AwsError } from '../kernel/errors.ts'
import { validate } from '../model/validate.ts'
import type { Exchange } from './exchange.ts'

export function parseInput(exchange: Exchange): void {
  const { protocol, operation, request, labels } = exchange
  if (!protocol || !operation) return
  const input = protocol.parse(request, operation, labels)
  exchange.input = exchange.style === 'form' ? withResource(exchange, input) : input
}

/** A form sent to a resource's own path need not name it again: SQS's queue URLs. */
function withResource({ facts, head }: Exchange, input: object): object {
  const { resourceMember, resourcePaths } = facts ?? {}
  if (resourceMember === undefined || Object.hasOwn(input, resourceMember)) return input
  if (!resourcePaths?.test(head.path)) return input
  return { ...input, [resourceMember]: `http://${head.headers['host'] ?? '127.0.0.1'}${head.path}` }
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
