/** Finds where a value breaks its model: compiled once per shape, nothing at all where nothing is asked. */
import { constraintsOf, elementConstraintTexts, type Constraint } from './constraints.ts'
import type { ListShape, MapShape, Member, Shape, StructureShape } from './model.ts'
import { javaName } from './printed-value.ts'

export interface Fault {
  /** `tags.1.member.key` */
  readonly path: string
  readonly value: unknown
  readonly shape: Shape
  readonly sensitive: boolean
  readonly text: string
}

/** A walk through one input: where it is, and what it found. */
export interface Walk {
  /** Names and places, joined by dots when there is a fault to tell. */
  readonly path: (string | number)[]
  readonly faults: Fault[]
  /** Constraints on elements and entries end in "Member must not be null". */
  readonly elementsNotNull: boolean
}

export type Check = (value: unknown, walk: Walk) => void

const notNull = 'Member must not be null'

const compiled = new WeakMap<Shape, { check: Check | undefined }>()

/** `undefined` when neither the shape nor anything below it asks for anything. */
export function compileCheck(shape: Shape): Check | undefined {
  const known = compiled.get(shape)
  if (known) return known.check
  const entry: { check: Check | undefined } = { check: undefined }
  if (asksForSomething(shape)) {
    // A shape that holds itself finds this while its own check is still being made.
    entry.check = (value, walk) => entry.check?.(value, walk)
    compiled.set(shape, entry)
    entry.check = build(shape)
  }
  compiled.set(shape, entry)
  return entry.check
}

function asksForSomething(shape: Shape): boolean {
  const seen = new Set<Shape>([shape])
  for (const next of seen) {
    if (next.kind === 'structure' && next.json.required?.length) return true
    if (constraintsOf(next).length > 0) return true
    for (const { shape: inner, traits } of parts(next))
      if (!isStream(inner, traits)) seen.add(inner)
  }
  return false
}

function parts(shape: Shape): readonly Member[] {
  switch (shape.kind) {
    case 'structure':
      return [...shape.members.values()]
    case 'list':
      return [shape.member]
    case 'map':
      return [shape.key, shape.value]
    case 'scalar':
      return []
  }
}

function build(shape: Shape): Check | undefined {
  switch (shape.kind) {
    case 'structure':
      return buildStructure(shape)
    case 'list':
      return buildList(shape)
    case 'map':
      return buildMap(shape)
    case 'scalar':
      return undefined
  }
}

function buildStructure(shape: StructureShape): Check {
  const checks = [...shape.members.values()].flatMap((member) => {
    const check = buildMember(member)
    return check ? [{ name: member.name, check }] : []
  })
  return (value, walk) => {
    const members = value as Readonly<Record<string, unknown>>
    for (const { name, check } of checks) check(members[name], walk)
  }
}

/** A member's own faults, then those of what it holds. */
function buildMember({ name, shape, required, traits }: Member): Check | undefined {
  if (isStream(shape, traits)) return undefined
  const constraints = constraintsOf(shape)
  const below = compileCheck(shape)
  if (!required && constraints.length === 0 && !below) return undefined
  const key = javaName(name)
  const at = { shape, sensitive: (traits.sensitive ?? shape.json.sensitive) === true }
  return (value, walk) => {
    if (value === undefined || value === null) {
      if (required) report(walk, { ...at, path: join(walk, key), value: undefined, text: notNull })
      return
    }
    for (const { text, holds } of constraints) {
      if (!holds(value)) report(walk, { ...at, path: join(walk, key), value, text })
    }
    if (!below) return
    walk.path.push(key)
    below(value, walk)
    walk.path.pop()
  }
}

function buildList(list: ListShape): Check {
  const { shape } = list.member
  const holds = conjunction(constraintsOf(shape))
  const below = compileCheck(shape)
  return (value, walk) => {
    const items = value as readonly unknown[]
    if (holds && !items.every((item) => item === null || holds(item))) {
      reportHere(walk, list, value, `Member must satisfy constraint: ${texts(shape, walk)}`)
    }
    if (!below) return
    for (let index = 0; index < items.length && isOpen(walk); index++) {
      descend(below, items[index], walk, index + 1)
    }
  }
}

function buildMap(map: MapShape): Check {
  const { key, value: entry } = map
  const keyHolds = conjunction(constraintsOf(key.shape))
  const entryHolds = conjunction(constraintsOf(entry.shape))
  const below = compileCheck(entry.shape)
  return (value, walk) => {
    const entries = value as Readonly<Record<string, unknown>>
    const names = Object.keys(entries)
    if (keyHolds && !names.every(keyHolds)) {
      reportHere(walk, map, value, `Map keys must satisfy constraint: ${texts(key.shape, walk)}`)
    }
    if (entryHolds && !names.every((name) => entries[name] === null || entryHolds(entries[name]))) {
      reportHere(walk, map, value, `Map value must satisfy constraint: ${texts(entry.shape, walk)}`)
    }
    if (!below) return
    for (const name of names) descend(below, entries[name], walk, name)
  }
}

function descend(check: Check, value: unknown, walk: Walk, place: string | number): void {
  if (value === undefined || value === null) return
  walk.path.push(place, 'member')
  check(value, walk)
  walk.path.length -= 2
}

/** `undefined` where nothing is asked. */
function conjunction(
  constraints: readonly Constraint[],
): ((value: unknown) => boolean) | undefined {
  const [first, ...rest] = constraints
  if (!first || rest.length === 0) return first?.holds
  return (value) => holdsAll(constraints, value)
}

function holdsAll(constraints: readonly Constraint[], value: unknown): boolean {
  for (const { holds } of constraints) if (!holds(value)) return false
  return true
}

function texts(shape: Shape, walk: Walk): string {
  const all = elementConstraintTexts(shape)
  return `[${(walk.elementsNotNull ? [...all, notNull] : all).join(', ')}]`
}

/** A fault of the collection that the walk stands in. */
function reportHere(walk: Walk, shape: ListShape | MapShape, value: unknown, text: string): void {
  const element = shape.kind === 'list' ? shape.member.shape : shape.value.shape
  const sensitive = (shape.json.sensitive ?? element.json.sensitive) === true
  report(walk, { path: walk.path.join('.'), value, shape, sensitive, text })
}

/** AWS's own bound isn't known; nobody reads more, and a million sentences would hold up others. */
const faultsMax = 100

function isOpen({ faults }: Walk): boolean {
  return faults.length < faultsMax
}

function report(walk: Walk, fault: Fault): void {
  if (isOpen(walk)) walk.faults.push(fault)
}

function join(walk: Walk, key: string): string {
  return walk.path.length === 0 ? key : `${walk.path.join('.')}.${key}`
}

/** Bodies and events arrive after the call was accepted. */
function isStream(shape: Shape, traits: Member['traits']): boolean {
  return (
    traits.streaming === true || (shape.kind === 'structure' && shape.json.eventStream === true)
  )
}
