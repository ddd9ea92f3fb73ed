/**
 * Calls between services: through the API, as a principal, like those of a user. What the caller
 * may not do, the service may not do for him.
 */
import type { Caller } from './caller.ts'
import { NotEmulated } from './errors.ts'
import type { Kernel } from './kernel.ts'
import type { OperationDescriptor } from './operation.ts'
import type { Place } from './place.ts'

/**
 * `call.aws(SendMessage, { QueueUrl, MessageBody }, as)`: the operation's output.
 * @throws AwsError when the principal may not, or the operation refuses.
 */
export type AwsCall = <Input extends object, Output>(
  operation: OperationDescriptor<Input, Output>,
  input: Input,
  as: Caller,
  /** Left out: the caller's own. */
  region?: string,
) => Promise<Output>

/** One call, on its way through the chain without HTTP. */
export interface InternalCall {
  readonly service: string
  readonly operation: string
  readonly input: object
  readonly as: Caller
  /** Where it is asked from: the region of the calling service, the account of the principal. */
  readonly place: Place
  /** Of the request that led to it; empty where a job calls. */
  readonly endpoint: string
}

/** Takes a call through the chain, and answers what came of it. */
export type CallAws = (call: InternalCall) => Promise<object>

/** The calls that an operation or a job in a place makes. */
export function awsFrom(kernel: Kernel, from: Place, endpoint: string): AwsCall {
  const callAws = kernel.parts.callAws ?? ((call) => runUnchecked(kernel, call))
  return async ({ service, name }, input, as, region = from.region) => {
    const place = { ...from, account: as.account, region }
    const call = { service, operation: name, input, as, place, endpoint }
    return (await callAws(call)) as never // the descriptor tells the output's type
  }
}

/** Without a gateway (unit tests): authorised and run, not checked against the model. */
async function runUnchecked(kernel: Kernel, call: InternalCall): Promise<object> {
  const { as, input, place, endpoint } = call
  const service = await kernel.parts.services.load(call.service)
  const operation = service?.operations.find(({ name }) => name === call.operation)
  if (!service || !operation) throw new NotEmulated(`${call.service}:${call.operation}`)
  const requestId = kernel.parts.random.uuid()
  const request = { requestId, endpoint, protocol: 'internal' }
  return (await kernel.execute({ service, operation, input, caller: as, place, request })) ?? {}
}
