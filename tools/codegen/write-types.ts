/** A model as TypeScript: types of its structures and enums, descriptors of operations and errors. */
import type {
  ErrorJson,
  MemberJson,
  MemberTraits,
  ModelJson,
  OperationJson,
  ScalarType,
  ShapeJson,
  StructureJson,
} from '../../src/model/model-json.ts'
import { scalarTypes } from '../../src/model/model.ts'

export function writeTypes(model: ModelJson): string {
  const names = typeNames(model)
  const blocks = [
    ...Object.entries(model.operations).map(([name, operation]) =>
      writeOperation(model, name, operation),
    ),
    ...Object.entries(model.shapes).flatMap(([name, shape]) => writeError(model, name, shape)),
    ...Object.entries(model.shapes).flatMap(([name, shape]) => writeShape(model, name, shape)),
  ]
  const imports = ['operation', ...(hasErrors(model) ? ['errorShape'] : [])].sort().join(', ')
  return `// Made from models/${model.service}.json by tools/codegen; edit the model instead.
import { ${imports} } from '../kernel/operation.ts'

${blocks.join('\n')}
`

  function writeOperation({ service }: ModelJson, name: string, json: OperationJson): string {
    const input = json.input === undefined ? nothing : names(json.input)
    const output = json.output === undefined ? nothing : names(json.output)
    return (
      `export const ${name} = /* @__PURE__ */ ` +
      `operation<${input}, ${output}>('${service}', '${name}')`
    )
  }

  function writeShape({ shapes }: ModelJson, name: string, shape: ShapeJson): string[] {
    if (shape.type === 'structure') return [writeStructure(shapes, name, shape)]
    if (shape.type === 'string' && shape.enum) {
      return [`export type ${names(name)} = ${shape.enum.map(quote).join(' | ')}`]
    }
    return []
  }

  function writeStructure(shapes: ModelJson['shapes'], name: string, shape: StructureJson): string {
    const required = new Set(shape.required)
    const members = Object.entries(shape.members).map(([member, json]) => {
      const mark = required.has(member) ? '' : '?'
      return `  readonly ${propertyName(member)}${mark}: ${typeOf(shapes, json)}`
    })
    if (members.length === 0) return `export type ${names(name)} = ${nothing}`
    return `export interface ${names(name)} {\n${members.join('\n')}\n}`
  }

  function typeOf(shapes: ModelJson['shapes'], member: MemberJson): string {
    const name = typeof member === 'string' ? member : member.shape
    const traits: MemberTraits = typeof member === 'string' ? {} : member
    const shape: ShapeJson = scalarTypes.has(name)
      ? { type: name as ScalarType }
      : (shapes[name] as ShapeJson)
    switch (shape.type) {
      case 'structure':
        return shape.eventStream ? `AsyncIterable<${names(name)}>` : names(name)
      case 'list':
        return `readonly ${inBrackets(typeOf(shapes, shape.member))}[]`
      case 'map':
        return `Readonly<Record<string, ${typeOf(shapes, shape.value)}>>`
      case 'string':
        return shape.enum ? names(name) : 'string'
      case 'blob':
        return (traits.streaming ?? shape.streaming) ? 'AsyncIterable<Uint8Array>' : 'Uint8Array'
      default:
        return scalars[shape.type]
    }
  }
}

const nothing = 'Readonly<Record<never, never>>'

const scalars: Readonly<Record<Exclude<ScalarType, 'string' | 'blob'>, string>> = {
  boolean: 'boolean',
  byte: 'number',
  short: 'number',
  integer: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  bigInteger: 'string',
  bigDecimal: 'string',
  timestamp: 'Date',
  document: 'unknown',
}

/** An error's descriptor and its members' type share the name: one is a value, the other a type. */
function writeError(model: ModelJson, name: string, shape: ShapeJson): string[] {
  if (shape.type !== 'structure' || !shape.error) return []
  const args = [model.service, name, shape.error.code ?? name].map(quote).join(', ')
  const status = statusOf(shape.error)
  return [`export const ${name} = /* @__PURE__ */ errorShape(${args}, ${status})`]
}

function statusOf(error: ErrorJson): number {
  return error.status ?? (error.fault === 'server' ? 500 : 400)
}

function hasErrors(model: ModelJson): boolean {
  return Object.values(model.shapes).some((shape) => shape.type === 'structure' && shape.error)
}

/** Shapes keep their names, but for those that would hide a type that the file itself needs. */
function typeNames(model: ModelJson): (name: string) => string {
  const hidden = ['Record', 'Readonly', 'Date', 'Uint8Array', 'AsyncIterable']
  return (name) => {
    if (!hidden.includes(name)) return name
    return `${name}Shape` in model.shapes ? `${name}Structure` : `${name}Shape`
  }
}

function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name)
}

function inBrackets(type: string): string {
  return type.startsWith('readonly ') ? `(${type})` : type
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
}
