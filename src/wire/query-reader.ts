/** Values of a model's shapes out of a query form, compiled once for each shape. */
import type { ListShape, MapShape, Member, ScalarShape, StructureShape } from '../model/model.ts'
import type { FormNode } from './form.ts'
import { setOwn } from './own-property.ts'
import { invalidIndex, notAList } from './query-faults.ts'
import { textReader } from './text-reader.ts'

export type FormReader = (node: FormNode) => unknown

/** How a protocol names things in forms. */
export interface FormNames {
  member(member: Member): string
  /** `true`: lists stand without a name of their own between list and index. */
  readonly flat: boolean
}

/** Values of one list or map; a form of any size can't ask for more. */
const elementsMax = 100_000

export class FormReaders {
  readonly #names: FormNames
  readonly #structures = new WeakMap<StructureShape, FormReader>()

  constructor(names: FormNames) {
    this.#names = names
  }

  structure(shape: StructureShape): FormReader {
    const known = this.#structures.get(shape)
    if (known) return known
    let members: ReadonlyMap<string, readonly [string, FormReader]> | undefined
    const reader: FormReader = (node) => {
      members ??= this.#members(shape)
      const structure: Record<string, unknown> = {}
      for (const [name, child] of node.children) {
        const member = members.get(name)
        if (member) structure[member[0]] = member[1](child)
      }
      return structure
    }
    this.#structures.set(shape, reader)
    return reader
  }

  #members(shape: StructureShape): ReadonlyMap<string, readonly [string, FormReader]> {
    const members = [...shape.members.values()]
    return new Map(
      members.map((member) => [this.#name(member), [member.name, this.#member(member)]]),
    )
  }

  /** A flattened list may be named by its element, as botocore's models do. */
  #name(member: Member): string {
    const { shape, traits } = member
    const own = traits.queryName ?? traits.locationName
    if (shape.kind === 'list' && traits.flattened && !this.#names.flat && own === undefined) {
      const { member: element } = shape
      return element.traits.queryName ?? element.traits.locationName ?? member.name
    }
    return this.#names.member(member)
  }

  #member(member: Member): FormReader {
    const { shape } = member
    const flat = this.#names.flat || member.traits.flattened === true
    if (shape.kind === 'structure') return this.structure(shape)
    if (shape.kind === 'list') return this.#list(shape, flat)
    if (shape.kind === 'map') return this.#map(shape, flat)
    return scalarReader(shape, member)
  }

  #list(shape: ListShape, flat: boolean): FormReader {
    const read = this.#member(shape.member)
    const name = flat ? undefined : this.#names.member(shape.member)
    return (node) => elementsOf(node, name).map(read)
  }

  #map(shape: MapShape, flat: boolean): FormReader {
    const read = this.#member(shape.value)
    const [key, value] = [this.#names.member(shape.key), this.#names.member(shape.value)]
    return (node) => {
      const map: Record<string, unknown> = {}
      for (const entry of elementsOf(node, flat ? undefined : 'entry')) {
        // A name without a value, and a value without a name, are for the service to refuse.
        const name = entry.children.get(key)?.value ?? ''
        setOwn(map, name, read(entry.children.get(value) ?? nothing))
      }
      return map
    }
  }
}

const nothing: FormNode = { value: undefined, children: new Map() }

/** A list's elements in the order of their indexes, which may have gaps. `Name=` is an empty list. */
function elementsOf(node: FormNode, name: string | undefined): FormNode[] {
  if (node.value) throw notAList()
  const holder = name === undefined ? node : node.children.get(name)
  if (!holder) return []
  if (holder.value) throw notAList()
  const elements = [...holder.children].map(([text, child]) => [indexOf(text), child] as const)
  if (elements.length > elementsMax) throw invalidIndex(String(elements.length))
  return elements.sort(([left], [right]) => left - right).map(([, child]) => child)
}

function indexOf(text: string): number {
  const index = /^\d{1,10}$/.test(text) ? Number(text) : 0
  if (index < 1 || index > 2 ** 31 - 1) throw invalidIndex(text)
  return index
}

function scalarReader(shape: ScalarShape, member: Member): FormReader {
  const read = textReader(shape, member.traits.timestampFormat ?? 'iso8601')
  return (node) => read(node.value ?? '')
}
