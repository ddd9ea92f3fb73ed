import { operationsOn } from '../../kernel/service.ts'
import { state } from './state.ts'

/** An operation on CloudWatch's state. */
export const cloudwatchOperation = operationsOn(state)
