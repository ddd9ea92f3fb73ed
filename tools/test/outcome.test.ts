import { describe, expect, test } from 'vitest'
import { type VitestReport, outcomeOf } from './outcome.ts'

function report(tests: Readonly<Record<string, string>>): VitestReport {
  const assertionResults = Object.entries(tests).map(([fullName, status]) => ({ fullName, status }))
  return { testResults: [{ name: 'a.test.ts', status: 'passed', assertionResults }] }
}

describe('the outcome of a test run', () => {
  test('counts what passed and what failed', () => {
    expect(outcomeOf(report({ a: 'passed', b: 'passed', c: 'failed' }), {})).toEqual({
      passed: 2,
      failed: 1,
      skipped: 0,
      complaints: [],
    })
  })

  test('takes a skipped test for a failure unless its reason is written down', () => {
    const skipped = report({ a: 'skipped', b: 'todo', c: 'passed' })
    expect(outcomeOf(skipped, { a: 'needs docker' })).toEqual({
      passed: 1,
      failed: 1,
      skipped: 1,
      complaints: ['skipped without a reason in test/skips.json: b'],
    })
  })

  test('takes the reason of a suite for that of all its tests, and of no other suite', () => {
    const skipped = report({ 'the CLI sends': 'skipped', 'the CLI, with tables, scans': 'skipped' })
    expect(outcomeOf(skipped, { 'the CLI': 'needs the CLI' })).toEqual({
      passed: 0,
      failed: 1,
      skipped: 1,
      complaints: ['skipped without a reason in test/skips.json: the CLI, with tables, scans'],
    })
  })

  test('takes a file that does not load for a failure', () => {
    const results = [
      { name: 'b.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
    ]
    expect(outcomeOf({ testResults: results }, {})).toEqual({
      passed: 0,
      failed: 1,
      skipped: 0,
      complaints: ['b.test.ts did not load: no such module'],
    })
  })
})
