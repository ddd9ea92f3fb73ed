import { describe, expect, test } from 'vitest'
import { findingsOf } from '../testing/findings.ts'
import { deadFiles } from './dead-files.ts'

const says = 'nothing reaches this file from an entry point or a test: import it or delete it'

describe('dead files', () => {
  test('are those that no entry point, tool or test reaches', () => {
    const files = {
      'package.json': '{"scripts":{"check":"node tools/run.mjs tools/check/main.ts"}}',
      'src/index.ts': "import './server/server.ts'",
      'src/server/server.ts': "const sqs = () => import('../services/sqs/service.ts')",
      'src/services/sqs/service.ts': '',
      'src/services/sqs/lonely.ts': "import './service.ts'",
      'src/kernel/fake.test.ts': "import './fake.ts'",
      'src/kernel/fake.ts': '',
      'tools/check/main.ts': "import './step.ts'",
      'tools/check/step.ts': '',
      'tools/old/main.ts': '',
    }
    expect(findingsOf(deadFiles, files)).toEqual([
      `src/services/sqs/lonely.ts:1 ${says}`,
      `tools/old/main.ts:1 ${says}`,
    ])
  })

  test('may import each other and are dead still', () => {
    const files = { 'src/a.ts': "import './b.ts'", 'src/b.ts': "import './a.ts'" }
    expect(findingsOf(deadFiles, files)).toEqual([`src/a.ts:1 ${says}`, `src/b.ts:1 ${says}`])
  })
})
