import { describe, expect, test } from 'vitest'
import { findingsOf } from '../testing/findings.ts'
import { bannedCalls } from './banned-calls.ts'

const path = 'src/services/sqs/queue.ts'

describe('banned calls', () => {
  test.each([
    ['const at = Date.now()', "Date.now is banned here: use the call's now() or the clock"],
    ['const at = new Date()', "new Date() is banned here: use the call's now() or the clock"],
    [
      'const at = performance.now()',
      "performance.now is banned here: use the call's now() or the clock",
    ],
    [
      'setTimeout(f, 5)',
      'setTimeout is banned here: use an instant in the data, or due work: at(dueMs, work)',
    ],
    [
      'const sleep = promisify(setTimeout)',
      'setTimeout is banned here: use an instant in the data, or due work: at(dueMs, work)',
    ],
    [
      'globalThis.setInterval(f, 5)',
      'setInterval is banned here: use an instant in the data, or due work: at(dueMs, work)',
    ],
    [
      'const chance = Math.random()',
      "Math.random is banned here: use the call's newId() or random, which tests repeat",
    ],
    [
      'const id = crypto.randomUUID()',
      "randomUUID is banned here: use the call's newId() or random, which tests repeat",
    ],
  ])('%s', (code, message) => {
    expect(findingsOf(bannedCalls, { [path]: code })).toEqual([`${path}:1 ${message}`])
  })

  test('importing a banned function is as good as calling it', () => {
    const code = "import { randomBytes } from 'node:crypto'"
    expect(findingsOf(bannedCalls, { [path]: code })).toHaveLength(1)
  })

  test.each([
    'const day = new Date(createdAtMs)',
    'clock.setTimeout(f)',
    'const port = { setTimeout: f }',
    '// Date.now() would break held clocks',
    "const text = 'Date.now()'",
  ])('%s is no offence', (code) => {
    expect(findingsOf(bannedCalls, { [path]: code })).toEqual([])
  })

  test('the homes of time and chance are free, and so are tests', () => {
    const time = 'const at = Date.now(); setTimeout(f, 1)'
    const chance = "import { randomBytes } from 'node:crypto'"
    const files = {
      'src/kernel/clock.ts': time,
      'src/engines/http.ts': time,
      'src/kernel/random.ts': chance,
      'src/kernel/clock.test.ts': time,
      'tools/bench.ts': time,
    }
    expect(findingsOf(bannedCalls, files)).toEqual([])
  })
})
