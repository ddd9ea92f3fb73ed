import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random.ts'
import { type Key, keyOf } from './key.ts'
import { memoryStore } from './memory-store.ts'
import { Overlay } from './overlay.ts'
import { readModel } from './store.contract.ts'
import { type Entity, everything } from './store.ts'

const [a, b] = [keyOf('a'), keyOf('b')]

describe('an overlay', () => {
  it('hides what lies below, and leaves it as it is', () => {
    const store = memoryStore()
    void store.commit([{ key: a, value: 1 }])
    const overlay = new Overlay(store)
    overlay.delete(a)
    overlay.put(b, 2)
    expect([...overlay.range(everything)]).toEqual([[b, 2]])
    expect(overlay.count(everything)).toBe(1)
    expect([...store.range(everything)]).toEqual([[a, 1]])
  })

  it('undoes an attempt that throws, and nothing of what came before', () => {
    const overlay = new Overlay(memoryStore())
    overlay.put(a, 1)
    const attempt = () =>
      overlay.attempt(() => {
        overlay.put(a, 2)
        overlay.put(b, 2)
        overlay.put(a, 3)
        throw new Error('no')
      })
    expect(attempt).toThrow('no')
    expect([...overlay.range(everything)]).toEqual([[a, 1]])
    expect([...overlay.writes()]).toEqual([{ key: a, value: 1 }])
  })

  it('undoes an attempt within an attempt that throws later', () => {
    const overlay = new Overlay(memoryStore())
    const attempt = () =>
      overlay.attempt(() => {
        overlay.attempt(() => overlay.put(a, 1))
        throw new Error('no')
      })
    expect(attempt).toThrow('no')
    expect(overlay.isEmpty).toBe(true)
  })

  it.each(['one', 'two', 'three', 'four'])(
    'agrees with a sorted list on random work (%s)',
    (seed) => {
      const random = seededRandom(seed)
      const below = (limit: number) => Math.floor(random.fraction() * limit)
      const key = () => keyOf(`k${below(30)}`)
      const store = memoryStore()
      let overlay = new Overlay(store)
      let model = new Map<Key, Entity>()
      const write = () => {
        const [at, value] = [key(), below(3) === 0 ? undefined : below(1_000)]
        overlay.put(at, value)
        if (value === undefined) model.delete(at)
        else model.set(at, value)
      }
      for (let round = 0; round < 3_000; round++) {
        const said = `seed ${seed}, round ${round}`
        const choice = below(20)
        if (choice === 0) {
          void store.commit([...overlay.writes()])
          overlay = new Overlay(store)
        } else if (choice === 1) {
          const before = new Map(model)
          undo(overlay, () => {
            for (let count = below(5); count > 0; count--) write()
          })
          model = before
        } else write()
        const range = {
          start: below(3) === 0 ? '' : key(),
          end: below(3) === 0 ? '\xff' : key(),
          reverse: below(2) === 0,
          ...(below(2) === 0 && { limit: below(6) }),
        }
        const expected = readModel(model, range)
        expect([...overlay.range(range)], said).toEqual(expected)
        expect(overlay.count(range), said).toBe(expected.length)
        const single = key()
        expect(overlay.get(single), said).toBe(model.get(single))
      }
    },
  )
})

function undo(overlay: Overlay, work: () => void): void {
  try {
    overlay.attempt(() => {
      work()
      throw new Error('undone')
    })
  } catch {
    // It was thrown to that end.
  }
}
