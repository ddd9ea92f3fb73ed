/** The members of a REST operation's input that stand outside its body, compiled per shape. */
import type { Member, OperationModel } from '../model/model.ts'
import type { WireRequest } from './message.ts'
import { setOwn } from './own-property.ts'
import { findDecoded, findQuery } from './percent.ts'
import type { Labels } from './protocol.ts'
import type { RestFaults } from './rest-faults.ts'
import { scalarReader, typeName } from './rest-scalars.ts'
import { restUri } from './rest-uri.ts'

type Input = Record<string, unknown>

/** A request while its parameters are taken out of it. */
interface Source {
  readonly request: WireRequest
  readonly labels: Labels
  readonly query: ReadonlyMap<string, readonly string[]>
  readonly faults: RestFaults
}

type Binding = (source: Source, input: Input) => void

const compiled = new WeakMap<OperationModel, readonly Binding[]>()

/**
 * Fills `input` from labels, query string and headers.
 * @throws AwsError in the faults' words for what isn't of its type.
 */
export function readParameters(
  operation: OperationModel,
  request: WireRequest,
  labels: Labels,
  faults: RestFaults,
): Input {
  let bindings = compiled.get(operation)
  if (!bindings) compiled.set(operation, (bindings = bindingsOf(operation)))
  const input: Input = {}
  if (bindings.length === 0) return input
  const query = request.query === '' ? noQuery : findQuery(request.query)
  if (!query) throw faults.encoding()
  const source = { request, labels, query, faults }
  for (const bind of bindings) bind(source, input)
  return input
}

const noQuery: ReadonlyMap<string, readonly string[]> = new Map()

function bindingsOf(operation: OperationModel): Binding[] {
  const { input } = operation
  if (!input) return []
  return [...input.members.values()].flatMap((member) => bindingOf(member, operation) ?? [])
}

function bindingOf(member: Member, operation: OperationModel): Binding | undefined {
  const { location } = member.traits
  if (location === 'uri') return labelBinding(member)
  if (location === 'header') return headerBinding(member)
  if (location === 'headers') return prefixBinding(member)
  if (location !== 'querystring') return undefined
  return member.shape.kind === 'map' ? queryMapBinding(member, operation) : queryBinding(member)
}

function labelBinding(member: Member): Binding {
  const read = checked(member, scalarReader(member, 'label'))
  return ({ labels, faults }, input) => {
    const raw = labels[member.wireName]
    if (raw === undefined) return
    const text = findDecoded(raw)
    if (text === undefined) throw faults.encoding()
    input[member.name] = read(text, faults)
  }
}

function headerBinding(member: Member): Binding {
  const header = member.wireName.toLowerCase()
  const read = member.shape.kind === 'list' ? headerList(member.shape.member) : scalar(member)
  return ({ request, faults }, input) => {
    const text = request.headers[header]
    if (text !== undefined) input[member.name] = read(text, faults)
  }
}

type FaultyReader = (text: string, faults: RestFaults) => unknown

function scalar(member: Member): FaultyReader {
  return checked(member, scalarReader(member, 'header'))
}

function checked(member: Member, read: (text: string) => unknown): FaultyReader {
  const wanted = typeName(member)
  return (text, faults) => {
    const value = read(text)
    if (value === undefined) throw faults.value(member.wireName, text, wanted)
    return value
  }
}

/** `a, "b, c"`; dates in HTTP's form have a comma of their own. */
function headerList(member: Member): FaultyReader {
  const read = scalar(member)
  const dates =
    member.shape.kind === 'scalar' &&
    member.shape.type === 'timestamp' &&
    (member.traits.timestampFormat ?? 'rfc822') === 'rfc822'
  const split = dates ? splitDates : splitList
  return (text, faults) => (text === '' ? [] : split(text).map((part) => read(part, faults)))
}

function splitDates(text: string): string[] {
  return text.match(/[^,]+,[^,]+/g)?.map((part) => part.trim()) ?? [text]
}

function splitList(text: string): string[] {
  if (!text.includes('"')) return text.split(',').map((part) => part.trim())
  return [...text.matchAll(listPart)].flatMap(([, quoted, plain = '']) => {
    if (quoted !== undefined) return [quoted.replace(/\\(.)/g, '$1')]
    return plain.trim() === '' ? [] : [plain.trim()]
  })
}

/** A quote that isn't closed takes the rest: skipped, each one behind it would look for its end anew. */
const listPart = /"((?:[^"\\]|\\.)*)"?|([^,"]+)/g

/** All headers of a prefix, such as `x-amz-meta-`, by what follows it. */
function prefixBinding(member: Member): Binding {
  const prefix = (member.traits.locationName ?? '').toLowerCase()
  return ({ request }, input) => {
    const found: Input = {}
    let some = false
    for (const name in request.headers) {
      const text = request.headers[name]
      if (!name.startsWith(prefix) || text === undefined) continue
      setOwn(found, name.slice(prefix.length), text)
      some = true
    }
    if (some) input[member.name] = found
  }
}

function queryBinding(member: Member): Binding {
  const { shape } = member
  const list = shape.kind === 'list'
  const element = list ? shape.member : member
  const read = checked({ ...element, wireName: member.wireName }, scalarReader(element, 'query'))
  return ({ query, faults }, input) => {
    const texts = query.get(member.wireName)
    if (!texts) return
    input[member.name] = list
      ? texts.map((text) => read(text, faults))
      : read(texts[0] ?? '', faults)
  }
}

/**
 * Every parameter but what names the operation (constants of the URI, `x-id`) and what signs it. As
 * Smithy's servers do, also those that have members of their own: its protocol tests say so.
 */
function queryMapBinding(member: Member, operation: OperationModel): Binding {
  const constants = restUri(operation)?.constants
  const lists = member.shape.kind === 'map' && member.shape.value.shape.kind === 'list'
  return ({ query }, into) => {
    const found: Input = {}
    let some = false
    for (const [name, texts] of query) {
      if (constants?.has(name) || name === 'x-id' || name.startsWith('X-Amz-')) continue
      setOwn(found, name, lists ? texts : texts[0])
      some = true
    }
    if (some) into[member.name] = found
  }
}
