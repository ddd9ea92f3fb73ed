/** Which attributes a read answers: by expression, or by the older AttributesToGet. */
import type { RequestFacts } from '../../kernel/call.ts'
import { preparedJson } from '../../kernel/prepared-json.ts'
import type { Attributes } from './attribute-value.ts'
import { duplicateAttribute } from './errors.ts'
import { type BoundPath, project } from './expressions/path.ts'
import { type Expressions, readExpressions, valued } from './expressions/request.ts'
import type { Item } from './state.ts'

type Projection = readonly BoundPath[] | undefined

/** @throws AwsError ValidationException */
export function readProjection(
  input: Expressions & { readonly AttributesToGet?: readonly string[] },
): Projection {
  return pathsOf(input.AttributesToGet) ?? readExpressions(input, valued.read).projection
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

/** What an answer has of a stored item: all of it as it lies there, where JSON is what is written. */
export function answered(
  item: Item,
  paths: Projection,
  { writesJson = false }: Pick<RequestFacts, 'writesJson'>,
): Attributes {
  if (paths) return project(item.attributes, paths)
  return writesJson && item.json !== undefined ? preparedJson(item.json) : item.attributes
}
