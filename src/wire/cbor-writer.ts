/** CBOR of a model's shapes, compiled once for each shape. */
import type { ListShape, MapShape, Member, ScalarShape, StructureShape } from '../model/model.ts'
import type { CborBytes } from './cbor-encode.ts'
import { isIntegerType } from './numbers.ts'

export type CborWriter = (value: never, to: CborBytes) => void

/** Names and values of a structure's present members; `more` are texts that go before them. */
type StructureWriter = (value: object, to: CborBytes, more?: readonly Text[]) => void

export type Text = readonly [name: string, text: string]

const structures = new WeakMap<StructureShape, StructureWriter>()

/** @throws Error on a member that the model lacks: the service has a bug. */
export function cborWriter(shape: StructureShape): StructureWriter {
  const known = structures.get(shape)
  if (known) return known
  const writer = compileStructure(shape)
  structures.set(shape, writer)
  return writer
}

/** A map of nothing but texts. */
export function writeTexts(texts: readonly Text[], to: CborBytes): void {
  to.map(texts.length)
  for (const text of texts.flat()) to.text(text)
}

function compileStructure(shape: StructureShape): StructureWriter {
  const members = [...shape.members.values()]
  const writers = new Map(
    members.map((member) => [member.name, [member.wireName, deferred(member)] as const]),
  )
  return (value, to, more = []) => {
    const present = Object.entries(value).filter(([, part]) => part !== undefined && part !== null)
    to.map(more.length + present.length)
    for (const text of more.flat()) to.text(text)
    for (const [key, part] of present) {
      const writer = writers.get(key)
      if (!writer) throw new Error(`${shape.name} has no member ${key}`)
      to.text(writer[0])
      writer[1](part as never, to)
    }
  }
}

/** Recursive shapes: a member's writer is made when it is first needed. */
function deferred(member: Member): CborWriter {
  let writer: CborWriter | undefined
  return (value, to) => (writer ??= memberWriter(member))(value, to)
}

function memberWriter({ shape }: Member): CborWriter {
  if (shape.kind === 'structure') return cborWriter(shape) as CborWriter
  if (shape.kind === 'list') return listWriter(shape) as CborWriter
  if (shape.kind === 'map') return mapWriter(shape) as CborWriter
  return scalarWriter(shape)
}

function listWriter(shape: ListShape): (value: readonly unknown[], to: CborBytes) => void {
  const write = deferred(shape.member)
  return (value, to) => {
    to.list(value.length)
    for (const item of value) {
      if (item === null || item === undefined) to.nothing()
      else write(item as never, to)
    }
  }
}

function mapWriter(shape: MapShape): (value: object, to: CborBytes) => void {
  const write = deferred(shape.value)
  const sparse = shape.json.sparse === true
  return (value, to) => {
    const entries = Object.entries(value).filter(
      ([, item]) => item !== undefined && (item !== null || sparse),
    )
    to.map(entries.length)
    for (const [key, item] of entries) {
      to.text(key)
      if (item === null) to.nothing()
      else write(item as never, to)
    }
  }
}

/** @throws Error on types that none of AWS's services has over CBOR. */
function scalarWriter({ type }: ScalarShape): CborWriter {
  if (type === 'string') return ((value: string, to) => to.text(value)) as CborWriter
  if (type === 'boolean') return ((value: boolean, to) => to.boolean(value)) as CborWriter
  if (type === 'blob') return ((value: Uint8Array, to) => to.bytes(value)) as CborWriter
  if (type === 'timestamp') return ((value: Date, to) => to.instant(value)) as CborWriter
  if (type === 'float' || type === 'double') {
    return ((value: number, to) => to.float(value)) as CborWriter
  }
  if (!isIntegerType(type)) throw new Error(`a ${type} can't be written as CBOR here`)
  return ((value: number | bigint, to) => to.integer(value)) as CborWriter
}
