/**
 * Update expressions: bound and checked once, then worked out on an item. Right-hand sides see the
 * item as it was before.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
 */
import type { AttributeValue } from '../../../generated/dynamodb.ts'
import { type Attributes, typeOf } from '../attribute-value.ts'
import { addNumbers, subtractNumbers } from '../number.ts'
import { addTo, deleteFrom } from '../set-actions.ts'
import { checkReserved, pathsWithin } from './condition.ts'
import { applyChanges, type Change } from './document-changes.ts'
import {
  actionOperandType,
  foreignFunction,
  misusedFunction,
  missingOperand,
  operandCount,
  operandOfWrongType,
  operandType,
  pathRequired,
  sectionTwice,
  unknownFunction,
} from './errors.ts'
import type { Names } from './names.ts'
import { bindPath, type BoundPath, checkPaths, valueAt } from './path.ts'
import type { Action, Call, Operand, Step, Update } from './syntax.ts'

export interface BoundUpdate {
  /** In the order in which they were written. */
  readonly paths: readonly (readonly Step[])[]
  /** Attributes that it names: those that it changes, and those that it looks at. */
  names(): readonly string[]
  /** The item's attributes afterwards. */
  apply(item: Attributes): Attributes
}

type Work = (item: Attributes) => AttributeValue

const conditionFunctions = new Set([
  'attribute_exists',
  'attribute_not_exists',
  'attribute_type',
  'begins_with',
  'contains',
  'size',
])
const updateFunctions = new Set(['if_not_exists', 'list_append'])

/** @throws AwsError ValidationException */
export function bindUpdate({ sections, actions }: Update, names: Names): BoundUpdate {
  for (const { path, operand } of actions) {
    for (const one of [path, ...(operand ? pathsWithin(operand) : [])]) checkReserved(one)
  }
  for (const { operand } of actions) if (operand) checkFunctions(operand)
  const twice = sections.find((section, at) => sections.indexOf(section) < at)
  if (twice) throw sectionTwice(twice)
  const paths = actions.map(({ path }) => bindPath(path, names))
  for (const { operand } of actions) if (operand) useNames(operand, names)
  checkPaths(paths)
  const changes = actions.map((action, at) => changeOf(action, paths[at], names))
  return {
    paths: paths.map(({ steps }) => steps),
    names() {
      const looked = actions.flatMap(({ operand }) => (operand ? pathsWithin(operand) : []))
      const bound = looked.map((path) => bindPath(path, names))
      return [...paths, ...bound].map(({ steps }) => String(steps[0]))
    },
    apply: (item) =>
      applyChanges(
        item,
        changes.flatMap((change) => change(item) ?? []),
      ),
  }
}

/** Undefined names and values are found before what else is wrong. */
function useNames(operand: Operand, names: Names): void {
  for (const path of pathsWithin(operand)) bindPath(path, names)
  useValues(operand, names)
}

function useValues(operand: Operand, names: Names): void {
  if (operand.kind === 'value') names.valueOf(operand.name)
  if (operand.kind === 'sum') [operand.left, operand.right].forEach((one) => useValues(one, names))
  if (operand.kind === 'call') operand.operands.forEach((one) => useValues(one, names))
}

function checkFunctions(operand: Operand): void {
  if (operand.kind === 'sum') [operand.left, operand.right].forEach(checkFunctions)
  if (operand.kind !== 'call') return
  if (conditionFunctions.has(operand.name)) throw foreignFunction(operand.name, 'an update')
  if (!updateFunctions.has(operand.name)) throw unknownFunction(operand.name)
  operand.operands.forEach(checkFunctions)
}

type Planned = (item: Attributes) => Change | undefined

function changeOf(
  { section, operand }: Action,
  path: BoundPath | undefined,
  names: Names,
): Planned {
  const steps = path?.steps ?? []
  if (section === 'REMOVE' || !operand) return () => ({ steps })
  if (section === 'SET') {
    const work = workOf(operand, names)
    return (item) => ({ steps, value: work(item) })
  }
  const value = names.valueOf(operand.kind === 'value' ? operand.name : '')
  const allowed = section === 'ADD' ? ['N', 'SS', 'NS', 'BS'] : ['SS', 'NS', 'BS']
  if (!allowed.includes(typeOf(value))) throw actionOperandType(section, value)
  if (section === 'ADD') {
    return (item) => ({ steps, value: addTo(valueAt(item, steps), value) })
  }
  return (item) => {
    const present = valueAt(item, steps)
    return present
      ? { steps, ...valueOrNone(deleteFrom(present, value)) }
      : { steps, mayMiss: true }
  }
}

/** A set that nothing is left of is removed. */
function valueOrNone(value: AttributeValue | undefined): { value?: AttributeValue } {
  return value ? { value } : {}
}

function workOf(operand: Operand, names: Names): Work {
  switch (operand.kind) {
    case 'value': {
      const value = names.valueOf(operand.name)
      return () => value
    }
    case 'path': {
      const { steps } = bindPath(operand, names)
      return (item) => required(valueAt(item, steps))
    }
    case 'sum':
      return sumOf(operand, names)
    case 'call':
      return operand.name === 'list_append' ? appendOf(operand, names) : fallbackOf(operand, names)
  }
}

function sumOf({ operator, left, right }: Operand & { kind: 'sum' }, names: Names): Work {
  for (const one of [left, right]) {
    const literal = literalOf(one, names)
    if (literal && literal.N === undefined) throw operandType(operator, typeOf(literal))
    if (one.kind === 'call' && one.name === 'list_append') throw operandType(operator, 'L')
  }
  const [first, second] = [workOf(left, names), workOf(right, names)]
  const compute = operator === '+' ? addNumbers : subtractNumbers
  return (item) => {
    const [{ N: one }, { N: two }] = [first(item), second(item)]
    if (one === undefined || two === undefined) throw operandOfWrongType()
    return { N: compute(one, two) }
  }
}

function appendOf({ operands }: Call, names: Names): Work {
  const [left, right] = operands
  if (!left || !right || operands.length > 2) throw operandCount('list_append', operands.length)
  for (const one of operands) {
    const literal = literalOf(one, names)
    if (literal && !literal.L) throw operandType('list_append', typeOf(literal))
  }
  const [first, second] = [workOf(left, names), workOf(right, names)]
  return (item) => {
    const [{ L: one }, { L: two }] = [first(item), second(item)]
    if (!one || !two) throw operandOfWrongType()
    return { L: [...one, ...two] }
  }
}

function fallbackOf({ name, operands }: Call, names: Names): Work {
  const [path, fallback] = operands
  if (!path || !fallback || operands.length > 2) throw operandCount(name, operands.length)
  if (path.kind !== 'path') throw pathRequired(name)
  if (fallback.kind === 'sum') throw misusedFunction(name)
  const { steps } = bindPath(path, names)
  const work = workOf(fallback, names)
  return (item) => valueAt(item, steps) ?? work(item)
}

function literalOf(operand: Operand, names: Names): AttributeValue | undefined {
  return operand.kind === 'value' ? names.valueOf(operand.name) : undefined
}

function required(value: AttributeValue | undefined): AttributeValue {
  if (!value) throw missingOperand()
  return value
}
