/** What codegen makes of a model's operations and errors: names with their types. */
import type { ErrorDescriptor } from './errors.ts'

declare const types: unique symbol

/** An operation's name with the types of its input and output; the model itself is loaded later. */
export interface OperationDescriptor<Input, Output> {
  readonly service: string
  readonly name: string
  readonly [types]?: (input: Input) => Output
}

export type InputOf<D> = D extends OperationDescriptor<infer Input, infer _> ? Input : never
export type OutputOf<D> = D extends OperationDescriptor<infer _, infer Output> ? Output : never

export function operation<Input, Output>(
  service: string,
  name: string,
): OperationDescriptor<Input, Output> {
  return { service, name }
}

export function errorShape(
  service: string,
  name: string,
  code: string,
  status: number,
): ErrorDescriptor {
  return { service, name, code, status }
}
