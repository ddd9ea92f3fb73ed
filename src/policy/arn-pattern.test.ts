import { describe, expect, test } from 'vitest'
import { arnPatternOf, colonText, matchesArn } from './arn-pattern.ts'
import { Context, type ContextValues } from './context.ts'

const queue = 'arn:aws:sqs:us-east-1:111111111111:q'

function matches(pattern: string, arn: string, values: ContextValues = {}): boolean {
  const compiled = arnPatternOf(pattern, { variables: true, completes: true })
  return matchesArn(compiled, colonText(arn), new Context({ kind: 'anonymous' }, values))
}

describe('a resource', () => {
  test.each([
    [queue, queue],
    ['*', queue],
    ['*', '*'],
    ['arn:aws:sqs', queue],
    ['arn:aws:sqs:*', queue],
    ['arn:aws:sqs:us-east-1', queue],
    ['arn:*', queue],
    ['arn:aws*', queue],
    ['arn:aws:sqs:*:*:q', queue],
    ['arn:aws:sqs:us-*-1:111?????1111:?', queue],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b/c/d'],
    ['arn:aws:s3:::*log*', 'arn:aws:s3:::b/2026:log:x'],
    ['arn:aws:s3:::b', 'arn:aws:s3:::b'],
    ['arn:aws:lambda:*:*:function*', 'arn:aws:lambda:r:1:function:f:1'],
    ['arn:aws:lambda:r:*:f', 'arn:aws:lambda:r:1:function:f'],
    ['arn:aws:logs:*:x', 'arn:aws:logs:r:x:log-group:g'],
    ['*', '+41791234567'],
    ['+41*', '+41791234567'],
  ])('%s is matched by %s', (pattern, arn) => {
    expect(matches(pattern, arn)).toBe(true)
  })

  test.each([
    ['arn:aws:sqs:us-east-1:111111111111:Q', queue],
    ['arn:aws:sqs:us-east-1:111111111111:q*', 'arn:aws:sqs:us-east-1:222222222222:q1'],
    ['arn:aws:sqs:us-*st-1:1:q', 'arn:aws:sqs:us-x:y:east-1:1:q'],
    ['arn:aws:sqs:us?east-1:1:q', 'arn:aws:sqs:us:east-1:1:q'],
    ['arn:aws:sns', queue],
    [queue, '*'],
    ['arn:*', '*'],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b'],
    ['arn:aws:s3:::b', 'arn:aws:s3:::b/k'],
    ['arn:aws:lambda:r:1*:f', 'arn:aws:lambda:r:2:function:f'],
    ['arn:aws:lambda:r:*:g', 'arn:aws:lambda:r:1:function:f'],
  ])('%s is not matched by %s', (pattern, arn) => {
    expect(matches(pattern, arn)).toBe(false)
  })

  test('with many stars is judged in bounded time against many colons', () => {
    const pattern = `arn:a*:b*:c*:d*:${'*a'.repeat(500)}b`
    const arn = `arn:a:b:c:d:${'a:'.repeat(1_000)}`
    expect(matches(pattern, arn)).toBe(false)
    expect(matches('arn:*:*:*:*:x', `arn:${'a:'.repeat(5_000)}y`)).toBe(false)
  })

  test('that is left short is not completed where that is not the rule', () => {
    const pattern = arnPatternOf('arn:aws:sqs', { variables: true, completes: false })
    const context = new Context({ kind: 'anonymous' }, {})
    expect(matchesArn(pattern, colonText(queue), context)).toBe(false)
  })
})

describe('a variable', () => {
  const home = 'arn:aws:s3:::b/${aws:username}/*'

  test('stands for the value of its key, whose name has no case', () => {
    expect(matches(home, 'arn:aws:s3:::b/eve/x', { 'AWS:UserName': 'eve' })).toBe(true)
    expect(matches(home, 'arn:aws:s3:::b/bob/x', { 'aws:username': 'eve' })).toBe(false)
  })

  test.each([
    ['no value', {}],
    ['several values', { 'aws:username': ['eve', 'bob'] }],
  ])('with %s matches nothing', (_, values) => {
    expect(matches(home, 'arn:aws:s3:::b/eve/x', values)).toBe(false)
    expect(matches(home, home, values)).toBe(false)
  })

  test('has a default', () => {
    const pattern = "arn:aws:s3:::b/${aws:PrincipalTag/team, 'company-wide'}/*"
    expect(matches(pattern, 'arn:aws:s3:::b/company-wide/x')).toBe(true)
    expect(matches(pattern, 'arn:aws:s3:::b/red/x', { 'aws:PrincipalTag/Team': 'red' })).toBe(true)
    expect(
      matches(pattern, 'arn:aws:s3:::b/company-wide/x', { 'aws:PrincipalTag/team': 'red' }),
    ).toBe(false)
  })

  test.each(['*', '?', '$'])('may be the character %s', (character) => {
    const pattern = `arn:aws:s3:::b/\${${character}}`
    expect(matches(pattern, `arn:aws:s3:::b/${character}`)).toBe(true)
    expect(matches(pattern, 'arn:aws:s3:::b/x')).toBe(false)
  })

  test('is literal: a value of stars widens nothing', () => {
    expect(matches(home, 'arn:aws:s3:::b/bob/x', { 'aws:username': '*' })).toBe(false)
    expect(matches(home, 'arn:aws:s3:::b/*/x', { 'aws:username': '*' })).toBe(true)
    expect(matches(home, 'arn:aws:s3:::b/bob/x', { 'aws:username': '???' })).toBe(false)
    const nested = { 'aws:username': '${aws:userid}', 'aws:userid': 'bob' }
    expect(matches(home, 'arn:aws:s3:::b/bob/x', nested)).toBe(false)
  })

  test('that is not closed is text', () => {
    expect(matches('arn:aws:s3:::b/${aws', 'arn:aws:s3:::b/${aws')).toBe(true)
  })
})
