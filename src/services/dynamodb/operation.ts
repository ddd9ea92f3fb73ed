import { operationsOn } from '../../kernel/service.ts'
import { state } from './state.ts'

/** An operation on DynamoDB's state. */
export const dynamodbOperation = operationsOn(state)
