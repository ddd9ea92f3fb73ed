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
  readonly path: string[]
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
  const constraints = constraintsOf(shape)
  const below = compileCheck(shape)
  return (value, walk) => {
    const items = value as readonly unknown[]
    if (!items.every((item) => item === null || holdsAll(constraints, item))) {
      reportHere(walk, list, value, `Member must satisfy constraint: ${texts(shape, walk)}`)
    }
    if (!below) return
    items.forEach((item, index) => descend(below, item, walk, `${index + 1}.member`))
  }
}

function buildMap(map: MapShape): Check {
  const ofKeys = constraintsOf(map.key.shape)
  const ofValues = constraintsOf(map.value.shape)
  const below = compileCheck(map.value.shape)
  return (value, walk) => {
    const entries = Object.entries(value as Readonly<Record<string, unknown>>)
    if (!entries.every(([key]) => holdsAll(ofKeys, key))) {
      reportHere(
        walk,
        map,
        value,
        `Map keys must satisfy constraint: ${texts(map.key.shape, walk)}`,
      )
    }
    if (!entries.every(([, item]) => item === null || holdsAll(ofValues, item))) {
      reportHere(
        walk,
        map,
        value,
        `Map value must satisfy constraint: ${texts(map.value.shape, walk)}`,
      )
    }
    if (!below) return
    for (const [key, item] of entries) descend(below, item, walk, `${key}.member`)
  }
}

function descend(check: Check, value: unknown, walk: Walk, step: string): void {
  if (value === undefined || value === null) return
  walk.path.push(step)
  check(value, walk)
  walk.path.pop()
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

function report(walk: Walk, fault: Fault): void {
  walk.faults.push(fault)
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
