/**
 * Every constraint of every operation's own members, at its edges: one less, the least, the most, one
 * more, no value of an enum, nothing where something is required. Messages are made here anew from the
 * models' JSON, so that the validator is not its own witness.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { modelLoader } from '../../src/engines/model-loader.ts'
import type {
  Bounds,
  ListJson,
  MapJson,
  MemberJson,
  ModelJson,
  ScalarJson,
  ShapeJson,
} from '../../src/model/model-json.ts'
import { Models } from '../../src/model/models.ts'
import { compilePattern, patternTriedLengthMax } from '../../src/model/pattern.ts'
import { safePatterns } from '../../src/model/safe-patterns.ts'
import { validate } from '../../src/model/validate.ts'

const models = new Models(modelLoader('models'))
const services = readdirSync('models')
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length))

const usualCodes: readonly string[] = ['json1.0', 'json1.1', 'rpcv2Cbor', 'restJson']

/** Services whose answers list all faults in the usual words. */
const coral = services.filter((service) => {
  const { validation, protocols } = models.require(service).json
  if (validation) return validation.style === 'coral' && !validation.inputInPath
  return protocols[0] === 'query' || usualCodes.includes(protocols[0] ?? '')
})

describe.each(coral)('%s', (service) => {
  const { json } = models.require(service)
  const operations = Object.entries(json.operations).filter(
    ([, { input, validation }]) => input !== undefined && !validation,
  )

  it('refuses a call without its required members, naming them all', () => {
    for (const [name, { input }] of operations) {
      const required = requireStructure(json, input ?? '').required ?? []
      const faults = Object.entries(requireStructure(json, input ?? '').members)
        .filter(([member, target]) => required.includes(member) && !isStream(json, target))
        .map(([member, target]) => nullFault(json, member, target))
      expect(messageOf(service, name, {}), name).toBe(
        faults.length === 0 ? undefined : sentence(faults, json.validation?.faultsMax),
      )
    }
  })

  it('refuses what lies beyond an edge and accepts the edge', () => {
    let tried = 0
    for (const [name, { input }] of operations) {
      const structure = requireStructure(json, input ?? '')
      for (const [member, target] of Object.entries(structure.members)) {
        if (isStream(json, target)) continue
        for (const edge of edgesOf(json, target)) {
          tried++
          const others = faultsOfOthers(json, structure, member)
          const faults = inOrder(structure, [...others, [member, edge.faults(member)]])
          expect(messageOf(service, name, { [member]: edge.value }), `${name} ${member}`).toBe(
            faults.length === 0 ? undefined : sentence(faults, json.validation?.faultsMax),
          )
        }
      }
    }
    expect(tried).toBeGreaterThan(0)
  })
})

it('compiles every pattern of AWS’s, and keeps no equivalent of one that is gone', () => {
  const patterns = services.flatMap((service) =>
    Object.values(models.require(service).json.shapes).flatMap((shape) =>
      'pattern' in shape && shape.pattern !== undefined ? [shape.pattern] : [],
    ),
  )
  expect(patterns.length).toBeGreaterThan(400)
  for (const pattern of patterns) expect(() => compilePattern(pattern), pattern).not.toThrow()
  for (const pattern of Object.keys(safePatterns)) expect(patterns).toContain(pattern)
})

it('has a source for every correction', () => {
  for (const name of readdirSync('models/corrections')) {
    const { corrections } = JSON.parse(readFileSync(`models/corrections/${name}`, 'utf8'))
    for (const { why, source } of corrections) {
      expect(why, name).toMatch(/\w.*\.$/)
      expect(source, name).toMatch(/\w{4}/)
    }
  }
})

function messageOf(service: string, operation: string, input: unknown): string | undefined {
  const found = models.require(service).findOperation(operation)
  if (!found) throw new Error(`no operation ${operation}`)
  return validate(found, input)?.message
}

function sentence(faults: readonly string[], faultsMax = Infinity): string {
  const usual = faults.filter((text) => !isOwnSentence(text))
  if (usual.length === 0) return faults[0] ?? ''
  const told = usual.slice(0, faultsMax)
  return `${told.length} validation error${told.length === 1 ? '' : 's'} detected: ${told.join('; ')}`
}

/** IAM's and Organizations' words for characters, looked at only when all else is right. */
function isOwnSentence(fault: string): boolean {
  return /^(The specified value for |You provided a value that )/.test(fault)
}

function requireStructure(json: ModelJson, name: string) {
  const shape = json.shapes[name]
  if (shape?.type !== 'structure') throw new Error(`${name} is no structure`)
  return shape
}

function shapeOf(json: ModelJson, target: MemberJson): ShapeJson {
  const name = typeof target === 'string' ? target : target.shape
  return json.shapes[name] ?? ({ type: name } as ShapeJson)
}

function isStream(json: ModelJson, target: MemberJson): boolean {
  if (typeof target !== 'string' && target.streaming) return true
  return shapeOf(json, target).streaming === true
}

function path(member: string): string {
  return member.charAt(0).toLowerCase() + member.slice(1)
}

function nullFault(json: ModelJson, member: string, target: MemberJson): string {
  const value = shapeOf(json, target).sensitive ? 'Value' : 'Value null'
  return `${value} at '${path(member)}' failed to satisfy constraint: Member must not be null`
}

function faultsOfOthers(
  json: ModelJson,
  structure: ReturnType<typeof requireStructure>,
  except: string,
): [string, string[]][] {
  return Object.entries(structure.members)
    .filter(([name, target]) => {
      return name !== except && structure.required?.includes(name) && !isStream(json, target)
    })
    .map(([name, target]) => [name, [nullFault(json, name, target)]])
}

function inOrder(
  structure: ReturnType<typeof requireStructure>,
  faults: readonly [string, readonly string[]][],
): string[] {
  const byName = new Map(faults)
  return Object.keys(structure.members).flatMap((name) => byName.get(name) ?? [])
}

interface Edge {
  readonly value: unknown
  faults(member: string): string[]
}

function edgesOf(json: ModelJson, target: MemberJson): Edge[] {
  const shape = shapeOf(json, target)
  switch (shape.type) {
    case 'string':
      return shape.enum ? enumEdges(shape) : stringEdges(json, shape)
    case 'blob':
      return lengthEdges(shape, {
        make: (size) => new Uint8Array(size),
        print: (size) => `java.nio.HeapByteBuffer[pos=0 lim=${size} cap=${size}]`,
      })
    case 'list':
      return listEdges(json, shape)
    case 'map':
      return mapEdges(json, shape)
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
      return rangeEdges(shape)
    default:
      return []
  }
}

function enumEdges(shape: ShapeJson & { enum?: readonly string[] }): Edge[] {
  const values = shape.enum ?? []
  const text = `Member must satisfy enum value set: [${values.join(', ')}]`
  return [
    ...values.map((value) => ({ value, faults: () => [] })),
    { value: 'no such value', faults: (member) => [fault(shape, 'no such value', member, text)] },
  ]
}

function stringEdges(json: ModelJson, shape: ScalarJson): Edge[] {
  const { pattern } = shape
  const own = json.validation?.patternSentences?.[pattern ?? '']
  const make = (size: number) => 'a'.repeat(size)
  const compiled = pattern === undefined ? undefined : compilePattern(pattern)
  return lengthEdges(shape, { make, print: make }).map(({ value, faults }) => {
    const text = String(value)
    if (!compiled || text.length > patternTriedLengthMax || compiled.matches(text)) {
      return { value, faults }
    }
    const broken = (member: string) =>
      own?.replace('{}', path(member)) ??
      fault(shape, text, member, `Member must satisfy regular expression pattern: ${pattern}`)
    return { value, faults: (member) => [broken(member), ...faults(member)] }
  })
}

/** Of elements that are right by themselves; structures and lists of lists are left to other tests. */
function listEdges(json: ModelJson, shape: ListJson): Edge[] {
  const element = rightScalar(json, shape.member)
  if (element === undefined) return []
  const make = (size: number) => Array.from({ length: size }, () => element)
  return lengthEdges(shape, { make, print: (size) => `[${make(size).join(', ')}]` })
}

function mapEdges(json: ModelJson, shape: MapJson): Edge[] {
  const value = rightScalar(json, shape.value)
  if (value === undefined || shape.key !== 'string') return []
  const entries = (size: number) => Array.from({ length: size }, (_, at) => [`k${at}`, value])
  return lengthEdges(shape, {
    make: (size) => Object.fromEntries(entries(size)),
    print: (size) =>
      `{${entries(size)
        .map((entry) => entry.join('='))
        .join(', ')}}`,
  })
}

/** A value that keeps its constraints, where that is easily found. */
function rightScalar(json: ModelJson, target: MemberJson): string | number | boolean | undefined {
  const shape = shapeOf(json, target)
  if (shape.type === 'boolean') return true
  if (shape.type === 'integer' || shape.type === 'long') return shape.min ?? shape.max ?? 1
  if (shape.type !== 'string' || shape.sensitive) return undefined
  const text = shape.enum?.[0] ?? 'a'.repeat(Math.max(1, shape.min ?? 1))
  const isRight = shape.pattern === undefined || compilePattern(shape.pattern).matches(text)
  return isRight && text.length <= (shape.max ?? Infinity) ? text : undefined
}

/** Larger values take long to make and to print; few members take any. */
const sizeMax = 300_000

/** Longer values are cut where they are told. */
const printedLengthMax = 65_536

interface Sized {
  make(size: number): unknown
  print(size: number): string
}

function lengthEdges(shape: ShapeJson & Bounds, { make, print }: Sized): Edge[] {
  const { min = 0, max = min } = shape
  const sizes = [min - 1, min, max, max + 1].filter((size) => size >= 0 && size <= sizeMax)
  return sizes.map((size) => {
    const texts = [
      ...(size > (shape.max ?? Infinity)
        ? [`Member must have length less than or equal to ${shape.max}`]
        : []),
      ...(size < min ? [`Member must have length greater than or equal to ${min}`] : []),
    ]
    const faults = (member: string) => texts.map((text) => fault(shape, print(size), member, text))
    return { value: make(size), faults }
  })
}

function rangeEdges(shape: ShapeJson & Bounds): Edge[] {
  const print = (value: number) =>
    shape.type === 'float' || shape.type === 'double' ? value.toFixed(1) : String(value)
  return [
    ...(shape.min === undefined
      ? []
      : [shape.min, shape.min - 1].map((value, over) => ({ value, over, side: 'greater' }))),
    ...(shape.max === undefined
      ? []
      : [shape.max, shape.max + 1].map((value, over) => ({ value, over, side: 'less' }))),
  ].map(({ value, over, side }) => {
    const limit = print((side === 'less' ? shape.max : shape.min) ?? 0)
    const text = `Member must have value ${side} than or equal to ${limit}`
    return {
      value,
      faults: (member) => (over ? [fault(shape, print(value), member, text)] : []),
    }
  })
}

function fault(shape: ShapeJson, printed: string, member: string, text: string): string {
  const cut = printed.length > printedLengthMax ? `${printed.slice(0, printedLengthMax)}…` : printed
  const value = shape.sensitive ? 'Value' : `Value '${cut}'`
  return `${value} at '${path(member)}' failed to satisfy constraint: ${text}`
}
