/** What single writes answer of the item, and what AWS says of answers that there aren't. */
import { beforeEach, describe, expect, it } from 'vitest'
import { expectInvalid, tableWorld } from './testing/table-world.ts'

const Key = { pk: { S: 'a' } }
const old = { ...Key, n: { N: '1' }, m: { M: { x: { N: '1' }, y: { N: '2' } } } }

describe('a single write', () => {
  let cloud: Awaited<ReturnType<typeof tableWorld>>

  beforeEach(async () => {
    cloud = await tableWorld()
    await cloud.H('PutItem', { Item: old })
  })

  it.each([
    ['PutItem', { Item: Key }, 'ALL_NEW'],
    ['PutItem', { Item: Key }, 'UPDATED_OLD'],
    ['DeleteItem', { Key }, 'ALL_NEW'],
    ['DeleteItem', { Key }, 'UPDATED_NEW'],
  ])(
    'by %s answers the old item or nothing: %j, not %s',
    async (operation, input, ReturnValues) => {
      await expectInvalid(
        cloud.call(operation, { TableName: 'missing', ...input, ReturnValues }),
        '1 validation error detected: ReturnValues can only be ALL_OLD or NONE',
      )
    },
  )

  const update = {
    Key,
    UpdateExpression: 'SET n = n + :one, m.x = :one, z = :one',
    ExpressionAttributeValues: { ':one': { N: '1' } },
  }
  const next = {
    ...old,
    n: { N: '2' },
    z: { N: '1' },
  }

  it.each([
    ['NONE', undefined],
    ['ALL_OLD', old],
    ['ALL_NEW', next],
    ['UPDATED_OLD', { n: { N: '1' }, m: { M: { x: { N: '1' } } } }],
    ['UPDATED_NEW', { n: { N: '2' }, m: { M: { x: { N: '1' } } }, z: { N: '1' } }],
  ])('by UpdateItem answers %s', async (ReturnValues, Attributes) => {
    const answer = await cloud.H('UpdateItem', { ...update, ReturnValues })
    expect(answer).toEqual(Attributes ? { Attributes } : {})
  })

  it.each(['PutItem', 'DeleteItem', 'UpdateItem'])(
    'by %s of a new item answers no old one',
    async (operation) => {
      const absent = { pk: { S: 'absent' } }
      const about = operation === 'PutItem' ? { Item: absent } : { Key: absent }
      expect(await cloud.H(operation, { ...about, ReturnValues: 'ALL_OLD' })).toEqual({})
    },
  )

  it.each([
    [
      'shows the item when asked to',
      { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' },
      { Item: old },
    ],
    ['hides the item otherwise', {}, {}],
  ])('whose condition fails %s', async (_, more, members) => {
    for (const [operation, about] of Object.entries({
      PutItem: { Item: Key },
      DeleteItem: { Key },
      UpdateItem: { Key },
    })) {
      const ConditionExpression = 'attribute_not_exists(pk)'
      await expect(
        cloud.H(operation, { ...about, ConditionExpression, ...more }),
      ).rejects.toMatchObject({
        code: 'ConditionalCheckFailedException',
        status: 400,
        message: 'The conditional request failed',
        members,
      })
    }
    expect(await cloud.H('GetItem', { Key })).toEqual({ Item: old })
  })

  it('of nothing makes the bare item', async () => {
    await cloud.H('UpdateItem', { Key: { pk: { S: 'bare' } } })
    expect(await cloud.H('GetItem', { Key: { pk: { S: 'bare' } } })).toEqual({
      Item: { pk: { S: 'bare' } },
    })
  })
})
