import { expect, it } from 'vitest'
import { seededRandom } from '../../../kernel/random.ts'
import { testPlace } from '../../../../test/support/world.ts'
import { findItem, putItem, deleteItem } from '../items.ts'
import { sizeOfItem } from '../item-size.ts'
import { placeOfKey } from '../keys.ts'
import { dynamodb } from '../service.ts'
import type { DynamodbChange } from '../state.ts'
import { tableWorld } from '../testing/table-world.ts'
import { copiedPerTurnMax } from './backup-limits.ts'
import { copy, copyTable } from './copies.ts'

const items = copiedPerTurnMax * 4

async function copyingWorld(seed: string) {
  const { kernel, bugs } = await tableWorld()
  const call = kernel.cells.of(dynamodb, testPlace).changing as unknown as DynamodbChange
  const { state } = call
  const random = seededRandom(seed)
  /** Below `max`. */
  const pick = (max: number) => Buffer.from(random.bytes(4)).readUInt32BE() % max
  const tableNow = () => {
    const table = state.tables.get('tabH')
    if (!table) throw new Error('no table')
    return table
  }
  const write = (pk: string, v?: string) =>
    kernel.change(() => {
      const table = tableNow()
      const place = placeOfKey(table, { pk: { S: pk } })
      const writing = { call, table, place, old: findItem(state, table, place) }
      const attributes = { pk: { S: pk }, v: { S: v ?? '' } }
      if (v === undefined) deleteItem(writing)
      else putItem(writing, { attributes, size: sizeOfItem(attributes) })
    })
  const contents = (space: string) =>
    Object.fromEntries(
      [...state.items.range({ prefix: [space] })].map(({ attributes: { pk, v } }) => [pk?.S, v?.S]),
    )
  return {
    state,
    bugs,
    tableNow,
    write,
    contents,
    pick,
    start: () => kernel.change(() => copyTable(call, tableNow(), { target: 'copy' })),
    /** One turn of the copy. */
    turn: () =>
      kernel.change(() =>
        copy.run({
          ...call,
          key: 'copy',
          data: undefined,
          dueMs: 0,
          prepared: undefined,
          // As on a busy machine: a turn may be over after any of its items.
          isTurnOver: () => pick(100) === 0,
        }),
      ),
  }
}

it.each(['one', 'two', 'three', 'four'])(
  'a copy is of the items as they were when it began, whatever is written between its turns: %s',
  async (seed) => {
    const { write, contents, pick, start, turn, state, tableNow, bugs } = await copyingWorld(seed)
    for (let n = 0; n < items; n++) write(`k${n}`, 'before')
    const { id } = tableNow()
    const before = contents(id)
    start()
    let turns = 0
    while (state.copies.get('copy')) {
      for (let n = 0; n < 40 && turns < 12; n++) {
        const key = `k${pick(items * 1.2)}`
        write(key, pick(3) === 0 ? undefined : `${turns} ${n}`)
        if (pick(2) === 0) write(key, pick(2) === 0 ? undefined : 'again')
      }
      turn()
      turns++
    }
    expect(contents('copy')).toEqual(before)
    expect(contents(id)).not.toEqual(before)
    expect(turns).toBeGreaterThan(12)
    expect(tableNow().keepsHistory).toBeUndefined()
    expect(bugs).toEqual([])
  },
)
