import { describe, expect, it } from 'vitest'
import { tableWorld } from './testing/table-world.ts'

const S = (text: string) => ({ S: text })

interface Answer {
  readonly Items: readonly Record<string, { readonly S: string }>[]
  readonly ScannedCount: number
}

/** More than two turns of small items, under one key and one key of the global index. */
async function filled() {
  const cloud = await tableWorld()
  const sorts = Array.from({ length: 700 }, (_, at) => String(at).padStart(3, '0'))
  for (let at = 0; at < sorts.length; at += 25) {
    const puts = sorts.slice(at, at + 25).map((sk) => ({
      PutRequest: { Item: { pk: S('p'), sk: S(sk), sk2: S(`2${sk}`), gpk: S('g') } },
    }))
    await cloud.call('BatchWriteItem', { RequestItems: { tabA: puts } })
    await cloud.advance(1_000)
  }
  const read = async (operation: string, input: object): Promise<Answer> =>
    (await cloud.A(operation, input)) as unknown as Answer
  return { ...cloud, sorts, read }
}

const query = {
  KeyConditionExpression: 'pk = :p',
  ExpressionAttributeValues: { ':p': S('p') },
}

describe('a page of many items', () => {
  it('is whole and in order, whichever way it is read', async () => {
    const { read, sorts } = await filled()
    const sortsOf = ({ Items }: Answer) => Items.map((item) => item['sk']?.S)
    const backwards = { ...query, ScanIndexForward: false }
    expect(sortsOf(await read('Query', query))).toEqual(sorts)
    expect(sortsOf(await read('Query', backwards))).toEqual([...sorts].reverse())
    expect(sortsOf(await read('Query', { ...query, IndexName: 'l1' }))).toEqual(sorts)
    expect(sortsOf(await read('Scan', {}))).toEqual(sorts)
    const ofIndex = await read('Scan', { IndexName: 'g1' })
    expect(sortsOf(ofIndex).sort()).toEqual(sorts)
    expect(sortsOf(await read('Query', { ...query, Limit: 650 }))).toEqual(sorts.slice(0, 650))
    const condition = { ...query, KeyConditionExpression: 'pk = :p AND sk BETWEEN :a AND :b' }
    const ExpressionAttributeValues = { ':p': S('p'), ':a': S('010'), ':b': S('650') }
    const between = { ...condition, ExpressionAttributeValues }
    expect(sortsOf(await read('Query', between))).toEqual(sorts.slice(10, 651))
    const back = await read('Query', { ...between, ScanIndexForward: false })
    expect(sortsOf(back)).toEqual(sorts.slice(10, 651).reverse())
  })

  it('lets other calls run while it is read, and may see what they write', async () => {
    const { A, read } = await filled()
    const ended: string[] = []
    const scan = read('Scan', {}).then((answer) => {
      ended.push('scan')
      return answer
    })
    const Item = { pk: S('p'), sk: S('999') }
    const put = A('PutItem', { Item }).then(() => ended.push('put'))
    const { ScannedCount } = await scan
    await put
    expect(ended).toEqual(['put', 'scan'])
    expect(ScannedCount).toBe(701)
  })

  it('lets them run while PartiQL reads it, too', async () => {
    const { call, A } = await filled()
    const ended: string[] = []
    const Statement = 'SELECT sk FROM "tabA"'
    const select = call<{ Items: object[] }>('ExecuteStatement', { Statement }).then((answer) => {
      ended.push('select')
      return answer
    })
    await A('PutItem', { Item: { pk: S('p'), sk: S('999') } }).then(() => ended.push('put'))
    const { Items } = await select
    expect(ended).toEqual(['put', 'select'])
    expect(Items).toHaveLength(701)
    expect(Items.at(-1)).toEqual({ sk: S('999') })
  })

  it('refuses in the end what its table refuses, as a short one does', async () => {
    const { A } = await filled()
    await expect(A('Scan', { ExclusiveStartKey: { pk: S('p') } })).rejects.toMatchObject({
      code: 'ValidationException',
    })
  })
})
