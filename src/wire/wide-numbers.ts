/** Which shapes need more care with numbers than `JSON.parse` takes. */
import type { Shape } from '../model/model.ts'

const known = new WeakMap<Shape, boolean>()

/** Whether a long, a big integer or a big decimal stands anywhere in the shape. */
export function holdsWideNumbers(shape: Shape): boolean {
  let wide = known.get(shape)
  if (wide === undefined) known.set(shape, (wide = search(shape, new Set())))
  return wide
}

function search(shape: Shape, seen: Set<Shape>): boolean {
  if (shape.kind === 'scalar') {
    return shape.type === 'long' || shape.type === 'bigInteger' || shape.type === 'bigDecimal'
  }
  if (seen.has(shape)) return false
  seen.add(shape)
  if (shape.kind === 'list') return search(shape.member.shape, seen)
  if (shape.kind === 'map') return search(shape.value.shape, seen)
  return [...shape.members.values()].some((member) => search(member.shape, seen))
}
