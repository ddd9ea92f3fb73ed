import { expect, it } from 'vitest'
import { seededRandom } from '../random.ts'
import { SortedTree } from './sorted-tree.ts'

it('counts a range as walking through it would, whatever was added and removed', () => {
  const random = seededRandom('sorted tree')
  const tree = new SortedTree<number>()
  const below = (max: number) => Math.floor(random.fraction() * max)
  const anyKey = () => below(5_000).toString(36)
  for (let step = 0; step < 20_000; step++) {
    if (below(5) < 3) tree.set(anyKey(), step)
    else tree.delete(anyKey())
    if (step % 100 !== 0) continue
    const [start, end] = [anyKey(), anyKey()]
    const between = [...tree.keys()].filter((key) => key >= start && key < end)
    expect(tree.countBetween(start, end)).toBe(between.length)
  }
  expect(tree.countBetween('', '\xff')).toBe(tree.size)
  tree.clear()
  expect(tree.countBetween('', '\xff')).toBe(0)
})
