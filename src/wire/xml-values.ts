/** Values of a model's shapes out of XML elements, compiled once for each shape. */
import type { ListShape, MapShape, Member, StructureShape } from '../model/model.ts'
import { setOwn } from './own-property.ts'
import { scalarReader } from './rest-scalars.ts'
import { type XmlElement, XmlFault } from './xml-reader.ts'

type ElementReader = (element: XmlElement) => unknown

/** What a structure looks for among its element's children and attributes. */
interface StructureParts {
  readonly children: ReadonlyMap<string, Part>
  readonly attributes: readonly (readonly [name: string, member: string, read: ElementReader])[]
}

interface Part {
  readonly member: string
  /** One element at a time: the value, or an item of a flattened list or map. */
  add(structure: Record<string, unknown>, element: XmlElement): void
}

const compiled = new WeakMap<StructureShape, StructureParts>()

/**
 * Elements that no member knows are passed over.
 * @throws XmlFault on text that isn't of its type.
 */
export function readXmlStructure(shape: StructureShape, element: XmlElement): object {
  let parts = compiled.get(shape)
  if (!parts) compiled.set(shape, (parts = partsOf(shape)))
  const structure: Record<string, unknown> = {}
  for (const child of element.children) {
    parts.children.get(child.name)?.add(structure, child)
  }
  for (const [name, member, read] of parts.attributes) {
    const text = element.attributes.get(name)
    if (text !== undefined) structure[member] = read({ ...element, text })
  }
  return structure
}

function partsOf(shape: StructureShape): StructureParts {
  const members = [...shape.members.values()].filter(({ traits }) => !traits.location)
  const inside = members.filter(({ traits }) => !traits.xmlAttribute)
  const attributes = members
    .filter(({ traits }) => traits.xmlAttribute)
    .map((member) => [member.wireName, member.name, elementReader(member)] as const)
  return { children: new Map(inside.map((member) => [nameOf(member), partOf(member)])), attributes }
}

/** A flattened list may be named by its element, as botocore's models do. */
function nameOf(member: Member): string {
  const { shape, traits } = member
  const unnamed = traits.flattened && traits.locationName === undefined && shape.kind === 'list'
  return unnamed ? (shape.member.traits.locationName ?? member.name) : member.wireName
}

function partOf(member: Member): Part {
  const { name, shape, traits } = member
  const read = deferred(member)
  if (traits.flattened && shape.kind === 'list') {
    const item = deferred(shape.member)
    return {
      member: name,
      add: (structure, element) => {
        const known = structure[name] as unknown[] | undefined
        if (known) known.push(item(element))
        else structure[name] = [item(element)]
      },
    }
  }
  if (traits.flattened && shape.kind === 'map') {
    const entry = entryReader(shape)
    return {
      member: name,
      add: (structure, element) => {
        const map = (structure[name] ??= {}) as Record<string, unknown>
        entry(map, element)
      },
    }
  }
  return {
    member: name,
    add: (structure, element) => {
      structure[name] = read(element)
    },
  }
}

/** Recursive shapes: a member's reader is made when it is first needed. */
function deferred(member: Member): ElementReader {
  let reader: ElementReader | undefined
  return (element) => (reader ??= elementReader(member))(element)
}

function elementReader(member: Member): ElementReader {
  const { shape } = member
  if (shape.kind === 'structure') return (element) => readXmlStructure(shape, element)
  if (shape.kind === 'list') return listReader(shape)
  if (shape.kind === 'map') return mapReader(shape)
  const read = scalarReader(member, 'label')
  const trimmed = shape.type !== 'string'
  return ({ name, text }) => {
    const value = read(trimmed ? text.trim() : text)
    if (value === undefined) throw new XmlFault(`<${name}> is no ${shape.type}`)
    return value
  }
}

function listReader(shape: ListShape): ElementReader {
  const read = deferred(shape.member)
  const name = shape.member.wireName
  return ({ children }) => children.filter((child) => child.name === name).map(read)
}

function mapReader(shape: MapShape): ElementReader {
  const entry = entryReader(shape)
  return ({ children }) => {
    const map: Record<string, unknown> = {}
    for (const child of children) if (child.name === 'entry') entry(map, child)
    return map
  }
}

function entryReader({ key, value }: MapShape) {
  const read = deferred(value)
  return (map: Record<string, unknown>, { children }: XmlElement): void => {
    const name = children.find((child) => child.name === key.wireName)
    const held = children.find((child) => child.name === value.wireName)
    if (!name || !held) throw new XmlFault('an entry of a map lacks its key or its value')
    setOwn(map, name.text, read(held))
  }
}
