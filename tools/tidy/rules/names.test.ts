import { describe, expect, test } from 'vitest'
import { findingsOf } from '../testing/findings.ts'
import { names } from './names.ts'

describe('names', () => {
  test('files are kebab-case nouns', () => {
    const files = {
      'src/sendMessage.ts': '',
      'src/wire/utils.ts': '',
      'src/send-message.test.ts': '',
    }
    expect(findingsOf(names, files)).toEqual([
      'src/sendMessage.ts:1 file names are kebab-case',
      'src/wire/utils.ts:1 "utils" says nothing: find the noun',
    ])
  })

  test('exports are named, one by one', () => {
    const files = {
      'src/a.ts': "export * from './b.ts'\nexport default 1",
      'vitest.config.ts': 'export default {}',
    }
    expect(findingsOf(names, files)).toEqual([
      'src/a.ts:1 `export *` hides what a file offers: name it',
      'src/a.ts:2 named exports only',
    ])
  })

  test('types and classes are nouns of the field, AWS names as AWS writes them', () => {
    const code =
      'export interface IQueue {}\nclass QueueManager {}\nexport interface SecretsManager {}\ninterface Item {}'
    expect(findingsOf(names, { 'src/a.ts': code })).toEqual([
      'src/a.ts:1 "IQueue": no I…, …Impl, …Manager, …Helper: find the noun',
      'src/a.ts:2 "QueueManager": no I…, …Impl, …Manager, …Helper: find the noun',
    ])
  })
})
