import { expect, test } from 'vitest'
import { findingsOf } from '../testing/findings.ts'
import { unregisteredOperations } from './unregistered-operations.ts'

test('an operation that no list of its service imports is reported', () => {
  const files = {
    'src/services/sqs/service.ts':
      "import { sendMessage } from './operations/send-message.ts'\nimport { moves } from './moves/moves.ts'",
    'src/services/sqs/operations/send-message.ts': "import { hash } from './hash-body.ts'",
    'src/services/sqs/operations/send-message.test.ts': '',
    'src/services/sqs/operations/hash-body.ts': '',
    'src/services/sqs/moves/moves.ts': "import { start } from './operations/start.ts'",
    'src/services/sqs/moves/operations/start.ts': '',
    'src/services/sqs/moves/operations/cancel.ts': '',
  }
  const says = 'no service.ts lists this operation'
  expect(findingsOf(unregisteredOperations, files)).toEqual([
    `src/services/sqs/operations/hash-body.ts:1 ${says}`,
    `src/services/sqs/moves/operations/cancel.ts:1 ${says}`,
  ])
})

test('a second API of a folder has a list of its own', () => {
  const files = {
    'src/services/dynamodb/service.ts': '',
    'src/services/dynamodb/streams/service.ts': "import { get } from './operations/get-records.ts'",
    'src/services/dynamodb/streams/operations/get-records.ts': '',
  }
  expect(findingsOf(unregisteredOperations, files)).toEqual([])
})
