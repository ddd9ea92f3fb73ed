/** Makes a model small: bare scalars are named by their type, what nothing refers to is left out. */
import { scalarTypes } from '../../src/model/model.ts'
import type { MemberJson, ModelJson, ShapeJson } from '../../src/model/model-json.ts'

export function compact(model: ModelJson): ModelJson {
  const reached = reachableShapes(model)
  const rename = newNames(model.shapes, reached)
  const shapes = [...reached]
    .filter((name) => !isBare(requireShape(model, name)))
    .map((name) => [rename(name), compactShape(requireShape(model, name), rename)] as const)
    .sort(([a], [b]) => alphabetically(a, b))
  return { ...model, shapes: Object.fromEntries(shapes) }
}

/** Everything that operations and errors lead to. */
function reachableShapes(model: ModelJson): Set<string> {
  const reached = new Set<string>()
  const open: string[] = []
  for (const { input, output, errors } of Object.values(model.operations)) {
    open.push(...[input, output, ...(errors ?? [])].filter((name) => name !== undefined))
  }
  for (const [name, shape] of Object.entries(model.shapes)) {
    if (shape.type === 'structure' && shape.error) open.push(name)
  }
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue
    reached.add(name)
    open.push(...targets(requireShape(model, name)))
  }
  return reached
}

function targets(shape: ShapeJson): string[] {
  if (shape.type === 'structure') return Object.values(shape.members).map(target)
  if (shape.type === 'list') return [target(shape.member)]
  if (shape.type === 'map') return [target(shape.key), target(shape.value)]
  return []
}

function target(member: MemberJson): string {
  return typeof member === 'string' ? member : member.shape
}

function requireShape(model: ModelJson, name: string): ShapeJson {
  const shape = model.shapes[name]
  if (!shape) throw new Error(`${model.service} has no shape ${name}`)
  return shape
}

function isBare(shape: ShapeJson): boolean {
  return scalarTypes.has(shape.type) && Object.keys(shape).length === 1
}

/** A bare scalar gets its type's name; a shape that has such a name without being bare, another. */
function newNames(shapes: ModelJson['shapes'], reached: ReadonlySet<string>) {
  const taken = new Set(reached)
  const names = new Map<string, string>()
  for (const name of reached) {
    const shape = shapes[name] as ShapeJson
    if (isBare(shape)) names.set(name, shape.type)
    else if (scalarTypes.has(name)) names.set(name, freeName(name, taken))
  }
  return (name: string): string => names.get(name) ?? name
}

function freeName(name: string, taken: Set<string>): string {
  let free = `${name[0]?.toUpperCase()}${name.slice(1)}`
  while (taken.has(free)) free += 'Value'
  taken.add(free)
  return free
}

function compactShape(shape: ShapeJson, rename: (name: string) => string): ShapeJson {
  const member = (json: MemberJson): MemberJson => {
    if (typeof json === 'string') return rename(json)
    const renamed = { ...json, shape: rename(json.shape) }
    return Object.keys(renamed).length === 1 ? renamed.shape : renamed
  }
  if (shape.type === 'list') return { ...shape, member: member(shape.member) }
  if (shape.type === 'map') return { ...shape, key: member(shape.key), value: member(shape.value) }
  if (shape.type !== 'structure') return shape
  const members = Object.entries(shape.members).map(([name, json]) => [name, member(json)])
  return { ...shape, members: Object.fromEntries(members) }
}

/** By code unit, so that every machine sorts alike. */
function alphabetically(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
