/** How a store is replaced by another one; `memory-store.test.ts` and `data-directory.test.ts` run it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keyOf } from './key.ts'
import { everything, type Store } from './store.ts'

export interface OpenedWhole {
  readonly store: Store
  end(): Promise<void>
}

export function describeSuccessor(name: string, open: () => Promise<OpenedWhole>): void {
  describe(`${name}: a successor`, () => {
    let opened: OpenedWhole
    let store: Store
    beforeEach(async () => {
      opened = await open()
      store = opened.store
      await store.commit([
        { key: keyOf('a'), value: 'old' },
        { key: keyOf('b'), value: 'old' },
      ])
    })
    afterEach(() => opened.end())

    const entries = () => [...store.range(everything)]
    const old = [
      [keyOf('a'), 'old'],
      [keyOf('b'), 'old'],
    ]
    const next = [
      [keyOf('a'), 'new'],
      [keyOf('c'), 'new'],
    ]
    async function prepared() {
      const successor = await store.successor()
      await successor.commit([{ key: keyOf('a'), value: 'new' }])
      await successor.commit([{ key: keyOf('c'), value: 'new' }])
      await successor.flush()
      return successor
    }

    it('is not seen before it takes the place', async () => {
      const successor = await prepared()
      expect(entries()).toEqual(old)
      expect(store.get(keyOf('a'))).toBe('old')
      successor.takePlace()
      expect(entries()).toEqual(next)
      expect(store.get(keyOf('a'))).toBe('new')
      await store.commit([{ key: keyOf('a'), value: undefined }])
      expect(entries()).toEqual(next.slice(1))
    })

    it('that is given up changes nothing', async () => {
      const successor = await prepared()
      await successor.drop()
      expect(entries()).toEqual(old)
    })

    it('takes no part in what is written to the store, and loses it', async () => {
      const successor = await prepared()
      const written = store.commit([{ key: keyOf('b'), value: 'late' }])
      successor.takePlace()
      await written
      expect(entries()).toEqual(next)
    })

    it('leaves frozen entries as they were, however late they are read', async () => {
      const frozen = store.frozen()
      const successor = await prepared()
      successor.takePlace()
      await store.commit([{ key: keyOf('d'), value: 1 }])
      expect([...frozen]).toEqual(old)
      frozen.release()
      expect(store.count(everything)).toBe(3)
    })

    it('can be one of several, each after the other', async () => {
      const [first, second] = [await prepared(), await store.successor()]
      first.takePlace()
      second.takePlace()
      expect(entries()).toEqual([])
    })
  })
}
