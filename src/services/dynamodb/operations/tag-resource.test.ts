/** What AWS says of tags that it refuses; a refused call changes none. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { expectInvalid, expectRefusal, tableWorld } from '../testing/table-world.ts'

const ResourceArn = 'arn:aws:dynamodb:us-east-1:123456789012:table/tabH'
const badKey = (key: string) => `The Tag Key provided is invalid, Key: ${key}`
const badValue = (value: string) => `The Tag Value provided is invalid, Value: ${value}`
const reservedKey = (key: string) => `Tag Key cannot be prefixed with aws:, Key: ${key}`
const tooMany = 'Number of Tags exceed the current limit for the provided ResourceArn'
const tag = (Key: string, Value = 'v') => ({ Key, Value })
const numbered = (count: number) => Array.from({ length: count }, (_, at) => `k${at}`)

describe('tags', () => {
  let cloud: Awaited<ReturnType<typeof tableWorld>>

  beforeAll(async () => {
    cloud = await tableWorld()
    await cloud.call('TagResource', { ResourceArn, Tags: [tag('kept')] })
    await cloud.advance(2_000)
  })

  beforeEach(() => cloud.real.pass(1_000))

  const expectUnchanged = async () =>
    expect(await cloud.call('ListTagsOfResource', { ResourceArn })).toEqual({ Tags: [tag('kept')] })

  it.each([
    ['no tags', [], 'Atleast one Tag needs to be provided as Input.'],
    ['an empty key', [tag('')], badKey('')],
    ['a key of 129 characters', [tag('x'.repeat(129))], badKey('x'.repeat(129))],
    ['a key with a sign', [tag('a'), tag('a!')], badKey('a!')],
    ['a value of 257 characters', [tag('a', 'x'.repeat(257))], badValue('x'.repeat(257))],
    ['a value with a sign', [tag('a', '<')], badValue('<')],
    ['a key of AWS’s own', [tag('a'), tag('aws:foo')], reservedKey('aws:foo')],
    ['a key of AWS’s own in capitals', [tag('AWS:foo')], reservedKey('AWS:foo')],
    [
      'a key twice',
      [tag('dup'), tag('dup')],
      'Duplicate Tag Keys provided as input: Duplicate Tag Key found dup',
    ],
    ['more than 50 with those that are there', numbered(50).map((key) => tag(key)), tooMany],
  ])('are refused: %s', async (_, Tags, message) => {
    await expectInvalid(cloud.call('TagResource', { ResourceArn, Tags }), message)
    await expectUnchanged()
  })

  it.each([
    ['no keys', [], 'Atleast one Tag Key needs to be provided as Input.'],
    ['a key of AWS’s own', ['aws:foo'], reservedKey('aws:foo')],
    ['51 keys', numbered(51), tooMany],
  ])('are not taken away by %s', async (_, TagKeys, message) => {
    await expectInvalid(cloud.call('UntagResource', { ResourceArn, TagKeys }), message)
    await expectUnchanged()
  })

  it('are those of a table that is there', async () => {
    const missing = { ResourceArn: `${ResourceArn}-missing` }
    for (const [operation, input] of Object.entries({
      TagResource: { Tags: [tag('a')] },
      UntagResource: { TagKeys: ['a'] },
      ListTagsOfResource: {},
    })) {
      await expectRefusal(
        cloud.call(operation, { ...missing, ...input }),
        'ResourceNotFoundException',
        `Requested resource not found: ResourceArn: ${ResourceArn}-missing not found`,
      )
    }
  })

  it('are those of tables alone', async () => {
    const of = (arn: string) => cloud.call('ListTagsOfResource', { ResourceArn: arn })
    const invalid = 'One or more parameter values were invalid: '
    await expectInvalid(of('tabH'), `${invalid}ARNs must start with 'arn:': tabH`)
    await expectInvalid(
      of(`${ResourceArn}/index/g1`),
      `${invalid}Invalid resource arn provided, only table or stream is accepted. Provided resource arn: ${ResourceArn}/index/g1`,
    )
  })
})
