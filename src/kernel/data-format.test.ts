import { describe, expect, it } from 'vitest'
import { testPlace, world } from '../../test/support/world.ts'
import { type AnyCollectionSpec, collection, defineState } from './collection.ts'
import { operation } from './operation.ts'
import { defineService, operationsOn } from './service.ts'
import { keyOf } from './store/key.ts'
import { memoryStore } from './store/memory-store.ts'
import { everything, type Store, type Write } from './store/store.ts'

interface Old {
  readonly name: string
  readonly size: string
}

interface New {
  readonly id: string
  readonly size: number
}

const first = collection({
  version: 1,
  key: (old: Old) => [old.name],
  indexes: { size: (old: Old) => [old.size], gone: (old: Old) => [old.name] },
})

const second = collection({
  version: 2,
  key: (now: New) => [now.id],
  indexes: { size: (now: New) => [now.size] },
  upgrade: (old, version) => {
    const { name, size } = old as Old
    return { id: `${name} of ${version}`, size: Number(size) }
  },
})

/** A service that puts, and lists by the index `size`, whatever its collection is. */
function boxes(spec: AnyCollectionSpec) {
  const state = defineState({ boxes: spec, others: first })
  const on = operationsOn(state)
  const put = on(operation<{ box: object }, object>('boxes', 'Put'), {
    resource: () => '*',
    run({ input, state }) {
      state.boxes.put(input.box)
      return {}
    },
  })
  const list = on(operation<object, { boxes?: readonly unknown[] }>('boxes', 'List'), {
    resource: () => '*',
    run: ({ state }) => ({ boxes: [...state.boxes.index('size').range()] }),
  })
  return defineService({ name: 'boxes', state, operations: [put, list] })
}

async function filled(count: number, store: Store = memoryStore()) {
  const { call } = world({ services: [boxes(first)], store })
  for (let at = 0; at < count; at++) {
    const place = { account: `00000000000${at % 3}`, region: at % 2 ? 'us-east-1' : 'eu-west-1' }
    await call('Put', { box: { name: `n${at}`, size: `${count - at}` } }, { place })
  }
  return store
}

describe('a collection of an older version', () => {
  it('is brought to the present one in every cell, indexes and all, when it is first used', async () => {
    const store = await filled(6)
    const { call } = world({ services: [boxes(second)], store })
    const place = { account: '000000000000', region: 'eu-west-1' }
    expect(await call('List', {}, { place })).toEqual({ boxes: [{ id: 'n0 of 1', size: 6 }] })
    const fresh = memoryStore()
    const again = world({ services: [boxes(second)], store: fresh })
    for (let at = 0; at < 6; at++) {
      const place = { account: `00000000000${at % 3}`, region: at % 2 ? 'us-east-1' : 'eu-west-1' }
      await again.call('Put', { box: { id: `n${at} of 1`, size: 6 - at } }, { place })
    }
    const record = [keyOf('kernel', 'versions', 'boxes', 'boxes'), { version: 2 }]
    expect([...store.range(everything)]).toEqual([...fresh.range(everything)])
    expect(store.get(record[0] as string)).toEqual(record[1])
  })

  it('is upgraded to the end though the process dies between batches', async () => {
    const whole = await filled(5_000)
    const entries = [...whole.range(everything)].map(([key, value]): Write => ({ key, value }))
    const upgraded = async (store: Store) => {
      await world({ services: [boxes(second)], store }).call('List')
      return [...store.range(everything)]
    }
    const expected = await upgraded(whole)
    for (const batches of [1, 2, 4, 8]) {
      const store = memoryStore()
      void store.commit(entries)
      await expect(upgraded(dyingAfter(batches, store))).rejects.toThrow('killed')
      expect(await upgraded(store), `${batches} batches`).toEqual(expected)
    }
  })

  it('of a newer version is refused, and left as it is', async () => {
    const store = await filled(3)
    await world({ services: [boxes(second)], store }).call('List')
    const before = [...store.range(everything)]
    await expect(world({ services: [boxes(first)], store }).call('List')).rejects.toMatchObject({
      name: 'StorageError',
      kind: 'newer',
      message:
        'What is stored of boxes was written by a newer version of Kasane (boxes has version 2, this one reads up to 1). Nothing was changed.',
    })
    expect([...store.range(everything)]).toEqual(before)
  })

  it('from which no way leads is refused', async () => {
    const store = await filled(1)
    const { upgrade: _upgrade, ...withoutWay } = second
    await expect(
      world({ services: [boxes(withoutWay)], store }).call('List'),
    ).rejects.toMatchObject({
      kind: 'damaged',
      message: "Nothing reads version 1 of boxes's boxes any more.",
    })
  })

  it('that holds nothing needs no way', async () => {
    const { call } = world({ services: [boxes(second)] })
    expect(await call('List', {}, { place: testPlace })).toEqual({ boxes: [] })
  })
})

function dyingAfter(batches: number, store: Store): Store {
  let left = batches
  return {
    ...store,
    commit(batch) {
      if (left-- === 0) throw new Error('killed')
      return store.commit(batch)
    },
  }
}
