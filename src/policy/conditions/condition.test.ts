import { describe, expect, test } from 'vitest'
import { Context } from '../context.ts'
import { compileCondition } from './condition.ts'
import { findOperator } from './operator.ts'

type Given = string | readonly string[] | undefined

function holds(operator: string, wanted: string | readonly string[], given: Given): boolean {
  const values = typeof wanted === 'string' ? [wanted] : wanted
  const condition = compileCondition({ operator, key: 'K:k', values }, true)
  return condition.holds(
    new Context({ kind: 'anonymous' }, given === undefined ? {} : { 'k:K': given }),
  )
}

const positive = [
  'StringEquals',
  'StringEqualsIgnoreCase',
  'StringLike',
  'ArnEquals',
  'ArnLike',
  'IpAddress',
  'Bool',
  'BinaryEquals',
  'NumericEquals',
  'NumericLessThan',
  'NumericLessThanEquals',
  'NumericGreaterThan',
  'NumericGreaterThanEquals',
  'DateEquals',
  'DateLessThan',
  'DateLessThanEquals',
  'DateGreaterThan',
  'DateGreaterThanEquals',
]
const negated = [
  'StringNotEquals',
  'StringNotEqualsIgnoreCase',
  'StringNotLike',
  'ArnNotEquals',
  'ArnNotLike',
  'NotIpAddress',
  'NumericNotEquals',
  'DateNotEquals',
]

describe('keys that are absent or empty', () => {
  test.each(positive)('%s', (operator) => {
    expect(holds(operator, '1', undefined)).toBe(false)
    expect(holds(operator, '1', [])).toBe(false)
    expect(holds(`${operator}IfExists`, '1', undefined)).toBe(true)
    expect(holds(`${operator}IfExists`, '1', [])).toBe(false)
    expect(holds(`ForAllValues:${operator}`, '1', undefined)).toBe(true)
    expect(holds(`ForAllValues:${operator}`, '1', [])).toBe(true)
    expect(holds(`ForAllValues:${operator}`, '1', '')).toBe(true)
    expect(holds(`ForAnyValue:${operator}`, '1', undefined)).toBe(false)
    expect(holds(`ForAnyValue:${operator}`, '1', [])).toBe(false)
    expect(holds(`ForAnyValue:${operator}IfExists`, '1', undefined)).toBe(true)
  })

  test.each(negated)('%s', (operator) => {
    expect(holds(operator, '1', undefined)).toBe(true)
    expect(holds(operator, '1', [])).toBe(true)
    expect(holds(`${operator}IfExists`, '1', undefined)).toBe(true)
    expect(holds(`ForAllValues:${operator}`, '1', undefined)).toBe(true)
    expect(holds(`ForAllValues:${operator}`, '1', [])).toBe(true)
    expect(holds(`ForAnyValue:${operator}`, '1', undefined)).toBe(false)
    expect(holds(`ForAnyValue:${operator}`, '1', [])).toBe(false)
  })

  test('Null asks for just that', () => {
    expect(holds('Null', 'true', undefined)).toBe(true)
    expect(holds('Null', 'true', [])).toBe(true)
    expect(holds('Null', 'true', 'x')).toBe(false)
    expect(holds('Null', 'false', undefined)).toBe(false)
    expect(holds('Null', 'false', [])).toBe(false)
    expect(holds('Null', 'false', 'x')).toBe(true)
    expect(holds('Null', ['true', 'false'], 'x')).toBe(true)
  })
})

describe('operators', () => {
  test.each<[string, string | readonly string[], Given, boolean]>([
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', 'a', 'A', false],
    ['StringEquals', 'a*', 'ab', false],
    ['StringEquals', 'a*', 'a*', true],
    ['StringEquals', ['a', 'b'], 'b', true],
    ['StringNotEquals', ['a', 'b'], 'b', false],
    ['StringNotEquals', ['a', 'b'], 'c', true],
    ['StringEqualsIgnoreCase', 'aB', 'Ab', true],
    ['StringEqualsIgnoreCase', 'k', '\u212a', false],
    ['StringNotEqualsIgnoreCase', 'aB', 'Ab', false],
    ['StringLike', 'a*c?', 'abcd', true],
    ['StringLike', '.*', 'abc', false],
    ['StringLike', 'A*', 'abc', false],
    ['StringNotLike', 'a*', 'abc', false],
    ['StringLike', '*', '', true],
    ['NumericEquals', '10', '10.0', true],
    ['NumericEquals', '1e1', '10', true],
    ['NumericEquals', 'x', 'x', false],
    ['NumericEquals', '', '', false],
    ['NumericEquals', '0x10', '16', false],
    ['NumericNotEquals', '10', 'abc', true],
    ['NumericNotEquals', '10', '10', false],
    ['NumericLessThan', '10', '9', true],
    ['NumericLessThan', '10', '10', false],
    ['NumericLessThanEquals', '10', '10', true],
    ['NumericGreaterThan', '-1', '0.5', true],
    ['NumericGreaterThan', '10', '9', false],
    ['NumericGreaterThanEquals', '10', '10', true],
    ['DateEquals', '2026-11-24T00:00:00Z', '1795478400', true],
    ['DateEquals', '2026-11-24', '2026-11-24T00:00:00Z', true],
    ['DateEquals', '2026-11-24T01:30:00+01:30', '2026-11-24T00:00Z', true],
    ['DateNotEquals', '2026-11-24', '2026-11-25', true],
    ['DateLessThan', '2026-11-24T00:00:00.001Z', '2026-11-24T00:00:00Z', true],
    ['DateLessThan', '2026-11-24', '2026-11-24', false],
    ['DateLessThanEquals', '2026-11-24', '2026-11-24', true],
    ['DateGreaterThan', '2025', '2026', true],
    ['DateGreaterThanEquals', '2026-02', '2026-01-31', false],
    ['DateLessThan', 'soon', '2026-01-01', false],
    ['DateLessThan', '2026-13-01', '2026-01-01', false],
    ['Bool', 'true', 'true', true],
    ['Bool', 'True', 'true', true],
    ['Bool', 'true', 'false', false],
    ['Bool', 'false', 'no', false],
    ['Bool', 'no', 'no', false],
    ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', true],
    ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ6', false],
    ['BinaryEquals', 'not base64', 'not base64', false],
    ['IpAddress', '203.0.113.0/24', '203.0.113.9', true],
    ['IpAddress', '203.0.113.0/24', '203.0.114.9', false],
    ['IpAddress', '203.0.113.9', '203.0.113.9', true],
    ['IpAddress', '203.0.113.9', '203.0.113.8', false],
    ['IpAddress', '0.0.0.0/0', '8.8.8.8', true],
    ['IpAddress', '0.0.0.0/0', '2001:db8::1', false],
    ['IpAddress', '2001:db8::/32', '2001:db8:ffff::1', true],
    ['IpAddress', '2001:db8::/32', '2001:db9::1', false],
    ['IpAddress', '2001:DB8::1', '2001:db8:0:0:0:0:0:1', true],
    ['IpAddress', '10.0.0.0/8', '::ffff:10.1.2.3', true],
    ['IpAddress', '10.0.0.0/33', '10.0.0.1', false],
    ['IpAddress', '10.0.0.256', '10.0.0.256', false],
    ['IpAddress', '10.0.0.0/8', '010.0.0.1.5', false],
    ['NotIpAddress', '10.0.0.0/8', '10.0.0.1', false],
    ['NotIpAddress', ['10.0.0.0/8', '::1'], '192.168.0.1', true],
    ['ArnEquals', 'arn:aws:sns:*:1:t', 'arn:aws:sns:r:1:t', true],
    ['ArnLike', 'arn:aws:sns:*:1:t', 'arn:aws:sns:r:1:t', true],
    ['ArnLike', 'arn:aws:sns:r:1:*', 'arn:aws:sns:r:1:t:sub', true],
    ['ArnLike', 'arn:aws:sns:r:1:T', 'arn:aws:sns:r:1:t', false],
    ['ArnLike', 'arn:aws:sns:r:?:t', 'arn:aws:sns:r::t', false],
    ['ArnLike', 'arn:aws:sns', 'arn:aws:sns:r:1:t', false],
    ['ArnNotEquals', 'arn:aws:sns:*:1:t', 'arn:aws:sns:r:1:t', false],
    ['ArnNotLike', 'arn:aws:sns:*:1:t', 'arn:aws:sqs:r:1:t', true],
  ])('%s of %j, given %j: %j', (operator, wanted, given, expected) => {
    expect(holds(operator, wanted, given)).toBe(expected)
  })
})

describe('several values in the request', () => {
  test.each<[string, readonly string[], readonly string[], boolean]>([
    ['ForAllValues:StringEquals', ['a', 'b'], ['a'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
    ['ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'd'], true],
    ['ForAllValues:StringNotEquals', ['a', 'b'], ['a', 'c'], false],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'a'], true],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'd'], false],
    ['ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'c'], true],
    ['ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'b'], false],
    ['StringEquals', ['a'], ['b', 'a'], true],
    ['StringNotEquals', ['a'], ['b', 'a'], false],
    ['ForAllValues:StringLike', ['a*'], ['ab', 'ac'], true],
    ['ForAnyValue:StringLike', [], ['a'], false],
  ])('%s of %j, given %j: %j', (operator, wanted, given, expected) => {
    expect(holds(operator, wanted, given)).toBe(expected)
  })
})

describe('a variable in a condition', () => {
  function with_(operator: string, value: string, variables = true): boolean {
    const condition = compileCondition({ operator, key: 'k:k', values: [value] }, variables)
    const given = { 'k:k': 'eve', 'aws:username': 'eve', 'k:star': '*' }
    return condition.holds(new Context({ kind: 'anonymous' }, given))
  }

  test.each([
    ['StringEquals', '${aws:username}', true],
    ['StringEqualsIgnoreCase', '${AWS:USERNAME}', true],
    ['StringLike', '${aws:username}*', true],
    ['StringLike', '${k:star}', false],
    ['StringEquals', '${aws:absent}', false],
    ['StringNotEquals', '${aws:absent}', true],
    ['StringEquals', "${aws:absent, 'eve'}", true],
    ['StringNotEquals', '${aws:username}', false],
  ])('%s of %s: %j', (operator, value, expected) => {
    expect(with_(operator, value)).toBe(expected)
  })

  test('is text in policies of 2008', () => {
    expect(with_('StringEquals', '${aws:username}', false)).toBe(false)
  })
})

test.each([
  'StringMatches',
  'NullIfExists',
  'ForAllValues:Null',
  'ForSomeValues:StringEquals',
  '',
  'IfExists',
])('%j is no operator', (name) => {
  expect(findOperator(name)).toBeUndefined()
})
