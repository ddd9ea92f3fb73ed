/** Random writes of single items, each with what it means: when it is let be done, and what it leaves. */
import type { AttributeValue } from '../../src/generated/dynamodb.ts'
import { type Item, sizeOf, type TableModel } from './dynamodb-model.ts'

export type Below = (count: number) => number

/** What a call is refused with, ahead of its condition. */
export class Refused extends Error {}

export interface RandomWrite {
  readonly kind: 'Put' | 'Update' | 'Delete' | 'ConditionCheck'
  readonly table: TableModel
  readonly key: Item
  /** As a transaction has it. */
  readonly request: Readonly<Record<string, unknown>>
  isMet(old: Item | undefined): boolean
  /** @throws Refused */
  next(old: Item | undefined): Item | undefined
  /** Top attributes that an update changes. */
  readonly touched: readonly string[]
}

const S = (text: string): AttributeValue => ({ S: text })
const N = (number: number): AttributeValue => ({ N: String(number) })

export interface Choice {
  readonly below: Below
  readonly table: TableModel
  readonly key: Item
  readonly nowMs: number
}

export function randomWrite(choice: Choice, kinds: readonly RandomWrite['kind'][]): RandomWrite {
  const { below, table, key } = choice
  const kind = kinds[below(kinds.length)] ?? 'Put'
  const condition = kind === 'ConditionCheck' || below(3) === 0 ? randomCondition(below) : undefined
  const change = kind === 'Put' ? randomItem(choice) : randomUpdate(choice)
  const about = kind === 'Put' ? { Item: change.next(undefined) } : { Key: key }
  const isUpdate = kind === 'Update'
  const values = { ...(isUpdate && change.values), ...condition?.values }
  return {
    kind,
    table,
    key,
    request: {
      TableName: table.name,
      ...about,
      ...(isUpdate && { UpdateExpression: change.text }),
      ...(condition && { ConditionExpression: condition.text }),
      ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    },
    isMet: (old) => condition?.isMet(old ?? {}) ?? true,
    next(old) {
      if (kind === 'ConditionCheck') return old
      return kind === 'Delete' ? undefined : change.next(isUpdate ? (old ?? key) : undefined)
    },
    touched: isUpdate ? change.touched : [],
  }
}

interface Change {
  readonly text?: string
  readonly values?: Item
  readonly touched: readonly string[]
  next(old: Item | undefined): Item
}

function body(below: Below): AttributeValue {
  return S('é'.repeat(below(2)) + 'x'.repeat(1_024 * below(3) + below(60)))
}

/** As much as brings an item to the border of a unit, or a byte beyond it. */
function filling(item: Item, below: Below): AttributeValue {
  const missing = 1_024 * (1 + below(3)) + below(2) - sizeOf(item) - 'body'.length
  return S('x'.repeat(missing))
}

function randomItem({ below, key, nowMs }: Choice): Change {
  const small: Item = {
    ...key,
    ...(below(4) > 0 && { v: N((below(2_000) - 1_000) * 10 ** below(3)) }),
    ...(below(2) === 0 && { g: S(`g${below(3)}`) }),
    ...(below(2) === 0 && { l: S(`l${below(5)}`) }),
    ...(below(4) === 0 && { tags: { SS: ['a', 'b', 'c'].slice(below(3)) } }),
    ...(below(5) === 0 && { expiry: N(Math.floor(nowMs / 1_000) + below(3_600)) }),
  }
  const item = below(2) === 0 ? small : { ...small, body: filling(small, below) }
  return { touched: [], next: () => item }
}

function randomUpdate({ below, nowMs, table }: Choice): Change {
  const n = below(200) - 100
  const changes: readonly (() => Change)[] = [
    () => changing('ADD v :n', { ':n': N(n) }, 'v', (v) => N(Number(v?.N ?? 0) + n)),
    () =>
      changing('SET v = if_not_exists(v, :z) + :n', { ':n': N(n), ':z': N(7) }, 'v', (v) =>
        N(Number(v?.N ?? 7) + n),
      ),
    () =>
      changing('SET v = v - :n', { ':n': N(n) }, 'v', (v) => {
        if (!v) {
          throw new Refused(
            'The provided expression refers to an attribute that does not exist in the item',
          )
        }
        return N(Number(v.N) - n)
      }),
    () => setting('g', S(`g${below(3)}`)),
    () => setting('l', S(`l${below(5)}`)),
    () => setting('body', body(below)),
    () => setting('expiry', N(Math.floor(nowMs / 1_000) + below(3_600))),
    () => {
      const name = ['g', 'l', 'v', 'body', 'expiry', 'tags'][below(6)] ?? 'g'
      return changing(`REMOVE ${name}`, {}, name, () => undefined)
    },
    () => {
      const tag = 'abc'.charAt(below(3))
      return changing('ADD tags :t', { ':t': { SS: [tag] } }, 'tags', (tags) => ({
        SS: [...new Set([...(tags?.SS ?? []), tag])],
      }))
    },
    () => {
      const tag = 'abc'.charAt(below(3))
      return changing('DELETE tags :t', { ':t': { SS: [tag] } }, 'tags', (tags) => {
        const left = (tags?.SS ?? []).filter((one) => one !== tag)
        return left.length > 0 ? { SS: left } : undefined
      })
    },
    () =>
      changing(
        'SET seen = list_append(if_not_exists(seen, :none), :one)',
        { ':none': { L: [] }, ':one': { L: [N(n)] } },
        'seen',
        (seen) => ({ L: [...(seen?.L ?? []), N(n)] }),
      ),
    () => {
      const { next, ...rest } = setting('l', { BOOL: true })
      return {
        ...rest,
        next(old) {
          const isKey = table.indexes.some(({ keys }) => keys.includes('l'))
          if (!isKey) return next(old)
          throw new Refused(
            'The update expression attempted to update the secondary index key to unsupported type',
          )
        },
      }
    },
  ]
  const one = changes[below(table.indexes.length === 0 ? 11 : 12)]?.()
  return one ?? setting('v', N(n))
}

function setting(name: string, value: AttributeValue): Change {
  return changing(`SET ${name} = :x`, { ':x': value }, name, () => value)
}

function changing(
  text: string,
  values: Item,
  name: string,
  work: (old: AttributeValue | undefined) => AttributeValue | undefined,
): Change {
  return {
    text,
    values,
    touched: [name],
    next(old = {}) {
      const { [name]: present, ...rest } = old
      const value = work(present)
      return value ? { ...rest, [name]: value } : rest
    },
  }
}

interface Condition {
  readonly text: string
  readonly values: Item
  isMet(item: Item): boolean
}

function randomCondition(below: Below): Condition {
  const one = simpleCondition(below, 0)
  switch (below(4)) {
    case 0:
      return { ...one, text: `NOT ${one.text}`, isMet: (item) => !one.isMet(item) }
    case 1: {
      const two = simpleCondition(below, 1)
      const isAnd = below(2) === 0
      return {
        text: `(${one.text}) ${isAnd ? 'AND' : 'or'} ${two.text}`,
        values: { ...one.values, ...two.values },
        isMet: (item) =>
          isAnd ? one.isMet(item) && two.isMet(item) : one.isMet(item) || two.isMet(item),
      }
    }
    default:
      return one
  }
}

function simpleCondition(below: Below, at: number): Condition {
  const [x, y] = [`:x${at}`, `:y${at}`]
  const n = below(2_000) - 1_000
  const text = `g${below(3)}`
  const number = (item: Item) => (item['v'] ? Number(item['v'].N) : Number.NaN)
  const all: readonly Condition[] = [
    { text: 'attribute_not_exists(pk)', values: {}, isMet: (item) => !item['pk'] },
    { text: 'attribute_exists(g)', values: {}, isMet: (item) => item['g'] !== undefined },
    { text: `v < ${x}`, values: { [x]: N(n) }, isMet: (item) => number(item) < n },
    { text: `${x} <= v`, values: { [x]: N(n) }, isMet: (item) => number(item) >= n },
    { text: `g = ${x}`, values: { [x]: S(text) }, isMet: (item) => item['g']?.S === text },
    { text: `g <> ${x}`, values: { [x]: S(text) }, isMet: (item) => item['g']?.S !== text },
    {
      text: `v BETWEEN ${x} AND ${y}`,
      values: { [x]: N(n), [y]: N(n + 500) },
      isMet: (item) => number(item) >= n && number(item) <= n + 500,
    },
    {
      text: `size(body) > ${x}`,
      values: { [x]: N(500) },
      isMet: (item) => item['body']?.S !== undefined && item['body'].S.length > 500,
    },
    {
      text: `contains(tags, ${x})`,
      values: { [x]: S('b') },
      isMet: (item) => item['tags']?.SS?.includes('b') ?? false,
    },
    {
      text: `begins_with(l, ${x})`,
      values: { [x]: S('l1') },
      isMet: (item) => item['l']?.S?.startsWith('l1') ?? false,
    },
    {
      text: `l IN (${x}, ${y})`,
      values: { [x]: S('l1'), [y]: S('l3') },
      isMet: (item) => item['l']?.S === 'l1' || item['l']?.S === 'l3',
    },
  ]
  return all[below(all.length)] ?? { text: 'attribute_exists(pk)', values: {}, isMet: Boolean }
}
