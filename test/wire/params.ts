/** The `params` of a vector, turned into the values that Kasane's protocols hand out and take. */
import type { Member, Shape, StructureShape } from '../../src/model/model.ts'

export function valueOfParams(shape: StructureShape | undefined, params: unknown): object {
  if (!shape) return {}
  return structureOf(shape, (params ?? {}) as Readonly<Record<string, unknown>>)
}

function structureOf(shape: StructureShape, params: Readonly<Record<string, unknown>>): object {
  const value: Record<string, unknown> = {}
  for (const [name, param] of Object.entries(params)) {
    const member = shape.members.get(name)
    if (!member) throw new Error(`${shape.name} has no member ${name}`)
    if (param !== null) value[name] = valueOf(member.shape, param)
  }
  return value
}

function valueOf(shape: Shape, param: unknown): unknown {
  if (param === null) return null
  if (shape.kind === 'structure') {
    return structureOf(shape, param as Readonly<Record<string, unknown>>)
  }
  if (shape.kind === 'list') return (param as unknown[]).map((item) => element(shape.member, item))
  if (shape.kind === 'map') {
    const entries = Object.entries(param as Readonly<Record<string, unknown>>)
    return Object.fromEntries(entries.map(([key, item]) => [key, element(shape.value, item)]))
  }
  return scalarOf(shape.type, param)
}

function element(member: Member, param: unknown): unknown {
  return valueOf(member.shape, param)
}

function scalarOf(type: string, param: unknown): unknown {
  if (type === 'blob') return new TextEncoder().encode(String(param))
  if (type === 'timestamp') {
    return new Date(typeof param === 'string' ? param : Math.round(Number(param) * 1000))
  }
  if (type === 'float' || type === 'double') return Number(param)
  return param
}
