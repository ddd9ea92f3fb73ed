/** The members of a REST operation's output (or error) that stand outside its body. */
import type { Member, StructureShape } from '../model/model.ts'
import { scalarWriter } from './rest-scalars.ts'

export interface Outside {
  /** The status, when a member carries it. */
  readonly status: number | undefined
  readonly headers: Record<string, string>
}

type Binding = (value: never, headers: Record<string, string>) => void

interface Bindings {
  readonly headers: ReadonlyMap<string, Binding>
  readonly status: string | undefined
}

const compiled = new WeakMap<StructureShape, Bindings>()

/** @throws Error on a member that can't stand in text: the model is broken. */
export function writeOutside(shape: StructureShape, output: object): Outside {
  let bindings = compiled.get(shape)
  if (!bindings) compiled.set(shape, (bindings = bindingsOf(shape)))
  const headers: Record<string, string> = {}
  const values = output as Readonly<Record<string, unknown>>
  for (const [name, write] of bindings.headers) {
    const value = values[name]
    if (value !== undefined && value !== null) write(value as never, headers)
  }
  const status = bindings.status === undefined ? undefined : values[bindings.status]
  return { status: typeof status === 'number' ? status : undefined, headers }
}

function bindingsOf(shape: StructureShape): Bindings {
  const headers = new Map<string, Binding>()
  let status: string | undefined
  for (const member of shape.members.values()) {
    const { location } = member.traits
    if (location === 'statusCode') status = member.name
    if (location === 'header') headers.set(member.name, headerBinding(member))
    if (location === 'headers') headers.set(member.name, prefixBinding(member))
  }
  return { headers, status }
}

function headerBinding(member: Member): Binding {
  const { shape, wireName } = member
  if (shape.kind !== 'list') {
    const write = scalarWriter(member)
    return (value, headers) => {
      headers[wireName] = write(value)
    }
  }
  const write = scalarWriter(shape.member)
  const strings = shape.member.shape.kind === 'scalar' && shape.member.shape.type === 'string'
  return (values: readonly never[], headers) => {
    const texts = values.map((value) => (strings ? quoted(write(value)) : write(value)))
    headers[wireName] = texts.join(', ')
  }
}

function quoted(text: string): string {
  if (!/[",]/.test(text)) return text
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

function prefixBinding(member: Member): Binding {
  const prefix = member.traits.locationName ?? ''
  return (values: Readonly<Record<string, string>>, headers) => {
    for (const [name, value] of Object.entries(values)) headers[`${prefix}${name}`] = value
  }
}
