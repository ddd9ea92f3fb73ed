/** XML of a model's shapes, compiled once for each member: what query, EC2 and REST-XML answer. */
import { escapeXml } from './escape-xml.ts'
import type { ListShape, MapShape, Member, ScalarShape, StructureShape } from '../model/model.ts'
import { writeBase64 } from './base64.ts'
import { writeTimestamp } from './timestamp.ts'

/** Gives whole elements, or nothing for what is absent. */
export type XmlWriter = (value: never) => string

interface StructureParts {
  /** ` name="value"` for each member that is an attribute. */
  attributes(value: object): string
  content(value: object): string
}

/** @throws Error on output members that the model lacks: the service has a bug. */
export class XmlWriters {
  readonly #nameOf: (member: Member) => string
  readonly #structures = new WeakMap<StructureShape, StructureParts>()

  /** @param nameOf The element's name; query's and EC2's rules differ. */
  constructor(nameOf: (member: Member) => string) {
    this.#nameOf = nameOf
  }

  /** The members of a structure as elements; those with a `location` stand elsewhere. */
  content(shape: StructureShape, value: object): string {
    return this.#parts(shape).content(value)
  }

  /** A structure in an element of its own, with its attributes and its namespace. */
  element(name: string, shape: StructureShape, value: object, namespace = ''): string {
    const parts = this.#parts(shape)
    return element(name, namespace + parts.attributes(value), parts.content(value))
  }

  /** A member in its element or, for a flattened list or map, its elements. */
  member(member: Member): XmlWriter {
    const { shape, traits } = member
    const open = namespaceOf(traits)
    const name = this.#name(member)
    if (shape.kind === 'structure') {
      return ((value: object) => this.element(name, shape, value, open)) as XmlWriter
    }
    if (shape.kind === 'list') return this.#list(shape, name, open, traits.flattened) as XmlWriter
    if (shape.kind === 'map') return this.#map(shape, name, open, traits.flattened) as XmlWriter
    const write = scalarText(shape, member)
    return ((value: unknown) => element(name, open, write(value as never))) as XmlWriter
  }

  /** A flattened list may be named by its element, as botocore's models do. */
  #name(member: Member): string {
    const { shape, traits } = member
    const own = traits.queryName ?? traits.locationName
    if (shape.kind !== 'list' || !traits.flattened || own !== undefined) return this.#nameOf(member)
    return shape.member.traits.locationName ?? member.name
  }

  #parts(shape: StructureShape): StructureParts {
    const known = this.#structures.get(shape)
    if (known) return known
    const attributes = new Map<string, XmlWriter>()
    const elements = new Map<string, XmlWriter | undefined>()
    for (const member of shape.members.values()) {
      if (member.traits.xmlAttribute) attributes.set(member.name, attributeWriter(member))
      const here = !member.traits.xmlAttribute && !member.traits.location
      elements.set(member.name, here ? this.#deferred(member) : undefined)
    }
    const parts: StructureParts = {
      attributes: (value) => writeAttributes(attributes, value),
      content: (value) => writeMembers(shape.name, elements, value),
    }
    this.#structures.set(shape, parts)
    return parts
  }

  /** Recursive shapes: a member's writer is made when it is first needed. */
  #deferred(member: Member): XmlWriter {
    let writer: XmlWriter | undefined
    return (value) => (writer ??= this.member(member))(value)
  }

  #list(shape: ListShape, name: string, open: string, flattened: true | undefined) {
    const item: Member = flattened
      ? { ...shape.member, traits: { ...shape.member.traits, ...named(name) }, wireName: name }
      : shape.member
    const write = this.#deferred(item)
    return (value: readonly unknown[]) => {
      let text = ''
      for (const each of value)
        if (each !== null && each !== undefined) text += write(each as never)
      return flattened ? text : element(name, open, text)
    }
  }

  #map(shape: MapShape, name: string, open: string, flattened: true | undefined) {
    const [key, held] = [this.#deferred(shape.key), this.#deferred(shape.value)]
    const [entryName, entryOpen] = flattened ? [name, open] : ['entry', '']
    return (value: Readonly<Record<string, unknown>>) => {
      let text = ''
      for (const each of Object.keys(value)) {
        const part = value[each]
        if (part === null || part === undefined) continue
        text += element(entryName, entryOpen, key(each as never) + held(part as never))
      }
      return flattened ? text : element(name, open, text)
    }
  }
}

export function element(name: string, attributes: string, content: string): string {
  return content === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`
}

/** ` xmlns="…"`, with its prefix when it has one; empty without a namespace. */
export function namespaceOf(traits: { xmlNamespace?: { uri: string; prefix?: string } }): string {
  const { xmlNamespace: space } = traits
  if (!space) return ''
  return ` xmlns${space.prefix ? `:${space.prefix}` : ''}="${escapeXml(space.uri)}"`
}

function named(name: string): { locationName: string } {
  return { locationName: name }
}

function writeMembers(
  shape: string,
  writers: ReadonlyMap<string, XmlWriter | undefined>,
  value: object,
): string {
  let text = ''
  for (const key in value) {
    const part = (value as Record<string, unknown>)[key]
    if (part === undefined || part === null) continue
    const write = writers.get(key)
    if (write) text += write(part as never)
    else if (!writers.has(key)) throw new Error(`${shape} has no member ${key}`)
  }
  return text
}

function writeAttributes(writers: ReadonlyMap<string, XmlWriter>, value: object): string {
  let text = ''
  for (const [name, write] of writers) {
    const part = (value as Record<string, unknown>)[name]
    if (part !== undefined && part !== null) text += write(part as never)
  }
  return text
}

function attributeWriter(member: Member): XmlWriter {
  const write = scalarText(member.shape as ScalarShape, member)
  return ((value: unknown) => ` ${member.wireName}="${write(value as never)}"`) as XmlWriter
}

/** A scalar's text between tags, escaped. */
function scalarText(shape: ScalarShape, member: Member): XmlWriter {
  const { type } = shape
  if (type === 'string') return escapeXml as XmlWriter
  if (type === 'blob') return writeBase64 as XmlWriter
  if (type === 'timestamp') {
    const format = member.traits.timestampFormat ?? 'iso8601'
    return ((value: Date) => writeTimestamp(value, format)) as XmlWriter
  }
  return String as XmlWriter
}
