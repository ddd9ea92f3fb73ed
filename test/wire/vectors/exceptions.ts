/** Vectors that Kasane answers otherwise than Smithy's suite says, each with its reason. */
import { restExceptions } from './exceptions-rest.ts'
import { rpcExceptions } from './exceptions-rpc.ts'

/** Keys are the vector's kind and id. A listed vector that passes fails the suite: strike it out. */
export const exceptions: Readonly<Record<string, string>> = { ...rpcExceptions, ...restExceptions }
