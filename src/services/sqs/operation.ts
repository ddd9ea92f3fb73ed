import { operationsOn } from '../../kernel/service.ts'
import { state } from './state.ts'

/** An operation on SQS's state. */
export const sqsOperation = operationsOn(state)
