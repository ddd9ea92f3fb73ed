/** What every store must do; `memory-store.test.ts` and `lmdb-store.test.ts` run it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { seededRandom } from '../random.ts'
import { afterPrefix, type Key, keyBytesMax, keyOf } from './key.ts'
import { type BaseStore, type Entity, everything, type Range, type Write } from './store.ts'

export interface OpenedStore {
  readonly store: BaseStore
  /** Closes it and removes what it kept. */
  end(): Promise<void>
}

export function describeStore(name: string, open: () => Promise<OpenedStore>): void {
  describe(name, () => {
    let opened: OpenedStore
    let store: BaseStore
    beforeEach(async () => {
      opened = await open()
      store = opened.store
    })
    afterEach(() => opened.end())

    const put = (...keys: readonly Key[]) =>
      store.commit(keys.map((key) => ({ key, value: { key } })))
    const keysIn = (range: Partial<Range> = {}) =>
      [...store.range({ ...everything, ...range })].map(([key]) => key)

    it('gives back what was put, and undefined for what was not', async () => {
      await store.commit([{ key: keyOf('a'), value: { name: 'a' } }])
      expect(store.get(keyOf('a'))).toEqual({ name: 'a' })
      expect(store.get(keyOf('b'))).toBeUndefined()
    })

    it('sees a batch as soon as commit returns, before its promise is kept', async () => {
      const done = store.commit([{ key: keyOf('a'), value: 1 }])
      expect(store.get(keyOf('a'))).toBe(1)
      expect(keysIn()).toEqual([keyOf('a')])
      const deleted = store.commit([{ key: keyOf('a'), value: undefined }])
      expect(store.get(keyOf('a'))).toBeUndefined()
      expect(store.count(everything)).toBe(0)
      await Promise.all([done, deleted])
      expect(store.get(keyOf('a'))).toBeUndefined()
    })

    it('takes the last of several writes to one key', async () => {
      const key = keyOf('a')
      await store.commit([
        { key, value: 1 },
        { key, value: undefined },
        { key, value: 2 },
      ])
      expect(store.get(key)).toBe(2)
    })

    it('deletes what is not there without complaint', async () => {
      await store.commit([{ key: keyOf('a'), value: undefined }])
      expect(keysIn()).toEqual([])
    })

    it('orders text by its UTF-8 bytes, numbers by value, bytes as bytes', async () => {
      const ordered = [
        ...['', 'a', 'a\u0000', 'a\u0000b', 'a\u0001', 'aa', 'b', 'é', '\u{ffff}', '\u{10000}'],
        ...[-Infinity, -1e300, -2, -1, -0.5, 0, 5e-324, 1, 1.5, 2, 1e300, Infinity],
      ].map((part) => keyOf('x', part))
      const bytes = [[], [0], [0, 0], [0, 1], [1], [255], [255, 0]].map((part) =>
        keyOf('w', Uint8Array.from(part)),
      )
      const expected = [...bytes, ...ordered]
      await put(...expected.toReversed())
      expect(keysIn()).toEqual(expected)
    })

    it('reads a range from its start up to, not including, its end', async () => {
      const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((part) => keyOf(part)) as [Key, Key, Key, Key]
      await put(a, b, c, d)
      expect(keysIn({ start: b, end: d })).toEqual([b, c])
      expect(keysIn({ start: b, end: d, reverse: true })).toEqual([c, b])
      expect(keysIn({ start: b, end: b })).toEqual([])
      expect(keysIn({ start: d, end: b })).toEqual([])
      expect(keysIn({ start: d, end: b, reverse: true })).toEqual([])
      expect(keysIn({ reverse: true })).toEqual([d, c, b, a])
    })

    it('reads at most as many as the limit says, from either end', async () => {
      const keys = ['a', 'b', 'c'].map((part) => keyOf(part))
      await put(...keys)
      expect(keysIn({ limit: 2 })).toEqual(keys.slice(0, 2))
      expect(keysIn({ limit: 2, reverse: true })).toEqual([keys[2], keys[1]])
      expect(keysIn({ limit: 0 })).toEqual([])
      expect(keysIn({ limit: 9 })).toEqual(keys)
    })

    it('counts a range up to its limit', async () => {
      await put(...['a', 'b', 'c'].map((part) => keyOf(part)))
      const { start, end } = everything
      expect(store.count({ start, end })).toBe(3)
      expect(store.count({ start, end, limit: 2 })).toBe(2)
      expect(store.count({ start, end, limit: 0 })).toBe(0)
      expect(store.count({ start: keyOf('b'), end })).toBe(2)
      expect(store.count({ start: end, end: start })).toBe(0)
    })

    it('holds all that starts with a prefix in the range up to its after', async () => {
      const prefix = keyOf('queue', 'a')
      const inside = [keyOf('queue', 'a', 1), keyOf('queue', 'a', 'x'), keyOf('queue', 'a', '\xff')]
      await put(...inside, keyOf('queue', 'aa', 1), keyOf('queue', 'A'), keyOf('queue', 'b'))
      expect(keysIn({ start: prefix, end: afterPrefix(prefix) }).sort()).toEqual(inside.sort())
    })

    it('goes on where a range that was left early stopped', async () => {
      await put(...['a', 'b', 'c'].map((part) => keyOf(part)))
      for (const [first] of store.range(everything)) {
        expect(first).toBe(keyOf('a'))
        break
      }
      await put(keyOf('0'))
      expect(keysIn({ limit: 1 })).toEqual([keyOf('0')])
    })

    it.each(entities)('keeps %s as it was', async (_name, entity) => {
      await store.commit([{ key: keyOf('a'), value: entity }])
      expect(store.get(keyOf('a'))).toStrictEqual(entity)
      expect([...store.range(everything)]).toStrictEqual([[keyOf('a'), entity]])
    })

    it('keeps long bytes', async () => {
      const bytes = Buffer.from('0123456789'.repeat(120_000))
      await store.commit([{ key: keyOf('a'), value: { bytes } }])
      const kept = store.get(keyOf('a')) as { bytes: Uint8Array }
      expect(bytes.equals(kept.bytes)).toBe(true)
    })

    it('finds nothing by what is longer than any key, and takes it for a bound', async () => {
      const longest = keyOf('b'.repeat(keyBytesMax - 2))
      const beyond = [4_000, 5_000, 300_000].map((length) => keyOf('b'.repeat(length)))
      await put(keyOf('a'), longest, keyOf('c'))
      for (const key of beyond) {
        expect(store.get(key)).toBeUndefined()
        expect(keysIn({ start: key, end: afterPrefix(key), limit: 1 })).toEqual([])
        expect(store.count({ start: key, end: afterPrefix(key) })).toBe(0)
        expect(keysIn({ end: key })).toEqual([keyOf('a'), longest])
        expect(keysIn({ start: key, reverse: true })).toEqual([keyOf('c')])
      }
    })

    it('keeps the longest keys', async () => {
      const key = keyOf('x'.repeat(3_897))
      await put(key)
      expect(store.get(key)).toEqual({ key })
      expect(keysIn()).toEqual([key])
    })

    it('reads frozen entries as they were, whatever is written meanwhile', async () => {
      await put(keyOf('a'), keyOf('b'))
      const pending = put(keyOf('c'))
      const frozen = store.frozen()
      await store.commit([{ key: keyOf('a'), value: undefined }])
      await put(keyOf('d'))
      await pending
      expect([...frozen].map(([key]) => key)).toEqual(['a', 'b', 'c'].map((part) => keyOf(part)))
      frozen.release()
      expect(keysIn()).toEqual(['b', 'c', 'd'].map((part) => keyOf(part)))
    })

    it('forgets everything when cleared, and goes on', async () => {
      await put(keyOf('a'), keyOf('b'))
      await store.clear()
      expect(keysIn()).toEqual([])
      await put(keyOf('c'))
      expect(keysIn()).toEqual([keyOf('c')])
      await store.flush()
    })

    it.each(['one', 'two', 'three'])(
      'agrees with a sorted list on random work (%s)',
      async (seed) => {
        await expectSameAsModel(store, seed)
      },
    )
  })
}

const entities: readonly (readonly [string, Entity])[] = [
  ['text', 'é \u0000 \u{1f600} \ud800 "\\'],
  ['an empty object', {}],
  ['an empty list', { list: [], nested: [[]] }],
  ['null, booleans and numbers', [null, true, false, 0, -1.5, 1e300, Number.MAX_SAFE_INTEGER]],
  ['numbers that JSON lacks', { list: [NaN, Infinity, -Infinity, -0] }],
  ['a bigint', { list: [0n, -1n, 2n ** 80n] }],
  ['bytes', { empty: new Uint8Array(), some: Uint8Array.of(0, 1, 255), twice: [Uint8Array.of(7)] }],
  ['keys that start with $', { $bytes: [0, 1], $bigint: '1', $object: {}, a: { $: 1n } }],
  ['a key named __proto__', JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}')],
  ['a __proto__ beside bytes', { a: JSON.parse('{"__proto__": 1}'), b: Uint8Array.of(1) }],
  ['a long text', 'x'.repeat(200_000)],
]

/** Random batches and reads on the store, and the same on a map that is sorted for each read. */
async function expectSameAsModel(store: BaseStore, seed: string): Promise<void> {
  const random = seededRandom(seed)
  const below = (limit: number) => Math.floor(random.fraction() * limit)
  const part = () => ['a', 'ab', 'b', '\u0000', 'é', below(5) - 2][below(6)] ?? ''
  const key = () => keyOf(...Array.from({ length: 1 + below(3) }, part))
  const model = new Map<Key, Entity>()
  for (let round = 0; round < 200; round++) {
    const batch: Write[] = Array.from({ length: below(6) }, (_, at) => ({
      key: key(),
      value: below(3) === 0 ? undefined : { round, at },
    }))
    await store.commit(batch)
    for (const write of batch) {
      if (write.value === undefined) model.delete(write.key)
      else model.set(write.key, write.value)
    }
    const range: Range = {
      start: below(4) === 0 ? '' : key(),
      end: below(4) === 0 ? '\xff' : afterPrefix(key()),
      reverse: below(2) === 0,
      ...(below(2) === 0 && { limit: below(5) }),
    }
    // Twice: what was read once may come from elsewhere the second time.
    for (const single of [...batch.map(({ key }) => key), key(), key()].flatMap((k) => [k, k])) {
      expect(store.get(single), `seed ${seed}, round ${round}`).toEqual(model.get(single))
    }
    const expected = readModel(model, range)
    expect([...store.range(range)], `seed ${seed}, round ${round}`).toEqual(expected)
    expect(store.count(range), `seed ${seed}, round ${round}`).toBe(expected.length)
  }
}

export function readModel(model: ReadonlyMap<Key, Entity>, range: Range) {
  const { start, end, reverse = false, limit = Infinity } = range
  const entries = [...model].filter(([key]) => key >= start && key < end)
  entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return (reverse ? entries.reverse() : entries).slice(0, limit)
}
