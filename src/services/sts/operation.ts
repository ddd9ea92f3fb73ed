import { operationsOn } from '../../kernel/service.ts'
import { state } from './state.ts'

/** An operation on STS's state. */
export const stsOperation = operationsOn(state)
