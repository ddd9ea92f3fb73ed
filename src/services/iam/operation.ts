import { operationsOn } from '../../kernel/service.ts'
import { state } from './state.ts'

/** An operation on IAM's state. */
export const iamOperation = operationsOn(state)
