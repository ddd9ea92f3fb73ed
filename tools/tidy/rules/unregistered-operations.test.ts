import { expect, test } from 'vitest'
import { findingsOf } from '../testing/findings.ts'
import { unregisteredOperations } from './unregistered-operations.ts'

test('an operation that its service does not import is reported', () => {
  const files = {
    'src/services/sqs/service.ts': "import { sendMessage } from './operations/send-message.ts'",
    'src/services/sqs/operations/send-message.ts': '',
    'src/services/sqs/operations/send-message.test.ts': '',
    'src/services/sqs/operations/purge-queue.ts': '',
  }
  expect(findingsOf(unregisteredOperations, files)).toEqual([
    'src/services/sqs/operations/purge-queue.ts:1 src/services/sqs/service.ts does not import this operation',
  ])
})
