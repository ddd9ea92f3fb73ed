import { expect, test } from 'vitest'
import { EntityCache } from './entity-cache.ts'

function counted() {
  const cache = new EntityCache()
  const reads = new Map<string, number>()
  const entities = new Map<string, unknown>()
  return {
    cache,
    entities,
    reads,
    get(key: string) {
      return cache.get(key, () => {
        reads.set(key, (reads.get(key) ?? 0) + 1)
        return entities.get(key) ?? { key }
      })
    },
  }
}

test('what is asked for all the time is read once, however many others are read in between', () => {
  const { get, reads } = counted()
  for (let at = 0; at < 10_000; at++) {
    get('user')
    get(`item ${at}`)
  }
  expect(reads.get('user')).toBe(1)
})

test('what was written is read again, of whichever age it is', () => {
  const { cache, get, entities } = counted()
  get('old')
  for (let at = 0; at < 1_500; at++) get(`item ${at}`)
  get('new')
  for (const key of ['old', 'new']) entities.set(key, { key, isWritten: true })
  cache.forget([
    { key: 'old', value: undefined },
    { key: 'new', value: undefined },
  ])
  expect([get('old'), get('new')]).toMatchObject([{ isWritten: true }, { isWritten: true }])
})

test('what is long is read each time, and what is absent too', () => {
  const { get, reads, entities } = counted()
  entities.set('long', 'x'.repeat(5_000))
  entities.set('body', { text: 'x'.repeat(5_000) })
  for (const key of ['long', 'body', 'long', 'body']) get(key)
  expect([reads.get('long'), reads.get('body')]).toEqual([2, 2])
})
