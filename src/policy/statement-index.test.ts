import { describe, expect, test } from 'vitest'
import { compilePolicy } from './compiled-policy.ts'

const statement = (Sid: string, Action: string, Resource: string | string[] = '*') => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
})

function indexOf(...Statement: object[]) {
  return compilePolicy(JSON.stringify({ Version: '2012-10-17', Statement }), 'aws-managed').allows
}

const queue = (name: string) => `arn:aws:sqs:us-east-1:111111111111:${name}`
const sids = (statements: readonly { sid: string | undefined }[] = []) =>
  statements.map(({ sid }) => sid)

describe('statements by what they are about', () => {
  const index = indexOf(
    statement('exact', 'sqs:SendMessage', [queue('a'), queue('b'), queue('a')]),
    statement('pattern', 'SQS:Send*', queue('a')),
    statement('wide', 'sqs:Send*', [queue('a'), queue('*')]),
    statement('all', '*'),
    statement('other', 's3:*'),
    statement('half', 's?s:SendMessage'),
  )

  test('are those of the action, whole ARNs by ARN', () => {
    const { byResource, others } = index.about('sqs:sendmessage')
    expect(sids(byResource.get(queue('a')))).toEqual(['exact', 'pattern'])
    expect(sids(byResource.get(queue('b')))).toEqual(['exact'])
    expect(sids(others)).toEqual(['wide', 'all', 'half'])
    expect(index.about('sqs:sendmessage')).toBe(index.about('sqs:sendmessage'))
    expect(sids(index.about('sqs:receivemessage').others)).toEqual(['all'])
  })

  test('are found the same when so many actions were asked for that some are forgotten', () => {
    const first = index.about('sqs:sendmessage')
    for (let at = 0; at < 10_000; at++) index.about(`sqs:action${at}`)
    expect(index.about('sqs:sendmessage')).not.toBe(first)
    expect(index.about('sqs:sendmessage')).toEqual(first)
  })

  test('tell which services they are about', () => {
    const some = indexOf(statement('one', 'sqs:SendMessage'), statement('many', 's3:Get*'))
    const asked = ['sqs', 's3', 'sns', 's']
    expect(asked.map((service) => some.isAboutService(service))).toEqual([true, true, false, false])
    expect(index.isAboutService('sns')).toBe(true)
  })
})
