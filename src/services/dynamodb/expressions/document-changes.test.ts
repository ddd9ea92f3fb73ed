import { expect, it } from 'vitest'
import { applyChanges } from './document-changes.ts'

it('finds in an item what is its own, and nothing that every object has', () => {
  const item = { a: { S: 'x' }, M: { M: {} } }
  const entries = (changes: Parameters<typeof applyChanges>[1]) =>
    Object.entries(applyChanges(item, changes))
  const unchanged = Object.entries(item)
  expect(entries([{ steps: ['constructor'], mayMiss: true }])).toEqual(unchanged)
  expect(entries([{ steps: ['M', 'toString'], mayMiss: true }])).toEqual(unchanged)
  expect(entries([{ steps: ['constructor'], value: { S: 'y' } }])).toEqual([
    ...unchanged,
    ['constructor', { S: 'y' }],
  ])
  expect(() => applyChanges(item, [{ steps: ['constructor', 'a'], value: { S: 'y' } }])).toThrow(
    'document path',
  )
})
