import { operationsOn } from '../../kernel/service.ts'
import { state } from './state.ts'
import { measured } from './throughput/measured.ts'

/** An operation on DynamoDB's state. */
export const dynamodbOperation = operationsOn(state)

/** An operation on items, which is measured. */
export const itemOperation: typeof dynamodbOperation = (descriptor, steps) =>
  measured(dynamodbOperation(descriptor, steps))
