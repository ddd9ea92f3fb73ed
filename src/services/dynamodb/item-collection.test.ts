import { describe, expect, it } from 'vitest'
import { itemCollectionBytes } from './limits.ts'
import { expectRefusal, tableWorld } from './testing/table-world.ts'

const S = (S: string) => ({ S })
const place = { account: '123456789012', region: 'us-east-1', partition: 'aws' }

/** The table's local index holds keys alone; its collections take so many bytes at most. */
async function limitedWorld(value: number) {
  const cloud = await tableWorld()
  const { service, name } = itemCollectionBytes
  cloud.kernel.change(() => cloud.kernel.quotas.set(place, { service, name, value }))
  const put = (pk: string, sk: string, more: object = {}) =>
    cloud.A('PutItem', { Item: { pk: S(pk), sk: S(sk), ...more } })
  return { ...cloud, put }
}

const filling = (bytes: number) => ({ v: S('x'.repeat(bytes - 1)) })

const expectTooLarge = (call: Promise<unknown>) =>
  expectRefusal(call, 'ItemCollectionSizeLimitExceededException', 'Collection size exceeded')

describe('an item collection of a table with a local index', () => {
  it('is no larger than it may be, entries in the index included', async () => {
    const { put, A } = await limitedWorld(1_000)
    // 'pk' 'a' 'sk' '1': six bytes.
    await put('a', '1', filling(494))
    await put('a', '2', filling(490))
    await expectTooLarge(put('a', '3'))
    expect(await A('GetItem', { Key: { pk: S('a'), sk: S('3') } })).toEqual({})
    await put('b', '1', filling(494))
    await put('a', '2', filling(400))
    await put('a', '3')
    // Its entry: the keys of table and index once more.
    await put('c', '1', filling(970))
    await expectTooLarge(put('c', '1', { ...filling(970), sk2: S('x'.repeat(10)) }))
  })

  it('shrinks by what is deleted, and deletions are never refused', async () => {
    const { put, A } = await limitedWorld(100)
    await put('a', '1', filling(90))
    await expectTooLarge(put('a', '2'))
    await A('DeleteItem', { Key: { pk: S('a'), sk: S('1') } })
    await put('a', '2')
  })

  it('cancels a transaction that would make it too large', async () => {
    const { call, put } = await limitedWorld(100)
    await put('a', '1', filling(80))
    const item = (sk: string, more: object) => ({
      Put: { TableName: 'tabA', Item: { pk: S('a'), sk: S(sk), ...more } },
    })
    await expect(
      call('TransactWriteItems', { TransactItems: [item('2', {}), item('3', filling(50))] }),
    ).rejects.toMatchObject({
      code: 'TransactionCanceledException',
      members: {
        CancellationReasons: [
          { Code: 'None' },
          { Code: 'ItemCollectionSizeLimitExceeded', Message: 'Collection size exceeded' },
        ],
      },
    })
  })

  it('refuses a batch, and nothing of it is written', async () => {
    const { call, put, A } = await limitedWorld(100)
    await put('a', '1', filling(80))
    const PutRequest = (sk: string, more: object) => ({
      PutRequest: { Item: { pk: S('a'), sk: S(sk), ...more } },
    })
    await expectTooLarge(
      call('BatchWriteItem', {
        RequestItems: { tabA: [PutRequest('2', {}), PutRequest('3', filling(50))] },
      }),
    )
    expect(await A('Scan', { Select: 'COUNT' })).toMatchObject({ Count: 1 })
  })
})

it('tables without local indexes have no such limit', async () => {
  const { H, kernel } = await tableWorld()
  const { service, name } = itemCollectionBytes
  kernel.change(() => kernel.quotas.set(place, { service, name, value: 1 }))
  expect(await H('PutItem', { Item: { pk: S('a'), ...filling(1_000) } })).toEqual({})
})
