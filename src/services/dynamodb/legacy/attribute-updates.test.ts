/** `AttributeUpdates`: what AWS says of what it refuses, and what becomes of an item. */
import { describe, expect, it } from 'vitest'
import { expectInvalid, tableWorld } from '../testing/table-world.ts'

const S = (text: string) => ({ S: text })
const N = (number: number) => ({ N: String(number) })
const Key = { pk: S('p') }
const before = '1 validation error detected: One or more parameter values were invalid: '
const item = {
  n: N(1),
  s: S('s'),
  ss: { SS: ['a', 'b'] },
  l: { L: [N(1)] },
}

describe('an older update', () => {
  const filled = async () => {
    const cloud = await tableWorld()
    await cloud.H('PutItem', { Item: { ...Key, ...item } })
    return cloud
  }

  it.each([
    [{}, 'Only DELETE action is allowed when no attribute value is specified'],
    [{ Action: 'PUT' }, 'Only DELETE action is allowed when no attribute value is specified'],
    [{ Action: 'ADD' }, 'Only DELETE action is allowed when no attribute value is specified'],
    ...[
      S('x'),
      N(1),
      { B: new Uint8Array([1]) },
      { BOOL: true },
      { NULL: true },
      { L: [] },
      { M: {} },
    ].map(
      (Value) =>
        [
          { Action: 'DELETE', Value },
          `DELETE action with value is not supported for the type ${Object.keys(Value)[0]}`,
        ] as const,
    ),
    ...[S('x'), { B: new Uint8Array([1]) }, { BOOL: true }, { NULL: true }, { M: {} }].map(
      (Value) =>
        [
          { Action: 'ADD', Value },
          `ADD action is not supported for the type ${Object.keys(Value)[0]}`,
        ] as const,
    ),
  ] as (readonly [object, string])[])(
    'that AWS refuses, before it looks for the table: %j',
    async (a, message) => {
      const { call } = await tableWorld()
      await expectInvalid(
        call('UpdateItem', { TableName: 'missing', Key, AttributeUpdates: { a } }),
        before + message,
      )
    },
  )

  it.each([
    [{ s: { Action: 'ADD', Value: N(1) } }, 'Type mismatch for attribute to update'],
    [{ n: { Action: 'ADD', Value: { SS: ['a'] } } }, 'Type mismatch for attribute to update'],
    [{ ss: { Action: 'ADD', Value: { NS: ['1'] } } }, 'Type mismatch for attribute to update'],
    [{ s: { Action: 'DELETE', Value: { SS: ['a'] } } }, 'Type mismatch for attribute to update'],
    [
      { pk: { Value: S('q') } },
      'One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key',
    ],
  ])(
    'that does not fit its item is refused and changes nothing: %j',
    async (AttributeUpdates, message) => {
      const { H } = await filled()
      await expectInvalid(H('UpdateItem', { Key, AttributeUpdates }), message)
      expect(await H('GetItem', { Key })).toEqual({ Item: { ...Key, ...item } })
    },
  )

  it.each([
    [{ n: { Value: N(2) } }, { n: N(2) }],
    [{ n: { Action: 'ADD', Value: N(2) } }, { n: N(3) }],
    [{ x: { Action: 'ADD', Value: N(2) } }, { x: N(2) }],
    [{ ss: { Action: 'ADD', Value: { SS: ['b', 'c'] } } }, { ss: { SS: ['a', 'b', 'c'] } }],
    [{ ss: { Action: 'DELETE', Value: { SS: ['a'] } } }, { ss: { SS: ['b'] } }],
    [{ ss: { Action: 'DELETE', Value: { SS: ['a', 'b'] } } }, { ss: undefined }],
    [{ x: { Action: 'DELETE', Value: { SS: ['a'] } } }, {}],
    [{ n: { Action: 'DELETE' } }, { n: undefined }],
    [{ x: { Action: 'DELETE' } }, {}],
    [{ l: { Action: 'ADD', Value: { L: [N(2)] } } }, { l: { L: [N(1), N(2)] } }],
    [{ x: { Action: 'ADD', Value: { L: [N(2)] } } }, { x: { L: [N(2)] } }],
  ])('is carried out: %j', async (AttributeUpdates, changed) => {
    const { H } = await filled()
    await H('UpdateItem', { Key, AttributeUpdates })
    expect((await H('GetItem', { Key }))['Item']).toEqual({ ...Key, ...item, ...changed })
  })
})
