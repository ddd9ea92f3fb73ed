import { operationsOn } from '../../kernel/service.ts'
import { state } from './state.ts'

/** An operation on Application Auto Scaling's state. */
export const scalingOperation = operationsOn(state)
