import { describe, expect, it } from 'vitest'
import { keyOf } from '../../kernel/store/key.ts'
import { PreparedJson } from '../../kernel/prepared-json.ts'
import { readAttributeJson, writeAttributes, writeSized } from './attribute-json.ts'
import { type Attributes, mapOf } from './attribute-value.ts'
import type { Item } from './state.ts'
import { answered } from './projection.ts'
import { itemForm } from './stored-item.ts'

const attributes: Attributes = mapOf([
  ['', { S: '' }],
  ['__proto__', { S: 'a "text" \\ with {"B":"AAAA"} in it \u0000 \ud800 é' }],
  ['constructor', { S: 'x'.repeat(100) }],
  ['N', { N: '-1.5' }],
  ['B', { B: Uint8Array.of(0, 255) }],
  ['empty', { B: new Uint8Array(0) }],
  ['yes', { BOOL: true }],
  ['no', { BOOL: false }],
  ['null', { NULL: true }],
  ['SS', { SS: ['b', 'a"'] }],
  ['NS', { NS: ['2', '1'] }],
  ['BS', { BS: [Uint8Array.of(1), new Uint8Array(0)] }],
  ['M', { M: mapOf([['B', { M: mapOf([['B', { B: Uint8Array.of(9) }]]) }]]) }],
  ['L', { L: [{ L: [] }, { BS: [Uint8Array.of(7)] }, { S: 'B' }] }],
])

describe('attributes written as JSON', () => {
  it('come back as they were, whatever their names and types', () => {
    const read = readAttributeJson(writeAttributes(attributes))
    expect(Object.entries(read)).toEqual(Object.entries(attributes))
  })

  it('are what answers say', () => {
    expect(writeAttributes(mapOf([['a', { B: Uint8Array.of(1, 2) }]]))).toBe('{"a":{"B":"AQI="}}')
    expect(writeAttributes({})).toBe('{}')
    expect(writeSized(2, mapOf([['a', { S: '"' }]]))).toBe('[2,{"a":{"S":"\\""}}]')
  })
})

describe('a stored item', () => {
  const item: Item = { table: 't', partition: 'p', sort: Uint8Array.of(3), attributes, size: 42 }
  const kept = itemForm.keep(item)
  const opened = itemForm.open(kept, keyOf('t', 'p', Uint8Array.of(3)))

  it('is its size and the JSON of its attributes', () => {
    expect(kept).toBe(`[42,${writeAttributes(attributes)}]`)
    const asGiven = itemForm.keep({ ...item, json: '{"given":1}' })
    expect(asGiven).toBe('[42,{"given":1}]')
  })

  it('tells what it holds and where it lies', () => {
    const { table, partition, sort, size } = opened
    expect({ table, partition, sort, size }).toEqual({
      table: 't',
      partition: 'p',
      sort: Uint8Array.of(3),
      size: 42,
    })
    expect(Object.entries(opened.attributes)).toEqual(Object.entries(attributes))
    expect(itemForm.open(kept, keyOf('t', 'p')).sort).toBeUndefined()
  })

  it('is answered as it lies there where JSON is written, and as attributes elsewhere', () => {
    const asJson: unknown = answered(opened, undefined, { writesJson: true })
    expect(asJson).toEqual(new PreparedJson(writeAttributes(attributes)))
    expect(answered(opened, undefined, {})).toBe(opened.attributes)
    expect(answered(item, undefined, { writesJson: true })).toBe(attributes)
    const paths = [{ kind: 'path' as const, steps: ['N'] }]
    expect({ ...answered(opened, paths, { writesJson: true }) }).toEqual({ N: { N: '-1.5' } })
  })
})
