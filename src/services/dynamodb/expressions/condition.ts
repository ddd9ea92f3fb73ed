/** Conditions and filters, bound to a request's placeholders and checked. */
import { typeOf } from '../attribute-value.ts'
import { compareValues } from '../comparison.ts'
import {
  type BoundCall,
  type BoundCondition,
  type BoundOperand,
  sizeOperand,
} from './condition-test.ts'
import {
  boundsOfTwoTypes,
  boundsReversed,
  foreignFunction,
  misusedFunction,
  operandCount,
  operandType,
  pathRequired,
  reservedWord,
  sameOperands,
  tooManyOperands,
  undefinedValue,
  unknownFunction,
  unknownType,
} from './errors.ts'
import type { Names } from './names.ts'
import { bindPath } from './path.ts'
import { isReserved } from './reserved-words.ts'
import type { Call, Condition, Operand, Path } from './syntax.ts'

const operandCounts: Readonly<Record<string, number>> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
  size: 1,
}
const updateFunctions = new Set(['if_not_exists', 'list_append'])
const inOperandsMax = 100
const typeNames = new Set(['B', 'NULL', 'SS', 'BOOL', 'L', 'BS', 'N', 'NS', 'S', 'M'])

/**
 * Faults are found kind by kind over the whole expression, as AWS finds them.
 * @throws AwsError ValidationException
 */
export function bindCondition(condition: Condition, names: Names): BoundCondition {
  const calls = callsOf(condition)
  for (const { call } of calls) {
    if (updateFunctions.has(call.name)) throw foreignFunction(call.name, 'a condition')
    if (!Object.hasOwn(operandCounts, call.name)) throw unknownFunction(call.name)
  }
  for (const { call, isOperand } of calls) {
    if ((call.name === 'size') !== isOperand) throw misusedFunction(call.name)
  }
  for (const path of pathsOf(condition)) checkReserved(path)
  const bound = bindNode(condition, names)
  checkOperands(bound)
  return bound
}

export function checkReserved({ steps }: Path): void {
  for (const step of steps) {
    if (typeof step === 'string' && !step.startsWith('#') && isReserved(step)) {
      throw reservedWord(step)
    }
  }
}

function bindNode(condition: Condition, names: Names): BoundCondition {
  if (condition.kind === 'NOT') {
    return { kind: 'NOT', condition: bindNode(condition.condition, names) }
  }
  if ('left' in condition) {
    const left = bindNode(condition.left, names)
    return { kind: condition.kind, left, right: bindNode(condition.right, names) }
  }
  const operands = condition.operands.map((operand) => bindOperand(operand, names))
  return { ...condition, operands }
}

function bindOperand(operand: Operand, names: Names): BoundOperand {
  if (operand.kind === 'value') return { kind: 'value', value: names.valueOf(operand.name) }
  if (operand.kind === 'path') return bindPath(operand, names)
  if (operand.kind === 'sum') throw undefinedValue(operand.operator)
  return { ...operand, operands: operand.operands.map((inner) => bindOperand(inner, names)) }
}

/**
 * Count, distinctness and type of operands, on the literals alone: no item is asked.
 * @throws AwsError ValidationException
 */
export function checkOperands(condition: BoundCondition): void {
  const parts = partsOf(condition)
  for (const part of parts) {
    if (part.kind === 'call') checkCount(part)
    else if (part.operands.length > inOperandsMax + 1) {
      throw tooManyOperands(part.operands.length - 1)
    }
  }
  for (const part of parts) checkDistinct(part)
  for (const part of parts) checkTypes(part)
}

type Part = BoundCall | { kind: 'comparison'; operator: string; operands: readonly BoundOperand[] }

function partsOf(condition: BoundCondition): readonly Part[] {
  if (condition.kind === 'NOT') return partsOf(condition.condition)
  if ('left' in condition) {
    return [...partsOf(condition.left), ...partsOf(condition.right)]
  }
  const inner = condition.operands.filter((operand) => operand.kind === 'call')
  return [...inner, condition]
}

function checkCount({ name, operands }: BoundCall): void {
  if (operands.length !== operandCounts[name]) throw operandCount(name, operands.length)
}

function checkDistinct(part: Part): void {
  const [first, ...rest] = part.operands
  if (first?.kind !== 'path') return
  const text = JSON.stringify(first.steps)
  for (const other of rest) {
    if (other.kind !== 'path' || JSON.stringify(other.steps) !== text) continue
    throw sameOperands(part.kind === 'call' ? part.name : part.operator, first.steps)
  }
}

const ordered = new Set(['S', 'N', 'B'])

function checkTypes(part: Part): void {
  if (part.kind === 'call') checkFunctionTypes(part)
  else if (part.operator !== '=' && part.operator !== '<>' && part.operator !== 'IN') {
    for (const operand of part.operands) {
      if (operand.kind !== 'value' || ordered.has(typeOf(operand.value))) continue
      throw operandType(part.operator, typeOf(operand.value))
    }
    if (part.operator === 'BETWEEN') checkBounds(part.operands)
  }
}

function checkBounds([, lower, upper]: readonly BoundOperand[]): void {
  if (lower?.kind !== 'value' || upper?.kind !== 'value') return
  const order = compareValues(lower.value, upper.value)
  if (order === undefined) throw boundsOfTwoTypes(lower.value, upper.value)
  if (order > 0) throw boundsReversed(lower.value, upper.value)
}

function checkFunctionTypes({ name, operands }: BoundCall): void {
  const [first, second] = operands
  const needsPath = name.startsWith('attribute_')
  if (needsPath && first?.kind !== 'path') throw pathRequired(name)
  const value = second?.kind === 'value' ? second.value : undefined
  if (name === 'attribute_type' && value) {
    if (value.S === undefined) throw operandType(name, typeOf(value))
    if (!typeNames.has(value.S)) throw unknownType(value.S)
  }
  if (name === 'begins_with') {
    for (const operand of operands) {
      if (operand.kind !== 'value' || operand.value.S !== undefined || operand.value.B) continue
      throw operandType(name, typeOf(operand.value))
    }
  }
  if (name === 'size' && first?.kind === 'value' && !sizeOperand(first.value)) {
    throw operandType(name, typeOf(first.value))
  }
}

interface FoundCall {
  readonly call: Call
  /** It stands where a value is wanted, and isn't a whole condition. */
  readonly isOperand: boolean
}

function callsOf(condition: Condition): readonly FoundCall[] {
  if (condition.kind === 'NOT') return callsOf(condition.condition)
  if ('left' in condition) {
    return [...callsOf(condition.left), ...callsOf(condition.right)]
  }
  const inner = condition.operands.flatMap(callsWithin)
  return condition.kind === 'call' ? [{ call: condition, isOperand: false }, ...inner] : inner
}

function callsWithin(operand: Operand): readonly FoundCall[] {
  if (operand.kind !== 'call') return []
  return [{ call: operand, isOperand: true }, ...operand.operands.flatMap(callsWithin)]
}

function pathsOf(condition: Condition): readonly Path[] {
  if (condition.kind === 'NOT') return pathsOf(condition.condition)
  if ('left' in condition) {
    return [...pathsOf(condition.left), ...pathsOf(condition.right)]
  }
  return condition.operands.flatMap(pathsWithin)
}

export function pathsWithin(operand: Operand): readonly Path[] {
  if (operand.kind === 'path') return [operand]
  if (operand.kind === 'sum') return [...pathsWithin(operand.left), ...pathsWithin(operand.right)]
  return operand.kind === 'call' ? operand.operands.flatMap(pathsWithin) : []
}
