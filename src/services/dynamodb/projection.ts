/** Which attributes a read answers: by expression, or by the older AttributesToGet. */
import type { Attributes } from './attribute-value.ts'
import { duplicateAttribute } from './errors.ts'
import { type BoundPath, project } from './expressions/path.ts'
import { type Expressions, readExpressions } from './expressions/request.ts'

type Projection = readonly BoundPath[] | undefined

/** @throws AwsError ValidationException */
export function readProjection(
  input: Expressions & { readonly AttributesToGet?: readonly string[] },
): Projection {
  return pathsOf(input.AttributesToGet) ?? readExpressions(input, []).projection
}

/** @throws AwsError ValidationException */
export function pathsOf(names: readonly string[] | undefined): Projection {
  if (!names) return undefined
  const twice = names.find((name, at) => names.indexOf(name) < at)
  if (twice !== undefined) throw duplicateAttribute(twice)
  return names.map((name) => ({ kind: 'path', steps: [name] }))
}

/** An item that has none of it is empty, and yet there. */
export function projected(item: Attributes, paths: Projection): Attributes {
  return paths ? project(item, paths) : item
}
