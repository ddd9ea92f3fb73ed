import { expect, it } from 'vitest'
import { figuresMs } from './limits.ts'
import { tableWorld } from './testing/table-world.ts'

const S = (text: string) => ({ S: text })

async function withItems(count: number) {
  const cloud = await tableWorld()
  for (let at = 0; at < count; at += 25) {
    const numbers = Array.from({ length: Math.min(25, count - at) }, (_, one) => at + one)
    const puts = numbers.map((number) => ({
      PutRequest: {
        Item: {
          pk: S(String(number % 7)),
          sk: S(String(number)),
          ...(number % 2 && { gpk: S('g') }),
        },
      },
    }))
    await cloud.call('BatchWriteItem', { RequestItems: { tabA: puts } })
    await cloud.advance(1_000)
  }
  const figures = async () => {
    const { Table: table } = (await cloud.A('DescribeTable')) as unknown as {
      Table: {
        ItemCount: number
        TableSizeBytes: number
        GlobalSecondaryIndexes: { ItemCount: number; IndexSizeBytes: number }[]
      }
    }
    const [index] = table.GlobalSecondaryIndexes
    return [table.ItemCount, table.TableSizeBytes, index?.ItemCount, index?.IndexSizeBytes]
  }
  return { ...cloud, figures }
}

it('ItemCount and sizes are those of up to six hours ago', async () => {
  const { figures, advance } = await withItems(3)
  expect(await figures()).toEqual([0, 0, 0, 0])
  await advance(figuresMs)
  // pk + 1 and sk + 1 bytes each, and one that has gpk + 1.
  expect(await figures()).toEqual([3, 22, 1, 10])
})

it('a table of many items is counted a piece at a time, and shows its old figures until then', async () => {
  const { figures, advance, settle } = await withItems(2_300)
  await advance(figuresMs)
  expect(await figures()).toEqual([0, 0, 0, 0])
  await settle()
  const [items, bytes, ofIndex] = await figures()
  expect([items, ofIndex]).toEqual([2_300, 1_150])
  expect(bytes).toBe(2_300 * 5 + 10 + 90 * 2 + 900 * 3 + 1_300 * 4 + 1_150 * 4)
})
