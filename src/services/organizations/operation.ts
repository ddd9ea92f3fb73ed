import { operationsOn } from '../../kernel/service.ts'
import { state } from './state.ts'

/** An operation on the state of Organizations. */
export const organizationsOperation = operationsOn(state)
