/** Document paths: where in an item something lies. */
import type { AttributeValue } from '../../../generated/dynamodb.ts'
import { type Attributes, mapOf } from '../attribute-value.ts'
import { indexOutOfRange, pathsConflict, pathsOverlap, pathTooDeep } from './errors.ts'
import type { Names } from './names.ts'
import type { Path, Step } from './syntax.ts'

/** A path whose aliases are resolved. */
export interface BoundPath {
  readonly kind: 'path'
  readonly steps: readonly Step[]
}

export const levelsMax = 32
/** AWS refuses 4294967295; that it takes what is less is a judgement. */
const listIndexMax = 2 ** 32 - 2

/** @throws AwsError ValidationException */
export function bindPath({ steps }: Path, names: Names): BoundPath {
  const bound = steps.map((step) => (typeof step === 'number' ? step : names.nameOf(step)))
  if (bound.length > levelsMax) throw pathTooDeep()
  const beyond = steps.find((step) => typeof step === 'number' && step > listIndexMax)
  if (beyond !== undefined) throw indexOutOfRange(beyond)
  return { kind: 'path', steps: bound }
}

export function valueAt(item: Attributes, steps: readonly Step[]): AttributeValue | undefined {
  let value: AttributeValue | undefined = { M: item }
  for (const step of steps) {
    if (typeof step === 'number') value = value.L?.[step]
    else value = value.M && Object.hasOwn(value.M, step) ? value.M[step] : undefined
    if (!value) return undefined
  }
  return value
}

/** @throws AwsError ValidationException when one path holds another, or takes a list for a map. */
export function checkPaths(paths: readonly BoundPath[]): void {
  for (const [at, { steps: two }] of paths.entries()) {
    for (const { steps: one } of paths.slice(0, at)) checkPair(one, two)
  }
}

function checkPair(one: readonly Step[], two: readonly Step[]): void {
  for (let at = 0; ; at++) {
    const [left, right] = [one[at], two[at]]
    if (left === undefined || right === undefined) throw pathsOverlap(one, two)
    if (typeof left !== typeof right) throw pathsConflict(one, two)
    if (left !== right) return
  }
}

/** The parts of an item that lie at the paths, in their nesting; lists are packed. */
export function project(item: Attributes, paths: readonly BoundPath[]): Attributes {
  return (
    pick(
      { M: item },
      paths.map(({ steps }) => steps),
    )?.M ?? {}
  )
}

function pick(
  value: AttributeValue,
  paths: readonly (readonly Step[])[],
): AttributeValue | undefined {
  if (paths.some((steps) => steps.length === 0)) return value
  const byStep = groupedByStep(paths)
  if (value.L) {
    const indexes = [...byStep].filter(([step]) => typeof step === 'number')
    const sorted = indexes.sort(([one], [two]) => Number(one) - Number(two))
    const picked = sorted.map(([step, rest]) => pickFrom(value.L?.[Number(step)], rest))
    const kept = picked.filter((one) => one !== undefined)
    return kept.length > 0 ? { L: kept } : undefined
  }
  const { M: map } = value
  if (!map) return undefined
  const picked = mapOf<AttributeValue>()
  for (const [step, rest] of byStep) {
    const inner = typeof step === 'string' && Object.hasOwn(map, step) ? map[step] : undefined
    const part = pickFrom(inner, rest)
    if (part) picked[step] = part
  }
  return Object.keys(picked).length > 0 ? { M: picked } : undefined
}

function pickFrom(
  value: AttributeValue | undefined,
  paths: readonly (readonly Step[])[],
): AttributeValue | undefined {
  return value && pick(value, paths)
}

function groupedByStep(paths: readonly (readonly Step[])[]) {
  const groups = new Map<Step, (readonly Step[])[]>()
  for (const [step, ...rest] of paths) {
    if (step === undefined) continue
    const group = groups.get(step)
    if (group) group.push(rest)
    else groups.set(step, [rest])
  }
  return groups
}
