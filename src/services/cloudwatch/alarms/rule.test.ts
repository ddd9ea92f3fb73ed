import { describe, expect, it } from 'vitest'
import type { StateValue } from '../../../generated/cloudwatch.ts'
import { alarmsOf, elementCount, holds, readRule } from './rule.ts'
import { RuleFault } from './rule-tokens.ts'

const states: Readonly<Record<string, StateValue>> = {
  a: 'ALARM',
  b: 'OK',
  c: 'INSUFFICIENT_DATA',
  'with (all) "signs"': 'ALARM',
  'arn:aws:cloudwatch:us-east-1:123456789012:alarm:a': 'ALARM',
}

function result(text: string): boolean {
  return holds(readRule(text), (name) => states[name])
}

describe('rules of composite alarms', () => {
  it.each([
    ['ALARM(a)', true],
    ['ALARM("a")', true],
    ['OK(a)', false],
    ['INSUFFICIENT_DATA( c )', true],
    ['ALARM(arn:aws:cloudwatch:us-east-1:123456789012:alarm:a)', true],
    ['ALARM("with (all) \\"signs\\"")', true],
    ['TRUE', true],
    ['FALSE', false],
    ['NOT ALARM(a)', false],
    ['NOT NOT ALARM(a)', true],
    ['NOT (ALARM(b) OR FALSE)', true],
    ['ALARM(b) AND ALARM(b) OR ALARM(a)', true],
    ['ALARM(b) AND (ALARM(b) OR ALARM(a))', false],
    ['AT_LEAST(2, ALARM, (a, b, c))', false],
    ['AT_LEAST(1, ALARM, (a, b, c))', true],
    ['AT_LEAST(60%, NOT ALARM, (a, b, c))', true],
  ])('%s is %s', (text, expected) => {
    expect(result(text)).toBe(expected)
  })

  it.each(['', 'ALARM', 'ALARM()', 'ALARM(a) OR', 'ALARM(a) ALARM(b)', '(ALARM(a)', 'alarm(a)'])(
    '“%s” can’t be read',
    (text) => {
      expect(() => readRule(text)).toThrow(RuleFault)
    },
  )

  it('refuses brackets that nobody can count, without a fault of its own', () => {
    expect(() => readRule(`${'('.repeat(5_000)}TRUE${')'.repeat(5_000)}`)).toThrow(RuleFault)
  })

  it('knows each alarm it looks at once, and counts its elements', () => {
    const rule = readRule('ALARM(a) AND (OK(b) OR NOT ALARM(a)) AND TRUE')
    expect(alarmsOf(rule)).toEqual(['a', 'b'])
    expect(elementCount(rule)).toBe(8)
  })
})
